// Can a thread take an M that another one owns?
#pragma once

#include "scenarios/extram_scenario.hpp"
#include "scenarios/sizes.hpp"

namespace extram {

// The size at which a pop without the lock gives one M to two threads: the first reads head and link, a second takes
// both Ms and puts the first back, and the first one's exchange succeeds though the link is no longer true.
template <World W, class V>
class aba : public ExtramScenario<W, V> {
 public:
  static constexpr ScenarioInfo info{
      .name = "aba",
      .question = "Ms come and go while a thread is about to take one: can it take what another owns?",
      .shape = sizes::aba};

  using ExtramScenario<W, V>::ExtramScenario;

  void foreign_thread(int thread) {
    this->run_foreign_thread(thread, [] {});
  }
};

}  // namespace extram
