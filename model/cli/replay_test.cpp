#include "model/cli/verbs_fixture.hpp"

namespace extram {
namespace {

TEST_F(Verbs, AReplayShowsTheSameEachTime) {
  const std::string path = a_schedule();
  const Ran first = run_extram({"replay", path});
  EXPECT_EQ(first.exit, Exit::bad);
  EXPECT_NE(first.out.find(" violation (I7): an update was lost\n"), std::string::npos) << first.out;
  EXPECT_EQ(last_line(first.out), " replay:   extram replay " + path);
  EXPECT_EQ(first.err, "");
  for (int i = 0; i < 20; ++i) EXPECT_EQ(run_extram({"replay", path}).out, first.out);
}

TEST_F(Verbs, AReplayAsJsonIsNothingElse) {
  const Ran ran = run_extram({"replay", a_schedule(), "--trace", "json"});
  EXPECT_EQ(ran.exit, Exit::bad);
  EXPECT_EQ(rows_of(ran.out).size(), 4U);
  EXPECT_NE(ran.err.find("violation (I7)"), std::string::npos);
}

TEST_F(Verbs, AGoodScheduleIsReproducedToo) {
  const std::string path = a_schedule();
  edit(path, [](Schedule& s) {
    s.mutant.clear();
    s.verdict = Verdict::exhausted;
    s.oracle = Oracle::none;
    s.decisions = {{DecisionKind::thread, 0, "counter.add", 0, 2}, {DecisionKind::thread, 1, "counter.add", 0, 1}};
  });
  const Ran ran = run_extram({"replay", path});
  EXPECT_EQ(ran.exit, Exit::good) << ran.err;
}

TEST_F(Verbs, AnotherVerdictIsADivergence) {
  const std::string path = a_schedule();
  edit(path, [](Schedule& s) { s.oracle = Oracle::I1; });
  expect_refused({"replay", path}, "step 4: the schedule says violation(I1), the replay ends with violation(I7)",
                 Exit::diverged);
}

TEST_F(Verbs, AVerdictWithWhichNoExecutionEndsIsRefused) {
  const std::string path = a_schedule();
  edit(path, [](Schedule& s) { s.verdict = Verdict::truncated; });
  expect_refused({"replay", path}, "its verdict is truncated, with which no execution ends");
}

TEST_F(Verbs, AMutantOfAnotherVersionIsRefused) {
  const std::string path = a_schedule();
  edit(path, [](Schedule& s) { s.version = "two_steps"; });
  expect_refused({"replay", path}, "mutant 'lost_update' is one of one_step, not of two_steps");
}

// It is cut before it could fail: that nothing was wrong so far says nothing.
TEST_F(Verbs, AGoodScheduleThatIsCutAtTheDepthIsNone) {
  const std::string path = a_schedule();
  edit(path, [](Schedule& s) {
    s.mutant.clear();
    s.verdict = Verdict::exhausted;
    s.oracle = Oracle::none;
    s.depth = 1;
    s.decisions = {{DecisionKind::thread, 0, "counter.add", 0, 2}};
  });
  expect_refused({"replay", path}, "step 1: the schedule says exhausted, the replay ends with", Exit::diverged);
}

TEST_F(Verbs, TheFirstStepThatDiffersIsNamed) {
  const std::string path = a_schedule();
  edit(path, [](Schedule& s) { s.decisions[1].site = "counter.stare"; });
  expect_refused({"replay", path}, "diverged: step 1: the schedule has thread 1 at counter.stare", Exit::diverged);
  edit(path, [](Schedule& s) {
    s.decisions[1].site = "counter.load";
    s.decisions.push_back(s.decisions.back());
  });
  expect_refused({"replay", path}, "diverged: step 4: ", Exit::diverged);
  edit(path, [](Schedule& s) { s.decisions.resize(2); });
  expect_refused({"replay", path}, "diverged: step 2: the schedule has ended", Exit::diverged);
}

TEST_F(Verbs, AChangedModelIsAWarning) {
  const std::string path = a_schedule();
  toy_fingerprint() = 0xbeef;
  const Ran ran = run_extram({"replay", path});
  EXPECT_EQ(ran.exit, Exit::bad);
  EXPECT_NE(ran.err.find("warning: the model has changed since (fingerprint 000000000000f00d, now 000000000000beef)"),
            std::string::npos)
      << ran.err;
  EXPECT_EQ(run_extram({"replay", path, "--rebase", "-o", "new.sched"}).exit, Exit::bad);
  EXPECT_EQ(run_extram({"replay", "new.sched"}).err, "") << "written anew, it fits the model of today";
  EXPECT_EQ(run_extram({"replay", path, "--rebase", "-o", "missing/new.sched"}).exit, Exit::usage);
}

TEST_F(Verbs, SchedulesOfSomethingElseAreRefused) {
  const std::string path = a_schedule();
  expect_refused({"replay", "missing.sched"}, "cannot read 'missing.sched'");
  edit(path, [](Schedule& s) { s.world = "moon"; });
  expect_refused({"replay", path}, "the world 'moon'");
  edit(path, [](Schedule& s) {
    s.world = "relacy";
    s.mutant = "lost_updates";
  });
  expect_refused({"replay", path}, "did you mean 'lost_update'?");
  edit(path, [](Schedule& s) { s.scenario = "pairs"; });
  expect_refused({"replay", path}, "no scenario 'pairs'; did you mean 'pair'?");
  edit(path, [](Schedule& s) {
    s.scenario = "pair";
    s.version = "-";
    s.mutant.clear();
    s.shape.threads = 1;
  });
  expect_refused({"replay", path}, "2 to 5 threads");
}

TEST_F(Verbs, ADamagedScheduleIsRefusedAndAnEditedOneTried) {
  const std::string path = a_schedule();
  std::string text = to_text(*read_schedule(path).schedule);
  text.replace(text.find("an update"), 9, "AN UPDATE");
  std::ofstream(path, std::ios::trunc) << text;
  expect_refused({"replay", path}, "the checksum does not match");
  EXPECT_EQ(run_extram({"replay", path, "--edited"}).exit, Exit::bad);
}

TEST_F(Verbs, ADeadlockReplays) {
  EXPECT_EQ(run_extram({"check", "counting", "--mutant", "stuck", "--callbacks", "2"}).exit, Exit::bad);
  const Ran ran = run_extram({"replay", "schedules/counting-stuck-2x2.sched"});
  EXPECT_EQ(ran.exit, Exit::bad) << ran.err;
  EXPECT_NE(ran.out.find(" deadlock (I6): every thread waits\n"), std::string::npos) << ran.out;
}

TEST_F(Verbs, AnOlderValueNeedsTheModel) {
  const std::string path = a_schedule();
  edit(path, [](Schedule& s) { s.decisions.push_back({DecisionKind::stale_load, 1, "counter.load", 1, 2}); });
  expect_refused(
      {"replay", path, "--world", "lockstep"},
      "step 4: thread 1 reads an older value at counter.load (stale_load 1/2), which only the memory model has");
}

TEST_F(Verbs, AMissingProgramForRealThreadsIsNamed) {
  const Ran ran = run_extram({"replay", a_schedule(), "--world", "lockstep", "--native", "/nowhere/extram-lockstep"});
  EXPECT_EQ(ran.exit, Exit::usage);
  EXPECT_NE(ran.err.find("/nowhere/extram-lockstep is not there: build it"), std::string::npos) << ran.err;
}

}  // namespace
}  // namespace extram
