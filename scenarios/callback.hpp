// The plain case: foreign threads call Go.
#pragma once

#include "scenarios/extram_scenario.hpp"
#include "scenarios/sizes.hpp"

namespace extram {

template <World W, class V>
class callback : public ExtramScenario<W, V> {
 public:
  static constexpr ScenarioInfo info{
      .name = "callback",
      .question = "foreign threads call Go again and again: does each call have an M to itself?",
      .shape = sizes::callback};

  using ExtramScenario<W, V>::ExtramScenario;

  void foreign_thread(int thread) {
    this->run_foreign_thread(thread, [] {});
  }
};

}  // namespace extram
