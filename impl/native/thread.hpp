// What each real thread carries: its number in the run, its share of chance, its deliveries. And the points at which a
// thread interrupts itself.
#pragma once

#include <cstdint>
#include <string>

#include "impl/native/perturbation.hpp"
#include "impl/world/at.hpp"
#include "impl/world/generator.hpp"
#include "impl/world/scenario.hpp"
#include "impl/world/signals.hpp"
#include "impl/world/thread_key.hpp"

namespace extram::native {

inline constexpr int kForeignThreadsMax = 10'000;
inline constexpr int kNotForeign = -1;  // the thread that prepares a run and looks at its end

struct ThreadState {
  int index = kNotForeign;
  int deliveries = 0;   // how often the handler was entered
  int handlers = 0;     // how many of them have not returned
  int chained = 0;      // signals sent from within handlers since the last point outside of one
  int signal_rate = 0;  // of 1000 points; 0: never
  Generator chance{};
  Perturbation perturbation{};
  std::uint64_t naps = 0;  // usleeps
  int until_fault = 0;     // callbacks until the thread meets the run's fault; 0: it has met it
  Stack stack{};
  At at{"its start"};         // the step that it takes, or waits at
  Mask kept_back{};           // see raise_signal
  int destructor_rounds = 0;  // begun
};

inline constinit thread_local ThreadState this_thread;

// Makes the calling thread foreign thread `index` of the run, until the destructors of its keys have run.
class ForeignThread {
 public:
  struct Chance {
    std::uint64_t seed = 0;
    int signal_rate = 0;
    int delay_rate = 0;
    int until_fault_max = 0;
  };
  ForeignThread(int index, Chance chance);
  ForeignThread(const ForeignThread&) = delete;
  ForeignThread& operator=(const ForeignThread&) = delete;
};

// The kernel's number of a foreign thread that runs; 0: none does.
[[nodiscard]] int tid_of_foreign_thread(int index);

// What it carries; nullptr: none does. Not to be read while that thread runs.
[[nodiscard]] const ThreadState* state_of_foreign_thread(int index);

// Where every foreign thread that runs is, for a hang: they are stuck by then, so that what they left can be read.
// Those in handlers come first, since they explain it, and a record has room for a few.
[[nodiscard]] std::string describe_sites();

// The next number of the calling thread's own sequence.
[[nodiscard]] std::uint64_t next_random();

// gettid, remembered by the thread. The child of libc's fork asks again; the child of a bare clone would be wrong.
[[nodiscard]] std::uint64_t remembered_tid();

// The calling thread's stack as the thread library has it. Allocates, so never asked for in a handler.
[[nodiscard]] Stack measure_stack();
// The same; empty where the thread library cannot say.
[[nodiscard]] Stack query_stack();

// Puts the value into the calling thread's slot; whether there was room for it.
[[nodiscard]] bool set_specific(Key key, void* value);

// A signal for the calling thread: if it is open, its handler has run when this returns.
//
// ThreadSanitizer runs a handler at once only if it sees the thread send the signal to itself, unblocked. One that the
// kernel holds back it takes for a signal from elsewhere and postpones, and where two such nest it leaves the thread
// with the wrong mask. So under it a signal that is blocked is kept back here, and sent when a mask call has opened it
// or the handler that blocked it has returned: which is when the kernel would deliver it.
void raise_signal(int signal);
void raise_kept_back();

// Whether chance, at the run's rate, sends the thread a signal here.
[[nodiscard]] bool draw_signal();

void perhaps_interrupt();

// A place where a signal may come. Signals come from the thread itself, so that a seed decides where.
inline void delivery_point() {
  if (this_thread.signal_rate != 0) perhaps_interrupt();
}

// A place where a thread may be held up. Handlers are not: they come where they want, and no plan knows of them.
inline void change_point() {
  if (this_thread.handlers == 0) this_thread.perturbation.step();
}

// From now on SIGUSR1, SIGUSR2, SIGCHLD, SIGPROF and SIGURG run run_state.program's handler.
void install_handlers();

}  // namespace extram::native
