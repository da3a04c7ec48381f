// A thread ends while C code that Go has called is running on it.
#pragma once

#include "scenarios/extram_scenario.hpp"
#include "scenarios/sizes.hpp"

namespace extram {

// C calls Go, Go calls C, and C ends the thread (pthread_exit). Nobody returns into Go; only a destructor of the
// thread's own can still give the M back.
template <World W, class V>
class thread_exit : public ExtramScenario<W, V> {
 public:
  static constexpr ScenarioInfo info{
      .name = "thread_exit",
      .question = "a thread ends inside a callback: is its M given back, or lost with it?",
      .shape = sizes::thread_exit};

  using ExtramScenario<W, V>::ExtramScenario;

  void foreign_thread(int thread) {
    this->run_foreign_thread(thread, [this] { this->extra_.cgocall([] { W::exit_thread(at(Site::c_thread_exit)); }); });
  }

  // Where Ms are lost, it is exactly one for each thread.
  void after() {
    ExtramScenario<W, V>::after();
    const int owned = this->extra_.owned();
    if (owned != 0 && owned != this->shape().threads) {
      W::violation(Oracle::user, "threads ended inside a callback, and some of them took an M with them");
    }
  }
};

}  // namespace extram
