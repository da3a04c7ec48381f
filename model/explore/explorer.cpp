#include "model/explore/explorer.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace extram {
namespace {

// Reading the clock costs as much as a step; once in so many steps keeps budgets to well under 10 ms.
constexpr std::uint64_t kStepsBetweenLooks = 2048;
constexpr std::chrono::milliseconds kProgressPeriod{100};

}  // namespace

Explorer::Explorer(Strategy& strategy, Limits limits, Page* page, Supervisor* supervisor)
    : strategy_(strategy),
      limits_(limits),
      supervisor_(supervisor),
      own_page_(page == nullptr ? std::optional<SharedPage>(std::in_place, limits.depth_max) : std::nullopt),
      page_(page == nullptr ? **own_page_ : *page),
      start_(std::chrono::steady_clock::now()),
      last_progress_(start_) {}

double Explorer::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

void Explorer::begins() {
  before_ = page_.counts;
  page_.decisions = 0;
  running_ = -1;
  abandoned_ = handed_over_ = false;
  last_write_ = 0;
  strategy_.begins();
}

int Explorer::next_thread(std::span<const NextStep> threads) {
  int enabled = 0;
  for (const NextStep& t : threads) enabled += t.enabled ? 1 : 0;
  if (enabled == 0) {
    strategy_.all_wait(threads);
    return kDeadlock;
  }
  if (is_called_off() && strategy_.take_back()) return cut();
  const std::size_t made = decisions().size();
  if (made >= limits_.depth_max) {
    if (made - last_write_ >= limits_.depth_max / 2) {
      fails({Verdict::livelock, Oracle::I6,
             fmt::format("{} decisions, and in the last {} nobody wrote: every thread spins. A loop that waits for a "
                         "value must be an await",
                         made, made - last_write_),
             running_});
    } else {
      reach(fmt::format("depth: an execution was cut at {} decisions", limits_.depth_max));
    }
    abandoned_ = true;
    return kAbandon;
  }
  const int chosen = strategy_.next_thread(threads, running_);
  if (chosen < 0) {
    abandoned_ = true;
    handed_over_ = chosen == kHandedOver;
    return kAbandon;
  }
  int rank = 0;
  for (int i = 0; i < chosen; ++i) rank += threads[static_cast<std::size_t>(i)].enabled ? 1 : 0;
  page_.record({DecisionKind::thread, static_cast<std::uint8_t>(chosen), static_cast<std::uint16_t>(rank),
                static_cast<std::uint16_t>(enabled), threads[static_cast<std::size_t>(chosen)].at});
  ++page_.counts.steps;
  running_ = chosen;
  return chosen;
}

int Explorer::choose(DecisionKind kind, int arity, int thread, At at) {
  if (arity < 2) return 0;
  if (decisions().size() == page_.decisions_max) {
    fails({Verdict::livelock, Oracle::I6, fmt::format("{} choices, and no end of the step", page_.decisions_max),
           thread});
    abandoned_ = true;
    return 0;
  }
  Decision decision{kind, static_cast<std::uint8_t>(thread), 0, static_cast<std::uint16_t>(arity), at};
  decision.index = static_cast<std::uint16_t>(strategy_.index(decision));
  page_.record(decision);
  if (decision.index != 0 && kind == DecisionKind::signal) ++page_.counts.signals_delivered;
  if (decision.index != 0 && (kind == DecisionKind::fault || kind == DecisionKind::spurious_failure)) {
    ++page_.counts.faults_injected;
  }
  return decision.index;
}

void Explorer::performed(int thread, Access access) {
  if (is_write(access.kind)) last_write_ = static_cast<std::uint32_t>(decisions().size());
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

// The execution is as if it had never been: who takes up this search runs it.
int Explorer::cut() {
  abandoned_ = taken_back_ = true;
  return kAbandon;
}

bool Explorer::ends() {
  Counts& counts = page_.counts;
  if (taken_back_ && !failure_) {
    counts = before_;
    return cut_ = true;
  }
  if (handed_over_ && !failure_) {
    counts = before_;
  } else if (abandoned_) {
    ++counts.blocked;
  } else {
    ++counts.executions;
  }
  counts.decisions_max = std::max(counts.decisions_max, static_cast<std::uint32_t>(decisions().size()));
  if (failure_ || strategy_.nondeterminism().found()) return true;
  if (strategy_.ends(abandoned_)) {
    page_.progress.store(strategy_.progress());
    return supervisor_ == nullptr || !supervisor_->gives_more(*this);
  }
  const std::uint64_t ended = counts.ended() + limits_.executions_before;
  if (limits_.executions_max != 0 && ended >= limits_.executions_max) {
    reach(fmt::format("executions: stopped after {}", ended));
    return cut_ = true;
  }
  if (is_called_off()) return cut_ = true;
  if (supervisor_ != nullptr && page_.is_asked(kReport | kSplit)) supervisor_->asks(*this);
  return false;
}

// Asked at every step: an execution may be long.
bool Explorer::is_called_off() {
  if (page_.is_asked(kStop)) return true;
  if (++since_look_ < kStepsBetweenLooks) return false;
  since_look_ = 0;
  return looks();
}

bool Explorer::looks() {
  const auto now = std::chrono::steady_clock::now();
  if (limits_.seconds_max > 0 && std::chrono::duration<double>(now - start_).count() >= limits_.seconds_max) {
    reach(fmt::format("time: stopped after {} s", limits_.seconds_max));
    page_.ask(kStop);
  }
  if (now - last_progress_ < kProgressPeriod) return page_.is_asked(kStop);
  last_progress_ = now;
  const double done = strategy_.progress();
  page_.progress.store(done);
  if (on_progress && !on_progress({page_.counts, seconds(), done})) {
    reach("interrupted by a signal");
    page_.ask(kStop);
  }
  return page_.is_asked(kStop);
}

}  // namespace extram
