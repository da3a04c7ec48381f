// One search: a strategy, its budgets, what it counted and what it found. The machine (model/relacy) asks the explorer
// before every step and for every choice; the explorer asks the strategy, records the decisions, and knows a deadlock,
// a livelock and a spent budget when it meets one.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/explore/shared_page.hpp"
#include "model/explore/strategy.hpp"
#include "model/explore/supervisor.hpp"

namespace extram {

struct Limits {
  std::uint64_t executions_max = 0;     // 0: none
  double seconds_max = 0.0;             // 0: none
  std::uint64_t memory_max_mb = 0;      // MiB of all processes of the search together; 0: none
  std::uint32_t depth_max = 20'000;     // decisions of one execution
  std::uint64_t executions_before = 0;  // of earlier parts of this search: they count against executions_max
};

// How what is injected met one step, over all executions. Signals are counted where they are part of the run, and each
// kind of fault; `what` is kSignals, the name of a kind, or kOutcome, and then `site` is what an execution came to.
struct SiteSignals {
  std::string site;
  std::uint64_t open = 0;               // times that a thread stood here and it could have come
  std::uint64_t blocked = 0;            // times that the signal was blocked
  std::uint64_t delivered = 0;          // times that it came
  std::uint64_t delivered_blocked = 0;  // of these, in spite of the mask
  std::string what = "signals";
  std::string state{};  // of a fault: what the list, the mask and g were
  [[nodiscard]] bool is_of_signals() const { return what == "signals"; }
};
inline constexpr std::string_view kOutcome = "outcome";

// What ended an execution badly.
struct Failure {
  Verdict verdict = Verdict::violation;
  Oracle oracle = Oracle::none;
  std::string message;
  int thread = -1;
};

struct Progress {
  const Counts& counts;
  double seconds;
  double done;                          // 0 to 1; negative: unknown
  std::uint64_t executions_before = 0;  // of earlier runs of this search, that `seconds` does not hold
  double done_before = 0.0;
};

class Explorer {
 public:
  // With a page and a supervisor it is the search of a worker process; without, it has a page of its own.
  Explorer(Strategy& strategy, Limits limits, Page* page = nullptr, Supervisor* supervisor = nullptr);

  // Signals by site so far; set by the machine where it counts them.
  std::function<std::vector<SiteSignals>()> signals;
  // Called at most ten times a second while the search runs. Returns false to end it (truncated).
  std::function<bool(const Progress&)> on_progress;

  // --- what a machine calls ---------------------------------------------------------------------------------------
  void begins();
  // A thread; kAbandon: cut the execution; kDeadlock: nobody is enabled.
  [[nodiscard]] int next_thread(std::span<const NextStep> threads);
  [[nodiscard]] int choose(DecisionKind kind, int arity, int thread, At at);
  void performed(int thread, Access access);
  // The execution ends here for every thread, by a step of this one; -1: by nobody's.
  void exits(int thread) {
    ++page_.counts.exits;
    if (thread >= 0) strategy_.exited(thread);
  }
  // A step is not as it is written: the mutant's.
  void alters() { ++page_.counts.altered; }
  void fails(Failure failure);
  [[nodiscard]] bool ends();  // true: no further execution

  static constexpr int kDeadlock = -2;

  // --- what a caller reads ----------------------------------------------------------------------------------------
  [[nodiscard]] const std::optional<Failure>& failure() const { return failure_; }
  [[nodiscard]] const Counts& counts() const { return page_.counts; }
  [[nodiscard]] std::span<const Decision> decisions() const { return page_.recorded(); }
  [[nodiscard]] const std::vector<std::string>& limits_reached() const { return limits_reached_; }
  // Not: this execution is as if it had never been, and is another search's to count.
  [[nodiscard]] bool counted() const { return failure_ || !(handed_over_ || taken_back_); }
  [[nodiscard]] bool was_cut() const { return cut_; }
  [[nodiscard]] Strategy& strategy() const { return strategy_; }
  [[nodiscard]] double seconds() const;
  void abandons() { abandoned_ = true; }

 private:
  [[nodiscard]] bool is_called_off();
  [[nodiscard]] bool looks();
  [[nodiscard]] int cut();
  void reach(std::string limit);

  Strategy& strategy_;
  Limits limits_;
  Supervisor* supervisor_;
  std::optional<SharedPage> own_page_;
  Page& page_;
  Counts before_;  // the execution that is running
  std::optional<Failure> failure_;
  std::vector<std::string> limits_reached_;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point last_progress_;
  std::uint32_t since_look_ = 0;  // steps and executions
  std::uint32_t last_write_ = 0;  // decisions made when a step last wrote
  int running_ = -1;
  bool abandoned_ = false;
  bool handed_over_ = false;
  bool taken_back_ = false;
  bool cut_ = false;
};

}  // namespace extram
