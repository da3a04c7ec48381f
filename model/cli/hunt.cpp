#include "model/cli/hunt.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace extram {
namespace {

constexpr std::uint64_t kOfEachPhase = 2'000;
constexpr std::uint64_t kShare = 10;

StrategyChoice bounded(int preemptions) {
  return {.name = "bounded", .bounds = {.preemptions = preemptions, .faults = {}}};
}

StrategyChoice pct(int depth) { return {.name = "pct", .bounds = {}, .pct_depth = depth}; }

}  // namespace

Hunt::Hunt(std::uint64_t seed, const Limits& limits) : limits_(limits) {
  Limits share = limits;
  share.executions_max = kOfEachPhase;
  if (limits.executions_max != 0) {
    share.executions_max = std::clamp<std::uint64_t>(limits.executions_max / kShare, 1, kOfEachPhase);
  }
  share.seconds_max = limits.seconds_max / kShare;
  for (StrategyChoice strategy : {bounded(1), bounded(2), pct(3), pct(kPctDepthMax)}) {
    strategy.seed = seed;
    strategy.executions = share.executions_max;
    phases_.push_back({std::move(strategy), share});
  }
  static_assert(kOfEachPhase * 4 < kHuntExecutionsMax);
}

const HuntPhase* Hunt::next() { return begun_ == phases_.size() ? nullptr : &phases_[begun_++]; }

bool Hunt::ends_with(const RunResult& result) {
  seconds_ += result.seconds;
  text_ += fmt::format("{}{} {} executions", text_.empty() ? "" : ", ", phases_[begun_ - 1].strategy.text(),
                       result.counts.executions);
  return is_bad(result.verdict) || result.verdict == Verdict::nondeterministic;
}

Limits Hunt::limits_left() const {
  Limits left = limits_;
  // Never zero, which would be no limit.
  if (limits_.seconds_max > 0) left.seconds_max = std::max(limits_.seconds_max - seconds_, limits_.seconds_max / 100);
  return left;
}

}  // namespace extram
