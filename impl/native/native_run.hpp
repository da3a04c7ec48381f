// Runs a scenario on real threads. The threads live in a child process, the same program started again: whatever
// becomes of it, a crash, a hang, an exit that the algorithm asked for, the parent is there to say so.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "impl/native/deliveries.hpp"
#include "impl/native/fault.hpp"
#include "impl/world/scenario.hpp"
#include "impl/world/verdict.hpp"

namespace extram::native {

inline constexpr std::uint64_t kUntilTimeIsOver = ~std::uint64_t{0};  // of rounds: as many as there is time for

// How far a run has come, as of its last round.
struct NativeProgress {
  std::uint64_t rounds = 0;
  std::uint64_t callbacks = 0;
  std::uint64_t deliveries = 0;
  double seconds = 0;
};

// Where a model counts, real threads have chance: Shape's signals and faults say that there must be some, and the rate
// and number here how many.
struct NativeOptions {
  std::uint64_t rounds =
      100;                   // or kUntilTimeIsOver; each makes the scenario anew, runs its threads and looks at the end
  double seconds_max = 60;   // no round starts later
  double hang_seconds = 10;  // a round that takes longer is a hang
  int signal_rate = 0;       // of 1000 steps of a thread, at so many it sends itself a signal
  int storm_rate = 0;        // so many a second come from timers and from outside, over all threads
  int delay_rate = 0;        // of 1000 steps of a thread, at so many it is held up a little
  int alive_max = 0;         // of the threads so many live at a time; 0: all
  Fault fault = Fault::none;
  std::uint64_t seed = 1;
  OracleSet oracles = OracleSet::all();  // those asked for; what the version waives is taken off
  OracleSet counted{};                   // violations of these are counted, and the run goes on
  std::uint64_t fail_nth = 0;            // of each round's calls that may fail, this one does; 0: none
  int script = -1;                       // a descriptor: rounds go in lockstep, as it says (lockstep_run.hpp)
  std::function<void(const NativeProgress&)> on_progress{};  // called many times a second
  bool (*interrupted)() = nullptr;                           // once it says so, no round starts any more
};

struct NativeResult {
  // Good: sampled. Fewer rounds than asked for, or interrupted: truncated. Nothing run, or signals or a failure asked
  // for and none come: vacuous. Otherwise violation, data_race, leak, crash or hang.
  Verdict verdict = Verdict::vacuous;
  Oracle oracle = Oracle::none;
  std::string message;           // what is wrong, in one line; empty when nothing is
  int thread = -1;               // that it happened on
  std::optional<int> exit_code;  // the algorithm ended the process with it
  std::uint64_t rounds = 0;      // that came to their end
  std::uint64_t callbacks = 0;
  std::uint64_t deliveries = 0;  // of signals
  std::vector<DeliveriesAt> deliveries_at{};
  std::uint64_t delays = 0;
  std::uint64_t faults = 0;   // injected
  std::uint64_t waits = 0;    // of those, forks whose child waits for ever
  std::uint64_t counted = 0;  // violations of what is only counted; the verdict is of the first
  double seconds = 0;
  std::string output;  // of the child to stderr: a sanitizer's report, the algorithm's last words
};

// Throws std::runtime_error where the harness itself fails: no process to be had, or the entry is not registered.
[[nodiscard]] NativeResult run_native(const Entry& entry, const Shape& shape, const NativeOptions& options);

// Every program that calls run_native starts with this, and ends at once with the code that it gives, if it gives one:
// then the program is the child of another run_native.
[[nodiscard]] std::optional<int> run_as_child(int argc, char** argv);

}  // namespace extram::native
