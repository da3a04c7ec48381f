// Questions that only the catalogue of bugs asks: what C and the kernel did when the bug was met.
#pragma once

#include "scenarios/bugs/handlers.hpp"
#include "scenarios/bugs/sizes.hpp"
#include "scenarios/extram_scenario.hpp"

namespace extram {

// A thread of C's is sent a signal for which Go has a handler, before it has called Go.
template <World W, class V, int Signal>
class signal_in_c : public ExtramScenario<W, V> {
 public:
  using ExtramScenario<W, V>::ExtramScenario;
  void foreign_thread(int thread) {
    W::raise(Signal, At("C.signal"));
    this->run_foreign_thread(thread, [] {});
  }
};

template <World W, class V>
class signal_before_cgo : public signal_in_c<W, V, signals::usr2> {
 public:
  static constexpr ScenarioInfo info{
      .name = "signal_before_cgo",
      .question = "a thread of C's is sent a signal before there is any M: does its handler wait for one?",
      .shape = sizes::signal_before_cgo};
  using signal_in_c<W, V, signals::usr2>::signal_in_c;
  [[nodiscard]] bool expects_exit(int code) const { return code == 1 || code == 2; }
};

template <World W, class V>
class profiled_c : public signal_in_c<W, V, signals::prof> {
 public:
  static constexpr ScenarioInfo info{.name = "profiled_c",
                                     .question = "SIGPROF on a thread of C's: does its handler allocate?",
                                     .shape = sizes::signal_in_c};
  using signal_in_c<W, V, signals::prof>::signal_in_c;
};

template <World W, class V>
class async_signal_in_c : public signal_in_c<W, V, signals::usr2> {
 public:
  static constexpr ScenarioInfo info{.name = "async_signal_in_c",
                                     .question = "any signal on a thread of C's: does its handler allocate?",
                                     .shape = sizes::signal_in_c};
  using signal_in_c<W, V, signals::usr2>::signal_in_c;
};

// A handler that returns from a deadly signal returns to the instruction that caused it. kDeadly stands for SIGSEGV,
// which real threads need for themselves.
template <World W, class V>
class deadly_signal : public ExtramScenario<W, V> {
 public:
  static constexpr ScenarioInfo info{
      .name = "deadly_signal",
      .question = "a thread of C's faults: does the process end, or the instruction run for ever?",
      .shape = sizes::signal_in_c};
  using ExtramScenario<W, V>::ExtramScenario;

  void foreign_thread(int) {
    W::raise(kDeadly, At("C.fault"));
    if (W::checks(Oracle::I21)) W::violation(Oracle::I21, "a deadly signal was taken, and the instruction runs again");
  }
  [[nodiscard]] bool expects_exit(int code) const { return code == 2; }
};

// A thread comes with everything blocked, the signals included that libc sends to each thread of the process
// (setresgid), and waits until all have handled it.
template <World W, class V>
class all_blocked : public ExtramScenario<W, V> {
 public:
  static constexpr ScenarioInfo info{
      .name = "all_blocked",
      .question = "a thread with every signal blocked calls Go: can libc's own signals reach it there?",
      .shape = sizes::all_blocked};
  using ExtramScenario<W, V>::ExtramScenario;
  void foreign_thread(int) {
    const Mask all = Mask::all();
    W::sigprocmask(MaskHow::set, &all, nullptr, At("foreign_thread.mask"));
    this->extra_.cgocallback([] {});
  }
};

// The end of a thread that Go has used: it takes a while, and libc's signals must get through to it.
template <World W, class V>
class go_thread_exit : public ExtramScenario<W, V> {
 public:
  static constexpr ScenarioInfo info{
      .name = "go_thread_exit",
      .question = "a thread is about to end with its signals blocked: can libc's own signals still reach it?",
      .shape = sizes::all_blocked};
  using ExtramScenario<W, V>::ExtramScenario;
  void foreign_thread(int thread) {
    this->run_foreign_thread(thread, [] {});
    V::sigblock_exiting(this->extra_);
    W::step(At("mexit"));
    for (const int signal : {32, 33, 34}) {
      if (W::checks(Oracle::I11) && W::current_mask().without(W::never_masked()).blocks(signal)) {
        W::violation(Oracle::I11, "a thread that is about to end blocks a signal of libc's: setresgid waits for it");
      }
    }
  }
};

// The runtime starts up on thread 0 while C calls Go on the others, once it has heard that they may.
template <World W, class V>
class library_start_up : public ExtramScenario<W, V> {
 public:
  static constexpr ScenarioInfo info{
      .name = "library_start_up",
      .question = "C calls Go as soon as the runtime says that it is up: is there an M by then?",
      .shape = sizes::library_start_up,
      .threads_min = 2};
  using ExtramScenario<W, V>::ExtramScenario;

  // Nothing is seeded: that is thread 0's to do.
  void setup() {
    this->extra_.extram.init(kNil);
    this->extra_.extra_m_waiters.init(0);
    this->extra_.running.init(0);
    init_done_.init(0);
  }
  [[nodiscard]] int kind_of_thread(int thread) const { return thread == 0 ? -1 : 0; }

  void foreign_thread(int thread) {
    if (thread == 0) {
      return V::start_up(this->extra_,
                         [this] { init_done_.template store<Order::release>(1, At("runtime_init_done.store")); });
    }
    (void)init_done_.template await<Order::acquire>([](std::uintptr_t done) { return done != 0; },
                                                    [](std::uintptr_t) { W::osyield(At("runtime_init_done.await")); },
                                                    At("runtime_init_done.await"));
    this->run_foreign_thread(thread, [] {});
  }

 private:
  typename W::template atomic<std::uintptr_t> init_done_{"runtime_init_done"};
};

// C calls Go from far up its stack and from far down, in either order, and each time Go goes on some way down.
template <World W, class V>
class moving_stack : public ExtramScenario<W, V> {
 public:
  static constexpr ScenarioInfo info{
      .name = "moving_stack",
      .question = "two callbacks of a thread, at different depths of its stack: do the bounds fit both?",
      .shape = sizes::moving_stack};
  using ExtramScenario<W, V>::ExtramScenario;

  void foreign_thread(int) {
    const bool deeper = W::choose(2, At("C.depth")) == 0;
    const std::size_t depth = static_cast<std::size_t>(1 + W::choose(2, At("C.far"))) * kFar;
    call_at(deeper ? 0 : depth);
    call_at(deeper ? depth : 0);
  }

 private:
  static constexpr std::size_t kFar = 24 * 1024;
  static constexpr std::size_t kNeeds = 20 * 1024;  // of what Go takes every C stack to have left

  void call_at(std::size_t depth) {
    W::with_frame(depth, [this] { this->extra_.cgocallback([this] { W::with_frame(kNeeds, [this] { look(); }); }); });
  }
  // In a frame of its own: a local of the caller's may lie above what the caller has put on its stack.
  void look() {
    W::with_frame(1, [this] {
      const Stack bounds = this->extra_.getg()->stack;
      if (W::checks(Oracle::I15) && !bounds.contains(W::stack_pointer())) {
        W::violation(Oracle::I15, "Go runs on, and is outside the bounds that were recorded for its stack");
      }
    });
  }
};

// C takes its signal stack away between two callbacks.
template <World W, class V>
class altstack_taken_away : public ExtramScenario<W, V> {
 public:
  static constexpr ScenarioInfo info{
      .name = "altstack_taken_away",
      .question = "C disables the signal stack between two callbacks: does the second run without one?",
      .shape = sizes::altstack_taken_away};
  using ExtramScenario<W, V>::ExtramScenario;
  void foreign_thread(int) {
    this->extra_.cgocallback([] {});
    const AltStack none;
    W::sigaltstack(&none, nullptr, At("C.altstack"));
    this->extra_.cgocallback([] {});
  }
};

}  // namespace extram
