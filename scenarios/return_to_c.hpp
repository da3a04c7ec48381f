// What a thread gets back when it leaves Go.
#pragma once

#include "scenarios/extram_scenario.hpp"
#include "scenarios/sizes.hpp"

namespace extram {

// Threads that come with masks and alternate stacks of their own, no two alike: whatever an M carries from one thread
// to the next shows.
template <World W, class V>
class return_to_c : public ExtramScenario<W, V> {
 public:
  static constexpr ScenarioInfo info{
      .name = "return_to_c",
      .question = "does each thread leave Go with the signal mask and the alternate stack that it came with?",
      .shape = sizes::return_to_c};

  using ExtramScenario<W, V>::ExtramScenario;

  void foreign_thread(int thread) {
    this->run_foreign_thread(thread, [] {});
  }
};

}  // namespace extram
