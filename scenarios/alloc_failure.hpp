// What becomes of a refill when memory runs out?
#pragma once

#include "scenarios/extram_scenario.hpp"
#include "scenarios/sizes.hpp"

namespace extram {

// Each allocation of a refill fails in turn. Go gives up (exit code 2), which is fine; what must not happen is that a
// half-built M is ever seen, or that a runtime which survives goes on with an empty list.
template <World W, class V>
class alloc_failure : public ExtramScenario<W, V> {
 public:
  static constexpr ScenarioInfo info{
      .name = "alloc_failure",
      .question = "an allocation fails while an M is made: is a half-built M ever seen, or the refill forgotten?",
      .shape = sizes::alloc_failure};

  explicit alloc_failure(const Shape& shape) : ExtramScenario<W, V>(shape, {SiteKind::allocate}) {}

  void foreign_thread(int thread) {
    this->run_foreign_thread(thread, [] {});
  }

  // Asked of the thread that gives up.
  [[nodiscard]] bool expects_exit(int code) { return code == 2 && this->extra_.has_failed(); }
};

}  // namespace extram
