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

#include "model/explore/strategy.hpp"

namespace extram {

struct Limits {
  std::uint64_t executions_max = 0;  // 0: none
  double seconds_max = 0.0;          // 0: none
  std::uint32_t depth_max = 20'000;  // decisions of one execution
};

// What ended an execution badly.
struct Failure {
  Verdict verdict = Verdict::violation;
  Oracle oracle = Oracle::none;
  std::string message;
  int thread = -1;
};

struct Counts {
  std::uint64_t executions = 0;  // that ran to their end
  std::uint64_t blocked = 0;     // cut as redundant
  std::uint64_t steps = 0;
  std::uint64_t exits = 0;  // executions that ended because the process would have
  std::uint32_t decisions_max = 0;
  std::uint64_t signals_delivered = 0;
  std::uint64_t faults_injected = 0;
};

struct Progress {
  const Counts& counts;
  double seconds;
  double done;  // 0 to 1; negative: unknown
};

class Explorer {
 public:
  Explorer(Strategy& strategy, Limits limits);

  // Called at most ten times a second while the search runs. Returns false to end it (truncated).
  std::function<bool(const Progress&)> on_progress;

  // --- what a machine calls ---------------------------------------------------------------------------------------
  void begins();
  // A thread; kAbandon: cut the execution; kDeadlock: nobody is enabled.
  [[nodiscard]] int next_thread(std::span<const NextStep> threads);
  [[nodiscard]] int choose(DecisionKind kind, int arity, int thread, At at);
  void performed(int thread, Access access);
  void exits() { ++counts_.exits; }
  void fails(Failure failure);
  [[nodiscard]] bool ends();  // true: no further execution

  static constexpr int kDeadlock = -2;

  // --- what a caller reads ----------------------------------------------------------------------------------------
  [[nodiscard]] const std::optional<Failure>& failure() const { return failure_; }
  [[nodiscard]] const Counts& counts() const { return counts_; }
  [[nodiscard]] const std::vector<Decision>& decisions() const { return decisions_; }
  [[nodiscard]] const std::vector<std::string>& limits_reached() const { return limits_reached_; }
  [[nodiscard]] bool was_cut() const { return cut_; }
  [[nodiscard]] Strategy& strategy() const { return strategy_; }
  [[nodiscard]] double seconds() const;
  void abandons() { abandoned_ = true; }

 private:
  [[nodiscard]] bool budget_is_spent();
  void reach(std::string limit);

  Strategy& strategy_;
  Limits limits_;
  Counts counts_;
  std::vector<Decision> decisions_;
  std::optional<Failure> failure_;
  std::vector<std::string> limits_reached_;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point last_progress_;
  std::uint64_t work_at_last_look_ = 0;
  std::size_t last_write_ = 0;  // decisions made when a step last wrote
  int running_ = -1;
  bool abandoned_ = false;
  bool cut_ = false;
};

}  // namespace extram
