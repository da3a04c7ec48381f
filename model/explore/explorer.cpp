#include "model/explore/explorer.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace extram {
namespace {

// Reading the clock costs as much as a step; once in so many steps keeps budgets to well under 10 ms.
constexpr std::uint64_t kStepsBetweenLooks = 2048;
constexpr std::chrono::milliseconds kProgressPeriod{100};

}  // namespace

Explorer::Explorer(Strategy& strategy, Limits limits)
    : strategy_(strategy), limits_(limits), start_(std::chrono::steady_clock::now()), last_progress_(start_) {
  decisions_.reserve(512);
}

double Explorer::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

void Explorer::begins() {
  decisions_.clear();
  running_ = -1;
  abandoned_ = false;
  last_write_ = 0;
  strategy_.begins();
}

int Explorer::next_thread(std::span<const NextStep> threads) {
  int enabled = 0;
  for (const NextStep& t : threads) enabled += t.enabled ? 1 : 0;
  if (enabled == 0) return kDeadlock;
  if (decisions_.size() >= limits_.depth_max) {
    if (decisions_.size() - last_write_ >= limits_.depth_max / 2) {
      fails({Verdict::livelock, Oracle::I6,
             fmt::format("{} decisions, and in the last {} nobody wrote: every thread spins. A loop that waits for a "
                         "value must be an await",
                         decisions_.size(), decisions_.size() - last_write_),
             running_});
    } else {
      reach(fmt::format("depth: an execution was cut at {} decisions", limits_.depth_max));
    }
    abandoned_ = true;
    return kAbandon;
  }
  const int chosen = strategy_.next_thread(threads, running_);
  if (chosen == kAbandon) {
    abandoned_ = true;
    return kAbandon;
  }
  int rank = 0;
  for (int i = 0; i < chosen; ++i) rank += threads[static_cast<std::size_t>(i)].enabled ? 1 : 0;
  decisions_.push_back({DecisionKind::thread, static_cast<std::uint8_t>(chosen), static_cast<std::uint16_t>(rank),
                        static_cast<std::uint16_t>(enabled), threads[static_cast<std::size_t>(chosen)].at});
  ++counts_.steps;
  running_ = chosen;
  return chosen;
}

int Explorer::choose(DecisionKind kind, int arity, int thread, At at) {
  if (arity < 2) return 0;
  Decision decision{kind, static_cast<std::uint8_t>(thread), 0, static_cast<std::uint16_t>(arity), at};
  decision.index = static_cast<std::uint16_t>(strategy_.index(decision));
  decisions_.push_back(decision);
  if (decision.index != 0 && kind == DecisionKind::signal) ++counts_.signals_delivered;
  if (decision.index != 0 && (kind == DecisionKind::fault || kind == DecisionKind::spurious_failure)) {
    ++counts_.faults_injected;
  }
  return decision.index;
}

void Explorer::performed(int thread, Access access) {
  if (access.kind == AccessKind::write) last_write_ = decisions_.size();
  strategy_.performed(thread, access);
}

void Explorer::fails(Failure failure) {
  if (!failure_) failure_ = std::move(failure);
}

void Explorer::reach(std::string limit) {
  if (std::find(limits_reached_.begin(), limits_reached_.end(), limit) == limits_reached_.end()) {
    limits_reached_.push_back(std::move(limit));
  }
}

bool Explorer::ends() {
  if (abandoned_) {
    ++counts_.blocked;
  } else {
    ++counts_.executions;
  }
  counts_.decisions_max = std::max(counts_.decisions_max, static_cast<std::uint32_t>(decisions_.size()));
  if (failure_ || strategy_.nondeterminism().found()) return true;
  if (strategy_.ends(abandoned_)) return true;
  return budget_is_spent();
}

bool Explorer::budget_is_spent() {
  const std::uint64_t ended = counts_.executions + counts_.blocked;
  if (limits_.executions_max != 0 && ended >= limits_.executions_max) {
    reach(fmt::format("executions: stopped after {}", ended));
    return cut_ = true;
  }
  const std::uint64_t work = counts_.steps + ended;  // there are executions without a single step
  if (work - work_at_last_look_ < kStepsBetweenLooks) return false;
  work_at_last_look_ = work;
  const auto now = std::chrono::steady_clock::now();
  if (limits_.seconds_max > 0 && std::chrono::duration<double>(now - start_).count() >= limits_.seconds_max) {
    reach(fmt::format("time: stopped after {} s", limits_.seconds_max));
    return cut_ = true;
  }
  if (on_progress && now - last_progress_ >= kProgressPeriod) {
    last_progress_ = now;
    if (!on_progress({counts_, seconds(), strategy_.progress()})) {
      reach("interrupted by a signal");
      return cut_ = true;
    }
  }
  return false;
}

}  // namespace extram
