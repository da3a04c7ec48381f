// What becomes of the masks and the stacks when the kernel says no?
#pragma once

#include "scenarios/extram_scenario.hpp"
#include "scenarios/sizes.hpp"

namespace extram {

// Each rt_sigprocmask and each sigaltstack of a callback is refused in turn. Go crashes at once, which is fine; what
// must not happen is that a runtime goes on with signals open that it takes for blocked, or on a stack that it has not.
template <World W, class V>
class system_call_failure : public ExtramScenario<W, V> {
 public:
  static constexpr ScenarioInfo info{
      .name = "system_call_failure",
      .question = "the kernel refuses a mask or a signal stack: does the process end at once, or go on without?",
      .shape = sizes::system_call_failure};

  explicit system_call_failure(const Shape& shape) : ExtramScenario<W, V>(shape, kSystemCalls) {}

  void foreign_thread(int thread) {
    this->run_foreign_thread(thread, [] {});
  }

  // Asked of the thread that gives up.
  [[nodiscard]] bool expects_exit(int code) { return code == kDeliberateCrash && this->extra_.has_failed(); }
};

}  // namespace extram
