// More threads than Ms: waiting and refilling.
#pragma once

#include "scenarios/extram_scenario.hpp"
#include "scenarios/sizes.hpp"

namespace extram {

// More threads than Ms. With Body::rendezvous no callback body returns before every foreign thread is in Go, so a
// thread that waits for an M can only be helped by a refill, never by somebody who is done.
template <World W, class V>
class empty_list : public ExtramScenario<W, V> {
 public:
  static constexpr ScenarioInfo info{
      .name = "empty_list",
      .question = "more threads than Ms: does every one that waits get an M, and is one always to spare?",
      .shape = sizes::empty_list};

  using ExtramScenario<W, V>::ExtramScenario;

  void setup() {
    ExtramScenario<W, V>::setup();
    in_go_.init(0);
  }

  void foreign_thread(int thread) {
    this->run_foreign_thread(thread, [this] {
      if (this->shape().body == Body::rendezvous) wait_for_all();
    });
  }

  // Whoever takes the last M makes another: with all threads in Go at once there is one more than they hold.
  void after() {
    ExtramScenario<W, V>::after();
    const bool all_at_once = this->shape().body == Body::rendezvous;
    if (W::checks(Oracle::I5) && all_at_once && this->extra_.made() <= this->shape().threads) {
      W::violation(Oracle::I5, "all threads were in Go at once, and no M was left to spare");
    }
  }

 private:
  void wait_for_all() {
    const auto all = static_cast<std::uint32_t>(this->shape().threads);
    in_go_.add(on<Site::rendezvous_add>, 1);
    (void)in_go_.await(
        on<Site::rendezvous_await>, [=](std::uint32_t n) { return n >= all; },
        [](std::uint32_t) { W::osyield(at(Site::rendezvous_await)); });
  }

  Cell<W, V, std::uint32_t> in_go_{"inGo"};
};

}  // namespace extram
