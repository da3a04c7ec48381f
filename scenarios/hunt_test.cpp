// golang/go#42207 with one signal for each thread: what `check` hunts with finds it, at every size.
#include <gtest/gtest.h>

#include "impl/world/registry.hpp"
#include "model/cli/hunt.hpp"
#include "model/cli/options.hpp"
#include "model/cli/plan.hpp"
#include "model/explore/run.hpp"

namespace extram {
namespace {

constexpr std::uint64_t kExecutionsMax = 10'000;

PlannedRun planned(int threads, int callbacks) {
  CheckOptions options;
  options.scenarios = {"signal_window"};
  options.version = "go_1_15";
  options.threads = threads;
  options.callbacks = callbacks;
  const Plan plan = make_plan(options);
  EXPECT_EQ(plan.error, "");
  EXPECT_TRUE(plan.runs.at(0).hunts);
  EXPECT_EQ(plan.runs.at(0).shape.signals, 1);
  return plan.runs.at(0);
}

RunResult search(const PlannedRun& planned, const StrategyChoice& strategy, const Limits& limits) {
  RunRequest request;
  request.entry = planned.entry;
  request.shape = planned.shape;
  request.limits = limits;
  return run(request, *strategy.make());
}

class HuntTest : public ::testing::TestWithParam<std::pair<int, int>> {};

TEST_P(HuntTest, FindsTheBugOfGo115) {
  const PlannedRun run = planned(GetParam().first, GetParam().second);
  Hunt hunt(run.strategy.seed, {});
  std::uint64_t executions = 0;
  RunResult result;
  while (const HuntPhase* phase = hunt.next()) {
    result = search(run, phase->strategy, phase->limits);
    executions += result.counts.executions + result.counts.blocked;
    if (hunt.ends_with(result)) break;
  }
  EXPECT_EQ(result.verdict, Verdict::deadlock);
  EXPECT_LT(executions, kExecutionsMax);
}

// None of the ways to look for it is there for show.
TEST_P(HuntTest, EveryStrategyFindsItAlone) {
  const PlannedRun run = planned(GetParam().first, GetParam().second);
  for (const char* name : {"bounded", "random", "pct"}) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      StrategyChoice strategy{.name = name, .bounds = {.preemptions = 1, .faults = {}}, .seed = seed};
      strategy.executions = kExecutionsMax - 1;
      Limits limits;
      limits.executions_max = kExecutionsMax - 1;
      EXPECT_EQ(search(run, strategy, limits).verdict, Verdict::deadlock) << name << " seed " << seed;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(UpTo4x2, HuntTest,
                         ::testing::Values(std::pair(1, 1), std::pair(1, 2), std::pair(2, 1), std::pair(2, 2),
                                           std::pair(3, 1), std::pair(3, 2), std::pair(4, 1), std::pair(4, 2)));

}  // namespace
}  // namespace extram
