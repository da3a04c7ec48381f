#include "model/cli/verbs_fixture.hpp"

namespace extram {
namespace {

TEST_F(Verbs, TheSuiteHoldsItsExpectations) {
  const Ran ran = run_extram({"check"});
  EXPECT_EQ(ran.exit, Exit::good) << ran.out;
  EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 4) << ran.out;
  EXPECT_NE(squeezed(ran.out).find("held counting lost_update "), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("schedules/counting-lost_update-2x1-bounded_p1.sched"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("3 runs: 3 as expected, 0 not"), std::string::npos) << ran.out;
  EXPECT_TRUE(std::filesystem::exists("schedules/counting-lost_update-2x1-bounded_p1.sched"));
}

TEST_F(Verbs, QuickRowsAndRowsOfAScenario) {
  EXPECT_NE(run_extram({"check", "--quick"}).out.find("2 runs: 2 as expected"), std::string::npos);
  EXPECT_NE(run_extram({"check", "counting", "counting"}).out.find("3 runs: 3 as expected"), std::string::npos);
}

TEST_F(Verbs, ABetterVerdictThanExpectedFailsToo) {
  toy_suite() = {{"counting", "one_step", {}, "full", {}, {}, Verdict::violation, Oracle::I7},
                 {"counting", "one_step", {}, "full", {}, {}, Verdict::exhausted}};
  const Ran ran = run_extram({"check"});
  EXPECT_EQ(ran.exit, Exit::bad);
  EXPECT_NE(squeezed(ran.out).find("FAILED counting one_step "), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("expected violation(I7)"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("2 runs: 1 as expected, 1 not"), std::string::npos) << ran.out;
}

TEST_F(Verbs, AnUnexpectedFailureIsToldWithItsReplay) {
  toy_suite() = {{"counting", "lost_update", {}, "full", {}, {}, Verdict::exhausted},
                 {"counting", "lost_update", {}, "full", {}, {}, Verdict::violation, Oracle::I6}};
  const Ran ran = run_extram({"check"});
  EXPECT_EQ(ran.exit, Exit::bad);
  EXPECT_NE(ran.out.find(" violation (I7): an update was lost\n replay:   extram replay schedules/counting-"),
            std::string::npos)
      << ran.out;
  EXPECT_NE(ran.out.find("2 runs: 0 as expected, 2 not"), std::string::npos) << "the wrong oracle is not the verdict";
}

TEST_F(Verbs, ASuiteThatCannotBeRunIsAFaultOfTheHarness) {
  toy_suite() = {{"counting", "nobody", {}, "full", {}, {}, Verdict::exhausted}};
  expect_refused({"check"}, "counting with nobody, which is not built in", Exit::harness);
  toy_suite() = {{"counting", "one_step", {}, "dice", {}, {}, Verdict::exhausted}};
  expect_refused({"check"}, "'dice'", Exit::harness);
  toy_suite() = {{"pair", "-", {.threads = 1}, "full", {}, {}, Verdict::exhausted}};
  expect_refused({"check"}, "2 to 5 threads", Exit::harness);
  toy_suite().clear();
  expect_refused({"check"}, "vacuous", Exit::vacuous);
}

TEST_F(Verbs, OneRunThatIsGood) {
  const Ran ran = run_extram({"check", "counting", "--version", "one_step", "--threads", "3", "-v"});
  EXPECT_EQ(ran.exit, Exit::good);
  EXPECT_TRUE(squeezed(ran.out).starts_with("good counting one_step 3x1 exhausted complete 6 executions "))
      << ran.out;
  EXPECT_NE(ran.out.find("        0 blocked, "), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("        hunted first: bounded(p=1) 6 executions, bounded(p=2) 6 executions, pct(d=3) "),
            std::string::npos)
      << ran.out;
  EXPECT_FALSE(std::filesystem::exists("schedules"));
}

TEST_F(Verbs, OneRunThatFailsEndsWithItsReplay) {
  const Ran ran = run_extram({"check", "counting", "--mutant", "lost_update", "--callbacks", "2"});
  EXPECT_EQ(ran.exit, Exit::bad);
  EXPECT_NE(ran.out.find("\n step  thread 0 "), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("  counter.load"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("\n violation (I7): an update was lost\n"), std::string::npos) << ran.out;
  EXPECT_EQ(last_line(ran.out), " replay:   extram replay schedules/counting-lost_update-2x2.sched");
}

TEST_F(Verbs, AnOracleThatNobodyAsksForFailsNothing) {
  EXPECT_EQ(run_extram({"check", "counting", "--mutant", "lost_update", "--oracles", "I1,I2"}).exit, Exit::good);
  EXPECT_EQ(run_extram({"check", "counting", "--mutant", "lost_update", "--oracles", "I7"}).exit, Exit::bad);
}

TEST_F(Verbs, EveryScenarioThatHasTheVersion) {
  EXPECT_NE(run_extram({"check", "--version", "one_step"}).out.find("one_step"), std::string::npos);
  expect_refused({"check", "--version", "two"}, "no scenario has a version 'two'");
}

TEST_F(Verbs, AScenarioThatTheSuiteLeavesOutIsRunWithAllItsVersions) {
  const Ran ran = run_extram({"check", "pair", "--threads", "2"});
  EXPECT_EQ(ran.exit, Exit::good) << ran.err;
  EXPECT_TRUE(squeezed(ran.out).starts_with("good pair - 2x1 ")) << ran.out;
}

TEST_F(Verbs, UnknownNamesComeWithASuggestion) {
  expect_refused({"check", "countin"}, "no scenario 'countin'; did you mean 'counting'?");
  expect_refused({"check", "counting", "--version", "one_stp"}, "did you mean 'one_step'?");
  expect_refused({"check", "counting", "--mutant", "lost_updates"}, "did you mean 'lost_update'?");
  expect_refused({"check", "counting", "--version", "lost_update"}, "'lost_update' is a mutant: use --mutant");
  expect_refused({"check", "counting", "--mutant", "one_step"}, "'one_step' is a version: use --version");
  expect_refused({"check", "counting", "--threads", "3"}, "--threads needs --version or --mutant");
  expect_refused({"check", "pair", "--threads", "1"}, "'pair' runs with 2 to 5 threads, not with 1");
}

TEST_F(Verbs, BudgetsTruncate) {
  const Ran ran = run_extram({"check", "counting", "--version", "one_step", "--callbacks", "5", "--strategy", "full",
                              "--max-executions", "3"});
  EXPECT_EQ(ran.exit, Exit::truncated);
  EXPECT_NE(ran.out.find("truncated"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("not covered: executions: stopped after 3"), std::string::npos) << ran.out;
}

TEST_F(Verbs, NothingIsNoResult) {
  for (const char* budget : {"--max-executions", "--max-seconds"}) {
    const Ran ran = run_extram({"check", "counting", "--version", "one_step", budget, "0"});
    EXPECT_EQ(ran.exit, Exit::vacuous) << budget;
    EXPECT_NE(ran.out.find("vacuous"), std::string::npos) << ran.out;
  }
  EXPECT_EQ(run_extram({"check", "--max-executions", "0"}).exit, Exit::vacuous);
  const Ran signals = run_extram({"check", "counting", "--version", "deaf", "--signals", "1"});
  EXPECT_EQ(signals.exit, Exit::vacuous);
  EXPECT_NE(signals.out.find("no signal was delivered"), std::string::npos) << signals.out;
  const Ran faults = run_extram({"check", "counting", "--version", "deaf", "--faults", "1"});
  EXPECT_EQ(faults.exit, Exit::vacuous);
  EXPECT_NE(faults.out.find("no fault was injected"), std::string::npos) << faults.out;
  EXPECT_EQ(run_extram({"check", "counting", "--version", "one_step", "--signals", "1", "--faults", "1"}).exit,
            Exit::good);
}

TEST_F(Verbs, AFailureThatDoesNotReplayIsNondeterminism) {
  // The toy loses its update in every other run: of two searches one fails, and its replay does not.
  bool met = false;
  for (int attempt = 0; attempt < 2; ++attempt) {
    const Ran ran = run_extram({"check", "counting", "--mutant", "moody"});
    if (ran.exit == Exit::good) continue;
    met = true;
    EXPECT_EQ(ran.exit, Exit::nondeterministic);
    EXPECT_NE(ran.out.find("did not happen again"), std::string::npos) << ran.out;
    EXPECT_FALSE(std::filesystem::exists("schedules")) << "a schedule never lies";
  }
  EXPECT_TRUE(met);
}

TEST_F(Verbs, RandomWalksCountThemselves) {
  const Ran ran = run_extram({"check", "counting", "--version", "one_step", "--strategy", "random", "--seed", "7",
                              "--max-executions", "25", "--json", "-"});
  EXPECT_EQ(ran.exit, Exit::good);
  const nlohmann::json row = rows_of(ran.out).at(0);
  EXPECT_EQ(row["verdict"], "sampled");
  EXPECT_EQ(row["strength"], "sampled(25)");
  EXPECT_EQ(row["executions"], 25);
  EXPECT_EQ(row["seed"], 7);
  EXPECT_EQ(row["strategy"], "random");
}

TEST_F(Verbs, PctSaysWhatItPromises) {
  const Arguments command{
      "check",       "counting", "--version", "two_steps", "--threads",        "3", "--strategy", "pct",
      "--pct-depth", "2",        "--seed",    "7",         "--max-executions", "25"};
  const Ran ran = run_extram(command);
  EXPECT_EQ(ran.exit, Exit::good);
  EXPECT_TRUE(squeezed(ran.out).starts_with("good counting two_steps 3x1 sampled sampled(25) 25 executions "))
      << ran.out;
  EXPECT_NE(ran.out.find("bugs deeper than 2; one of depth 2 shows in 1 of 9 executions at worst"), std::string::npos)
      << ran.out;
  Arguments as_json = command;
  as_json.insert(as_json.end(), {"--json", "-"});
  const nlohmann::json row = rows_of(run_extram(as_json).out).at(0);
  EXPECT_EQ(row["strategy"], "pct");
  EXPECT_EQ(row["strength"], "sampled(25)");
  EXPECT_EQ(row["seed"], 7);
}

TEST_F(Verbs, WhatDrawsWritesItsSeed) {
  for (const std::string strategy : {"random", "pct"}) {
    const Ran ran = run_extram({"check", "counting", "--mutant", "lost_update", "--strategy", strategy, "--seed", "7"});
    EXPECT_EQ(ran.exit, Exit::bad) << ran.out;
    const std::string name = strategy == "pct" ? "pct_d3_7" : "random_7";
    const ReadSchedule read = read_schedule("schedules/counting-lost_update-2x1-" + name + ".sched");
    ASSERT_TRUE(read.schedule) << read.error;
    EXPECT_EQ(read.schedule->seed, 7U);
    EXPECT_EQ(read.schedule->strategy, strategy == "pct" ? "pct(d=3)" : "random");
  }
}

TEST_F(Verbs, JsonOnStandardOutputIsAloneThere) {
  const Ran ran = run_extram({"check", "--json", "-"});
  const auto rows = rows_of(ran.out);
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[1]["verdict"], "violation");
  EXPECT_EQ(rows[1]["oracle"], "I7");
  EXPECT_EQ(rows[1]["mutant"], "lost_update");
  EXPECT_EQ(rows[1]["expected"], "violation(I7)");
  EXPECT_EQ(rows[1]["schedule"], "schedules/counting-lost_update-2x1-bounded_p1.sched");
  EXPECT_NE(ran.err.find("3 runs: 3 as expected"), std::string::npos) << ran.err;
}

TEST_F(Verbs, ReportsGoWhereTheyAreSent) {
  const Ran ran = run_extram({"check", "--json", "rows.jsonl", "--schedules", "deep/er"});
  EXPECT_EQ(ran.exit, Exit::good) << ran.err;
  std::ifstream file("rows.jsonl");
  EXPECT_EQ(rows_of({std::istreambuf_iterator<char>(file), {}}).size(), 3U);
  EXPECT_TRUE(std::filesystem::exists("deep/er/counting-lost_update-2x1-bounded_p1.sched"));
}

TEST_F(Verbs, ReportsThatCannotBeWrittenAreToldBeforeTheRun) {
  expect_refused({"check", "--json", "missing/rows.jsonl"}, "No such file");
  expect_refused({"check", "--json", "."}, "a folder, not a file");
  expect_refused({"check", "--schedules", "/proc/none"}, "cannot make the folder");
  std::ofstream("file") << "x";
  expect_refused({"check", "--schedules", "file"}, "file");
  std::ofstream("schedules") << "in the way";
  EXPECT_EQ(run_extram({"check"}).exit, Exit::harness) << "a failure that cannot be kept";
}

}  // namespace
}  // namespace extram
