// CPython, called by threads that C has made. PyGILState_Ensure makes a thread state, links it, and waits for the
// interpreter's lock (the GIL). Meanwhile the main thread may finalise the interpreter: it takes the GIL once more and
// deletes every thread state that it finds, those of waiting threads too.
#pragma once

#include <array>

#include "impl/world/scenario.hpp"
#include "scenarios/bugs/sizes.hpp"
#include "scenarios/runtimes/lock.hpp"

namespace extram {

template <World W, class V>
class gilstate_ensure {
 public:
  static constexpr ScenarioInfo info{
      .name = "gilstate_ensure",
      .question = "the interpreter is finalised while a thread waits for its lock: does it run on with a dead state?",
      .shape = sizes::other_runtime,
      .threads_min = 2};

  explicit gilstate_ensure(const Shape&) {}
  void setup() {}
  void after() {}
  [[nodiscard]] int kind_of_thread(int thread) const { return thread; }

  void foreign_thread(int thread) {
    if (thread == 0) return finalise();
    State& mine = states_[static_cast<std::size_t>(thread)];
    head_.lock(At("HEAD_LOCK"));
    mine.linked = true;
    head_.unlock(At("HEAD_UNLOCK"));
    gil_.lock(At("take_gil"));
    if (V::must_end(finalising_)) {
      gil_.unlock(At("drop_gil"));
      return;  // for ever in C: CPython hangs the thread, or ends it
    }
    if (mine.deleted) W::violation(Oracle::user, "a thread runs Python code with a thread state that was deleted");
    head_.lock(At("HEAD_LOCK"));
    mine.linked = false;
    head_.unlock(At("HEAD_UNLOCK"));
    gil_.unlock(At("drop_gil"));
  }

 private:
  struct State {
    typename W::template plain<bool> linked{"linked", false};
    typename W::template plain<bool> deleted{"deleted", false};
  };

  void finalise() {
    gil_.lock(At("take_gil"));
    finalising_ = true;
    head_.lock(At("HEAD_LOCK"));
    for (State& state : states_) {
      if (state.linked) state.deleted = true;
    }
    head_.unlock(At("HEAD_UNLOCK"));
    gil_.unlock(At("drop_gil"));
  }

  Lock<W> gil_{"gil"};
  Lock<W> head_{"head_lock"};
  typename W::template plain<bool> finalising_{"finalising", false};
  std::array<State, kMaxThreads> states_;
};

struct gil_taken_unasked {
  static constexpr std::string_view name = "gil_taken_unasked";
  static bool must_end(bool) { return false; }
};
struct gil_asks_for_the_end : gil_taken_unasked {
  static constexpr std::string_view name = "gil_asks_for_the_end";
  static bool must_end(bool finalising) { return finalising; }
};

}  // namespace extram
