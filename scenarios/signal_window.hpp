// A signal while an M is on its way from the list to the thread, or back.
#pragma once

#include "scenarios/extram_scenario.hpp"
#include "scenarios/sizes.hpp"

namespace extram {

// golang/go#42207. A handler that finds g nil borrows an M as well. If it interrupts a thread that holds the list lock,
// or that has taken the last M and not refilled the list yet, it waits for itself.
template <World W, class V>
class signal_window : public ExtramScenario<W, V> {
 public:
  static constexpr ScenarioInfo info{
      .name = "signal_window",
      .question = "a signal on its way in or out: does the handler ever wait for the thread that it interrupted?",
      .shape = sizes::signal_window};

  using ExtramScenario<W, V>::ExtramScenario;

  void foreign_thread(int thread) {
    this->run_foreign_thread(thread, [] {});
  }
};

}  // namespace extram
