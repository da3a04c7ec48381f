// C calls Go before the runtime is up.
#pragma once

#include "scenarios/extram_scenario.hpp"
#include "scenarios/sizes.hpp"

namespace extram {

// A global constructor in C that calls Go before the runtime has made its first extra M. Nobody will ever make one for
// the thread to wait for; the only answer is a message and the end of the process.
template <World W, class V>
class early_callback : public ExtramScenario<W, V> {
 public:
  static constexpr ScenarioInfo info{
      .name = "early_callback",
      .question = "C calls Go before the runtime is up: does the process say so and end, rather than wait for ever?",
      .shape = sizes::early_callback};

  using ExtramScenario<W, V>::ExtramScenario;

  void foreign_thread(int thread) {
    this->run_foreign_thread(thread, [] {});
    if (this->shape().ms == 0) W::violation(Oracle::user, "a callback ran although there was never an M");
  }

  [[nodiscard]] bool expects_exit(int code) const { return code == 1 && this->shape().ms == 0; }
};

}  // namespace extram
