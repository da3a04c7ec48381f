// Why a refill waits for exitsyscall.
#pragma once

#include "scenarios/extram_scenario.hpp"
#include "scenarios/sizes.hpp"

namespace extram {

// Thread 0 is the collector: it stops the world and starts it again. The others call Go, and the list runs empty.
// Making an M allocates, so it has to wait until after exitsyscall, which a stopped world lets nobody pass.
template <World W, class V>
class stop_the_world : public ExtramScenario<W, V> {
 public:
  static constexpr ScenarioInfo info{
      .name = "stop_the_world",
      .question = "the world is stopped while threads call Go: does anybody allocate an M meanwhile?",
      .shape = sizes::stop_the_world,
      .threads_min = 2};

  using ExtramScenario<W, V>::ExtramScenario;

  void setup() {
    ExtramScenario<W, V>::setup();
    collector_.g0.m = &collector_;
    collections_.init(0);
  }

  [[nodiscard]] int kind_of_thread(int thread) const {
    return thread == 0 ? -1 : ExtramScenario<W, V>::kind_of_thread(thread);
  }

  void thread_ends(int thread) {
    if (thread != 0) ExtramScenario<W, V>::thread_ends(thread);
  }

  void foreign_thread(int thread) {
    if (thread != 0) return this->run_foreign_thread(thread, [] {});
    W::setg(&collector_.g0, At("collector.setg"));
    for (int k = 0; k < this->shape().callbacks; ++k) {
      this->extra_.stop_the_world();
      collections_.add(on<Site::world_is_stopped>, 1);  // a step, so that others come while it is
      this->extra_.start_the_world();
    }
  }

 private:
  // The collector runs on a thread of Go's own: a signal there finds a g with its M, and takes none of the list's.
  M<W, V> collector_;
  Cell<W, V, std::uint32_t> collections_{"collections"};
};

}  // namespace extram
