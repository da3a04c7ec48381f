// What the hunt of `check` is worth: it finds golang/go#42207 with one signal for each thread at every size, and every
// bug of the suite.
#include <gtest/gtest.h>

#include "impl/world/registry.hpp"
#include "model/cli/hunt.hpp"
#include "model/cli/options.hpp"
#include "model/cli/plan.hpp"
#include "model/explore/run.hpp"
#include "scenarios/expectations.hpp"

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

class HuntAtEachSize : public ::testing::TestWithParam<std::pair<int, int>> {};

TEST_P(HuntAtEachSize, FindsTheBugOfGo115) {
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
TEST_P(HuntAtEachSize, EveryStrategyFindsItAlone) {
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

// Each bug of the suite, at the size at which the suite has it, with the verdict that the suite expects.
TEST(HuntTest, FindsEveryBugOfTheSuite) {
  int bugs = 0;
  for (const Expectation& row : expectations()) {
    if (!is_bad(row.verdict)) continue;
    PlannedRun run;
    run.entry = Registry::find(row.scenario, row.variant);
    run.shape = row.shape;
    Hunt hunt(1, {});
    RunResult result;
    while (const HuntPhase* phase = hunt.next()) {
      result = search(run, phase->strategy, phase->limits);
      if (hunt.ends_with(result)) break;
    }
    EXPECT_EQ(result.verdict, row.verdict) << row.scenario << " " << row.variant << ": " << hunt.text();
    EXPECT_EQ(result.oracle, row.oracle) << row.scenario << " " << row.variant << ": " << hunt.text();
    ++bugs;
  }
  EXPECT_GT(bugs, 20);
}

// Both bounds bound: without a fault there is no signal, and so no bug; with one, no switch is needed.
TEST(BoundedTest, PreemptionsAndFaultsAreTwoBounds) {
  const PlannedRun run = planned(2, 1);
  const auto search_within = [&](int preemptions, int faults) {
    return search(run, {.name = "bounded", .bounds = {.preemptions = preemptions, .faults = faults}}, {});
  };
  const RunResult no_fault = search_within(2, 0);
  EXPECT_EQ(no_fault.verdict, Verdict::exhausted);
  EXPECT_EQ(no_fault.strength, "bounded(p=2,f=0)");
  EXPECT_EQ(no_fault.counts.signals_delivered, 0U);
  EXPECT_EQ(search_within(0, 1).verdict, Verdict::deadlock);
}

INSTANTIATE_TEST_SUITE_P(UpTo4x2, HuntAtEachSize,
                         ::testing::Values(std::pair(1, 1), std::pair(1, 2), std::pair(2, 1), std::pair(2, 2),
                                           std::pair(3, 1), std::pair(3, 2), std::pair(4, 1), std::pair(4, 2)));

}  // namespace
}  // namespace extram
