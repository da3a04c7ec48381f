// What is left when threads are gone that never came to their end: what they held, nobody gives back. And what the
// others wait for while a thread is stalled: what it holds, it gives back later.
#pragma once

#include <array>
#include <string_view>

#include "scenarios/extram_scenario.hpp"

namespace extram {

// Others may wait for ever, but only for what somebody took along: the list lock, or the refill that he owed. An M may
// be lost, but only one that a thread had which is gone: it has two where it was in a handler of its own C code. How it
// went is counted by outcome.
template <World W, class V>
class CasualtyScenario : public ExtramScenario<W, V> {
 public:
  explicit CasualtyScenario(const Shape& shape) : ExtramScenario<W, V>(shape) {}

  // One that was cut short keeps what it had.
  void thread_ends(int thread) {
    if (!life_.mine().function_over) return;
    ExtramScenario<W, V>::thread_ends(thread);
    life_.mine().over = true;
  }

  void after() {
    if (casualties() == 0) {
      ExtramScenario<W, V>::after();
      if (outcome_.empty()) tell("nobody is gone");
      return;
    }
    if (this->extra_.kept() > 0) W::violation(Oracle::I9, "a thread that came to its end has kept an M");
    if (this->extra_.is_locked()) return tell("the list stays locked, and nobody needs it any more");
    const int lost = this->extra_.owned();
    if (this->extra_.listed() + lost != this->extra_.made()) {
      W::violation(Oracle::I8, "an M is lost that no thread had");
    }
    tell(lost == 0 ? "no M is lost" : lost == 1 ? "one M is lost" : "several Ms are lost");
  }

  [[nodiscard]] bool expects_deadlock(GoneThreads gone) {
    return explains_wait_for(gone, "the others wait for ever: the list lock is lost",
                             "the others wait for ever: the refill is lost");
  }

  // A lock whose holder stands still is waited for, and no other step can help; but then, when he goes on, all end.
  [[nodiscard]] bool resumes(GoneThreads stalled, bool others_wait) {
    if (others_wait) {
      return explains_wait_for(stalled, "the others waited for the stalled thread: it had the list lock",
                               "the others waited for the stalled thread: it owed the refill");
    }
    if (outcome_.empty()) tell("nobody waited for the stalled thread");
    return true;
  }

  [[nodiscard]] std::string_view outcome() const { return outcome_; }

 protected:
  // The last that a thread's function does.
  void function_ends() { life_.mine().function_over = true; }

 private:
  void tell(std::string_view outcome) { outcome_ = outcome; }
  // False: these threads have nothing that others could wait for.
  [[nodiscard]] bool explains_wait_for(GoneThreads threads, std::string_view lock, std::string_view refill) {
    const bool have_lock = this->extra_.lock_is_held_by(threads);
    if (!have_lock && !this->extra_.refill_is_owed_by(threads)) return false;
    tell(have_lock ? lock : refill);
    return true;
  }
  [[nodiscard]] int casualties() const {
    int over = 0;
    life_.for_each([&](const Life& life) { over += life.over ? 1 : 0; });
    return this->shape().threads - over;
  }

  struct Life {
    bool function_over = false;
    bool over = false;  // its keys are destroyed too
    template <class Sink>
    void state(Sink& sink) const {
      sink(function_over);
      sink(over);
    }
  };
  typename W::template per_thread<Life> life_;
  std::string_view outcome_;
};

}  // namespace extram
