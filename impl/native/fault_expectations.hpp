// What must come of each fault with each version. `stress --fault KIND` without a version holds its runs against this.
//
// `sampled`: the fault struck, and every oracle held; where the fault is answered by the end of the process
// (fault.hpp), that end came, with the code that Go has for it, and no other. A violation here is a known weakness of
// that release, which the harness must find: never by a crash.
#pragma once

#include <array>
#include <string_view>

#include "impl/native/commands.hpp"
#include "impl/native/fault.hpp"

namespace extram::native {

struct Expectation {
  Fault fault;
  std::string_view version;
  Answer answer;
};

inline constexpr Answer kHolds{Verdict::sampled, Oracle::none};
inline constexpr Answer kLosesAnM{Verdict::violation, Oracle::I9};
inline constexpr Answer kWrongBounds{Verdict::violation, Oracle::I15};

// What only go_1_21 asks of the thread library cannot fail before.
inline constexpr std::array kExpectations{
    Expectation{Fault::thread_exit, "go_1_16", kLosesAnM}, Expectation{Fault::thread_exit, "go_1_21", kHolds},
    Expectation{Fault::cancel, "go_1_16", kLosesAnM},      Expectation{Fault::cancel, "go_1_21", kHolds},
    Expectation{Fault::key_destructor, "go_1_16", kHolds}, Expectation{Fault::key_destructor, "go_1_21", kHolds},
    Expectation{Fault::setspecific, "go_1_21", kLosesAnM}, Expectation{Fault::getattr, "go_1_21", kHolds},
    Expectation{Fault::fork, "go_1_16", kHolds},           Expectation{Fault::fork, "go_1_21", kHolds},
    Expectation{Fault::stack_16, "go_1_16", kWrongBounds}, Expectation{Fault::stack_16, "go_1_21", kHolds},
    Expectation{Fault::stack_20, "go_1_16", kWrongBounds}, Expectation{Fault::stack_20, "go_1_21", kHolds},
    Expectation{Fault::stack_32, "go_1_16", kWrongBounds}, Expectation{Fault::stack_32, "go_1_21", kHolds},
    Expectation{Fault::stack_64, "go_1_16", kHolds},       Expectation{Fault::stack_64, "go_1_21", kHolds},
    Expectation{Fault::sigprocmask, "go_1_16", kHolds},    Expectation{Fault::sigprocmask, "go_1_21", kHolds},
    Expectation{Fault::sigaltstack, "go_1_16", kHolds},    Expectation{Fault::sigaltstack, "go_1_21", kHolds},
    Expectation{Fault::alloc, "go_1_16", kHolds},          Expectation{Fault::alloc, "go_1_21", kHolds},
    Expectation{Fault::before_init, "go_1_16", kHolds},    Expectation{Fault::before_init, "go_1_21", kHolds},
    Expectation{Fault::constructor, "go_1_16", kHolds},    Expectation{Fault::constructor, "go_1_21", kHolds},
};

}  // namespace extram::native
