// A process forks while other threads use the list (golang/go#14767, #15538).
#pragma once

#include "scenarios/casualties.hpp"
#include "scenarios/sizes.hpp"

namespace extram {

// Thread 0 calls Go, forks, and the child calls Go again: it has the list as the others left it, and not the others.
template <World W, class V>
class fork : public CasualtyScenario<W, V> {
 public:
  static constexpr ScenarioInfo info{
      .name = "fork",
      .question = "C forks while others use the list: is the child's callback answered, or does it wait for ever?",
      .shape = sizes::fork,
      .victims = 1};

  using CasualtyScenario<W, V>::CasualtyScenario;

  void foreign_thread(int thread) {
    this->run_foreign_thread(thread, [] {});
    if (thread == 0) {
      W::step(At("C.fork"));
      this->extra_.cgocallback([] {});
    }
    this->function_ends();
  }
  [[nodiscard]] int kind_of_thread(int thread) const { return thread == 0 ? 1 : 0; }
};

}  // namespace extram
