// A thread dies, at any step of a callback.
#pragma once

#include "scenarios/casualties.hpp"
#include "scenarios/sizes.hpp"

namespace extram {

// Thread 0 takes no further step (with faults of the kind `cancel` it ends, wherever pthread_cancel could reach it: its
// frames are unwound and its keys destroyed; of the kind `stall` it goes on when nobody else can). What becomes of the
// others, and how many Ms are lost?
template <World W, class V>
class thread_death : public CasualtyScenario<W, V> {
 public:
  static constexpr ScenarioInfo info{
      .name = "thread_death",
      .question = "a thread dies at any step of a callback: do the others go on, and how many Ms are lost?",
      .shape = sizes::thread_death,
      .victims = 1};

  using CasualtyScenario<W, V>::CasualtyScenario;

  void foreign_thread(int thread) {
    this->run_foreign_thread(thread, [] {});
    this->function_ends();
  }
  [[nodiscard]] int kind_of_thread(int thread) const { return thread == 0 ? 1 : 0; }
};

}  // namespace extram
