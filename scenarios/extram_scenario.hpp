// What the scenarios about the extra-M list have in common: the list, its handler, and what must hold at the end.
#pragma once

#include "impl/extram/extram.hpp"
#include "scenarios/foreign_threads.hpp"

namespace extram {

// A callable by reference, without its type: the protocol around a callback is compiled once for a variant, and not
// once for each scenario too.
class BodyRef {
 public:
  template <class F>
  explicit BodyRef(F& body) : object_(&body), call_([](void* object) { (*static_cast<F*>(object))(); }) {}
  void operator()() const { call_(object_); }

 private:
  void* object_;
  void (*call_)(void*);
};

template <World W, class V>
class ExtramScenario {
 public:
  // `may_fail`: the calls that the scenario's faults are for.
  explicit ExtramScenario(const Shape& shape, SiteKinds may_fail = kCallsOfLibraries) : extra_(shape, may_fail) {}

  void setup() { extra_.seed(shape().ms); }
  void after() { extra_.check_quiescent(); }
  void on_signal(int signal) { extra_.on_signal(signal); }
  void key_destructor(Key key, void* value) {
    if (key == Key::go) extra_.key_destructor(static_cast<G<W, V>*>(value));
  }
  void thread_ends(int) { extra_.thread_ends(); }
  [[nodiscard]] Oracle explain_deadlock() const { return extra_.explain_deadlock(); }
  // I22 is a soft bound: told, and never failed.
  [[nodiscard]] std::string_view outcome() const {
    if (extra_.extra_m_waiters.at_rest() > 0) return "I22: a waiter that was served is still counted";
    if (extra_.made() > shape().ms + shape().threads) return "I22: more Ms were made than there are threads";
    return {};
  }
  [[nodiscard]] LockState list_state() { return extra_.lock_state(); }
  // In Go the handler only hands the signal on; in C it borrows an M from the list.
  [[nodiscard]] bool handler_is_local() const { return extra_.getg() != nullptr && !extra_.getg()->in_c.get(); }
  [[nodiscard]] int kind_of_thread(int thread) const { return shape().profile == Profile::mixed ? thread : 0; }

 protected:
  [[nodiscard]] const Shape& shape() const { return extra_.shape(); }

  // A foreign thread from start to end; `body` is what each of its callbacks runs in Go.
  template <class F>
  void run_foreign_thread(int thread, F body) {
    call_back(thread, BodyRef(body));
  }

  Extram<W, V> extra_;

 private:
  [[gnu::noinline]] void call_back(int thread, BodyRef body) {
    come_from_c<W>(shape(), thread);
    for (int k = 0; k < shape().callbacks; ++k) extra_.cgocallback(body);
  }
};

}  // namespace extram
