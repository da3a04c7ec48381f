// C calls Go from a destructor, when the thread's function is over.
#pragma once

#include "scenarios/extram_scenario.hpp"
#include "scenarios/sizes.hpp"

namespace extram {

// C keeps something in a slot of its own, whose destructor calls Go. It runs after Go's own: the thread has given its M
// back by then, takes another, and needs one more round of destructors to give that back. C fills its slot anew until
// it has called Go `callbacks` times from there; the last round that there is comes too soon for one more M.
template <World W, class V>
class late_callback : public ExtramScenario<W, V> {
 public:
  static constexpr ScenarioInfo info{
      .name = "late_callback",
      .question = "C calls Go from a destructor at its thread's end, after Go's own: who gives that M back?",
      .shape = sizes::late_callback};

  using ExtramScenario<W, V>::ExtramScenario;

  void foreign_thread(int thread) {
    come_from_c<W>(this->shape(), thread);
    this->extra_.cgocallback([] {});
    keep(1);
  }

  void key_destructor(Key key, void* value) {
    if (key != Key::c) return ExtramScenario<W, V>::key_destructor(key, value);
    const auto begun = static_cast<int>(reinterpret_cast<std::uintptr_t>(value));
    this->extra_.cgocallback([] {});
    if (begun < this->shape().callbacks) keep(begun + 1);
  }

 private:
  static void keep(int begun) {
    (void)W::setspecific(Key::c, reinterpret_cast<void*>(static_cast<std::uintptr_t>(begun)), at(Site::c_setspecific));
  }
};

}  // namespace extram
