#include "model/cli/verbs_fixture.hpp"

namespace extram {
namespace {

std::string text_in(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A large one: three threads, by a random walk.
std::string a_large_schedule() { return "schedules/counting-lost_update-3x2-signals1-random_5.sched"; }

class Minimise : public Verbs {
 protected:
  Minimise() {
    const Ran ran = run_extram({"check", "counting", "--mutant", "lost_update", "--threads", "3", "--callbacks", "2",
                                "--signals", "1", "--strategy", "random", "--seed", "5"});
    EXPECT_EQ(ran.exit, Exit::bad) << ran.out;
    EXPECT_NE(ran.out.find("        smaller: extram minimise " + a_large_schedule() + "\n"), std::string::npos)
        << ran.out;
  }
};

TEST_F(Minimise, WritesASmallerOneBesideTheOldOne) {
  const std::string before = text_in(a_large_schedule());
  const Ran ran = run_extram({"minimise", a_large_schedule()});
  EXPECT_EQ(ran.exit, Exit::good) << ran.err;
  EXPECT_EQ(text_in(a_large_schedule()), before);
  const std::string path = "schedules/counting-lost_update-3x2-signals1-random_5.min.sched";
  const ReadSchedule read = read_schedule(path);
  ASSERT_TRUE(read.schedule) << read.error;
  EXPECT_EQ(read.schedule->strategy, "minimised");
  EXPECT_EQ(read.schedule->verdict, Verdict::violation);
  EXPECT_EQ(read.schedule->oracle, Oracle::I7);
  EXPECT_EQ(read.schedule->shape, (Shape{.threads = 2, .callbacks = 1}));
  EXPECT_EQ(read.schedule->decisions.size(), 4U);
  EXPECT_EQ(run_extram({"replay", path}).exit, Exit::bad);
}

TEST_F(Minimise, SaysWhatItDid) {
  const Ran ran = run_extram({"minimise", a_large_schedule(), "-o", "small.sched"});
  EXPECT_EQ(ran.exit, Exit::good) << ran.err;
  for (const char* line : {" counting lost_update: violation(I7)\n", "   threads                       3 -> 2\n",
                           "   callbacks of each             2 -> 1\n", "   Ms at the start               1\n",
                           "   signals offered to each       1 -> 0\n", " smaller after "}) {
    EXPECT_NE(ran.out.find(line), std::string::npos) << line << ran.out;
  }
  EXPECT_EQ(last_line(ran.out), " replay:   extram replay small.sched");
  EXPECT_TRUE(std::filesystem::exists("small.sched"));
}

TEST_F(Minimise, TheSameEachTime) {
  EXPECT_EQ(run_extram({"minimise", a_large_schedule(), "-o", "a.sched"}).exit, Exit::good);
  EXPECT_EQ(run_extram({"minimise", a_large_schedule(), "-o", "b.sched"}).exit, Exit::good);
  EXPECT_EQ(text_in("a.sched"), text_in("b.sched"));
  const Ran again = run_extram({"minimise", "a.sched", "-o", "a.sched"});
  EXPECT_EQ(again.exit, Exit::good) << again.err;
  EXPECT_NE(again.out.find(" nothing smaller was found after "), std::string::npos) << again.out;
  EXPECT_EQ(text_in("a.sched"), text_in("b.sched"));
}

TEST_F(Minimise, WhatIsMinimisedAlreadyStaysInItsPlace) {
  EXPECT_EQ(run_extram({"minimise", a_large_schedule(), "-o", "a.min.sched"}).exit, Exit::good);
  EXPECT_EQ(run_extram({"minimise", "a.min.sched"}).exit, Exit::good);
  EXPECT_FALSE(std::filesystem::exists("a.min.min.sched"));
}

TEST_F(Minimise, WhatCannotBeMinimisedIsRefused) {
  expect_refused({"minimise", "missing.sched"}, "cannot read 'missing.sched'");
  expect_refused({"minimise", a_large_schedule(), "-o", "missing/a.sched"}, "cannot write missing/a.sched");
  std::ofstream("foreign.sched") << "hello\n";
  expect_refused({"minimise", "foreign.sched"}, "foreign.sched: ");
  edit(a_large_schedule(), [](Schedule& s) { s.verdict = Verdict::crash; });
  expect_refused({"minimise", a_large_schedule()}, "a crash ends the process");
  edit(a_large_schedule(), [](Schedule& s) { s.verdict = Verdict::exhausted; });
  expect_refused({"minimise", a_large_schedule()}, "only a failure can be minimised");
  edit(a_large_schedule(), [](Schedule& s) { s.mutant = "nobody"; });
  expect_refused({"minimise", a_large_schedule()}, "no mutant 'nobody'");
  EXPECT_FALSE(std::filesystem::exists("schedules/counting-lost_update-3x2-signals1-random_5.min.sched"));
}

TEST_F(Minimise, WhatDoesNotFailAsItSaysIsADivergence) {
  edit(a_large_schedule(), [](Schedule& s) { s.oracle = Oracle::I1; });
  expect_refused({"minimise", a_large_schedule()}, "diverged: step ", Exit::diverged);
  edit(a_large_schedule(), [](Schedule& s) {
    s.oracle = Oracle::I7;
    s.decisions[1].site = "elsewhere";
  });
  expect_refused({"minimise", a_large_schedule()}, "diverged: step 1: ", Exit::diverged);
}

}  // namespace
}  // namespace extram
