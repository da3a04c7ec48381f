// What becomes of an M when the thread library says no?
#pragma once

#include "scenarios/extram_scenario.hpp"
#include "scenarios/sizes.hpp"

namespace extram {

// pthread_setspecific has no room, or pthread_getattr_np does not know the stack. C calls Go, and from far down its
// stack Go again, so that bounds that were only guessed do not fit any more.
template <World W, class V>
class library_failure : public ExtramScenario<W, V> {
 public:
  static constexpr ScenarioInfo info{
      .name = "library_failure",
      .question = "pthread cannot bind an M to its thread, or does not know the stack: is an M lost, are bounds wrong?",
      .shape = sizes::library_failure};

  explicit library_failure(const Shape& shape) : ExtramScenario<W, V>(shape, {SiteKind::library}) {}

  void foreign_thread(int thread) {
    this->run_foreign_thread(thread, [this] {
      this->extra_.cgocall([this] { W::with_frame(kDeep, [this] { this->extra_.cgocallback([] {}); }); });
    });
  }

 private:
  static constexpr std::size_t kDeep = 48 * 1024;  // more than is assumed to be left
};

}  // namespace extram
