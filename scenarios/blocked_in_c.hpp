// C blocks every signal around its calls into Go, and forks here and there.
#pragma once

#include "impl/extram/go_1_16.hpp"
#include "impl/extram/go_1_22.hpp"
#include "impl/extram/go_1_4.hpp"
#include "scenarios/extram_scenario.hpp"

namespace extram {

// A thread comes to Go with every signal blocked. With Profile::mixed it blocks them again before each callback, and so
// does C that Go has called, and leaves it at that: where no needm comes in between that would open them, Go code runs
// with what C has blocked. That is C's doing and not Go's: I10 and I11 are not to be asked for then.
template <World W, class V>
class blocked_in_c : public ExtramScenario<W, V> {
 public:
  static constexpr ScenarioInfo info{
      .name = "blocked_in_c",
      .question = "C has blocked every signal when it calls Go: which are open in Go, and does C get its mask back?",
      .shape = {.threads = 2, .callbacks = 1, .ms = 1}};

  using ExtramScenario<W, V>::ExtramScenario;

  void foreign_thread(int) {
    W::step(At("C.fork"));
    block_all();
    for (int k = 0; k < this->shape().callbacks; ++k) {
      if (blocks_again()) block_all();
      W::step(At("C.fork"));
      this->extra_.cgocallback([this] { this->extra_.cgocall([this] { in_c(); }); });
    }
    if (blocks_again()) block_all();
  }

 private:
  [[nodiscard]] bool blocks_again() const { return this->shape().profile == Profile::mixed; }

  // Called by Go.
  void in_c() {
    W::step(At("C.fork"));
    if (!blocks_again()) return;
    block_all();
    W::step(At("C.fork"));
    this->extra_.cgocallback([] {});
  }

  static void block_all() {
    const Mask all = Mask::all();
    W::sigprocmask(MaskHow::set, &all, nullptr, At("C.mask"));
  }
};

}  // namespace extram
