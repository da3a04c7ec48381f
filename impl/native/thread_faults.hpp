// Faults as they strike, in the child that runs the threads.
#pragma once

#include "impl/native/fault.hpp"
#include "impl/native/run_state.hpp"
#include "impl/native/thread.hpp"

namespace extram::native {

// One more has struck.
void count_fault();

// A thread that begins meets the faults that it begins with.
void begin_with_fault();

// Whether a call that may fail does: one of each round's that foreign threads make, or every one of the fault's kind.
[[nodiscard]] bool call_fails(At at);

// A thread that ends itself does it here, or is ended.
[[noreturn]] void leave_thread();

// A destructor of C's key runs.
void destroy_with_fault();

// A system call that must not fail is about to be made: of each round's, one does. The kernel says no, and the process
// ends as Go's does.
void call_with_fault(Fault fault);
inline void fault_at_call(Fault fault) {
  if (run_state.fault == fault) call_with_fault(fault);
}

// A step: in a run of forks, whether the thread forks here, or is the child of one and has its answer.
void step_with_fork(At at);
inline void fault_at_step(At at) {
  if (run_state.fault == Fault::fork) step_with_fork(at);
}

}  // namespace extram::native
