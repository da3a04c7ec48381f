// C calls Go, which calls C, which calls Go.
#pragma once

#include "scenarios/extram_scenario.hpp"
#include "scenarios/sizes.hpp"

namespace extram {

// C calls Go, Go calls C, and C calls Go once more. The thread has an M by then and must not take another.
template <World W, class V>
class nested_callback : public ExtramScenario<W, V> {
 public:
  static constexpr ScenarioInfo info{
      .name = "nested_callback",
      .question = "C, Go, C, Go: does the inner callback stay on the M of the outer one, and who gives it back?",
      .shape = sizes::nested_callback};

  using ExtramScenario<W, V>::ExtramScenario;

  void foreign_thread(int thread) {
    this->run_foreign_thread(thread, [this] {
      this->extra_.cgocall([this] {
        const auto outer = this->extra_.getg();
        this->extra_.cgocallback([] {});
        if (this->extra_.getg() != outer) W::violation(Oracle::I18, "a nested callback changed the thread's g");
      });
    });
  }
};

}  // namespace extram
