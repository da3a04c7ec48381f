// The hunt: what it tries in which order, how it keeps to budgets, and what ends it.
#include "model/cli/hunt.hpp"

#include <gtest/gtest.h>

#include "model/cli/verbs_fixture.hpp"

namespace extram {
namespace {

RunResult went(Verdict verdict, std::uint64_t executions, double seconds = 0.0) {
  RunResult result;
  result.verdict = verdict;
  result.counts.executions = executions;
  result.seconds = seconds;
  return result;
}

TEST(HuntPhases, GoFromFewSwitchesToMany) {
  Hunt hunt(7, {});
  std::vector<std::string> phases;
  std::uint64_t executions = 0;
  while (const HuntPhase* phase = hunt.next()) {
    phases.push_back(phase->strategy.text());
    EXPECT_EQ(phase->strategy.seed, 7U);
    EXPECT_GT(phase->limits.executions_max, 0U) << "a hunt that does not end proves nothing";
    executions += phase->limits.executions_max;
    EXPECT_FALSE(hunt.ends_with(went(Verdict::truncated, 3)));
  }
  EXPECT_EQ(phases, (std::vector<std::string>{"bounded(p=1)", "bounded(p=2)", "pct(d=3)", "pct(d=5)"}));
  EXPECT_LT(executions, kHuntExecutionsMax);
  EXPECT_EQ(hunt.text(),
            "bounded(p=1) 3 executions, bounded(p=2) 3 executions, pct(d=3) 3 executions, pct(d=5) 3 executions");
}

TEST(HuntPhases, EndWithAFailureAndWithNothingElse) {
  Hunt hunt(1, {});
  ASSERT_NE(hunt.next(), nullptr);
  for (const Verdict verdict : {Verdict::exhausted, Verdict::sampled, Verdict::truncated, Verdict::vacuous}) {
    EXPECT_FALSE(hunt.ends_with(went(verdict, 1))) << name_of(verdict);
  }
  for (const Verdict verdict : {Verdict::violation, Verdict::data_race, Verdict::deadlock, Verdict::livelock,
                                Verdict::leak, Verdict::crash, Verdict::hang, Verdict::nondeterministic}) {
    EXPECT_TRUE(hunt.ends_with(went(verdict, 1))) << name_of(verdict);
  }
}

TEST(HuntBudget, IsATenthForEachPhase) {
  Limits limits;
  limits.executions_max = 500;
  limits.seconds_max = 20;
  Hunt hunt(1, limits);
  while (const HuntPhase* phase = hunt.next()) {
    EXPECT_EQ(phase->limits.executions_max, 50U);
    EXPECT_EQ(phase->strategy.executions, 50U) << "also of what counts for itself";
    EXPECT_DOUBLE_EQ(phase->limits.seconds_max, 2.0);
    EXPECT_FALSE(hunt.ends_with(went(Verdict::truncated, 50, 1.5)));
  }
  EXPECT_EQ(hunt.limits_left().executions_max, 500U);
  EXPECT_DOUBLE_EQ(hunt.limits_left().seconds_max, 14.0);
}

TEST(HuntBudget, LeavesTheProofALittleAndNeverNone) {
  Limits limits;
  limits.executions_max = 1;
  limits.seconds_max = 1;
  Hunt hunt(1, limits);
  EXPECT_EQ(hunt.next()->limits.executions_max, 1U);
  EXPECT_FALSE(hunt.ends_with(went(Verdict::truncated, 1, 99)));
  EXPECT_GT(hunt.limits_left().seconds_max, 0.0);
  EXPECT_EQ(Hunt(1, {}).limits_left().seconds_max, 0.0) << "no limit stays none";
}

TEST_F(Verbs, AHuntTellsWhatFoundTheFailure) {
  const Ran ran = run_extram({"check", "counting", "--mutant", "lost_update", "--json", "-"});
  EXPECT_EQ(ran.exit, Exit::bad);
  const nlohmann::json row = rows_of(ran.out).at(0);
  EXPECT_EQ(row["strategy"], "bounded");
  EXPECT_EQ(row["schedule"], "schedules/counting-lost_update-2x1.sched") << "nobody named a strategy";
  EXPECT_EQ(read_schedule("schedules/counting-lost_update-2x1.sched").schedule->strategy, "bounded(p=1)");
}

TEST_F(Verbs, WhoNamesAStrategyIsNotHuntedFor) {
  for (const Arguments& named : {Arguments{"--strategy", "full"}, Arguments{"--bound", "2"}}) {
    Arguments command{"check", "counting", "--version", "one_step", "-v"};
    command.insert(command.end(), named.begin(), named.end());
    const Ran ran = run_extram(command);
    EXPECT_EQ(ran.exit, Exit::good);
    EXPECT_EQ(ran.out.find("hunted"), std::string::npos) << ran.out;
  }
  EXPECT_EQ(run_extram({"check", "-v"}).out.find("hunted"), std::string::npos) << "the suite's rows say what they run";
}

TEST_F(Verbs, AHuntLeavesTheProofItsBudget) {
  const Ran ran = run_extram({"check", "counting", "--version", "one_step", "--threads", "3", "--max-executions", "5"});
  EXPECT_EQ(ran.exit, Exit::truncated);
  EXPECT_NE(ran.out.find("not covered: executions: stopped after 5"), std::string::npos) << ran.out;
}

}  // namespace
}  // namespace extram
