// The limits that the explorer keeps: depth, executions, time; and what it calls a livelock.
#include "model/explore/explorer.hpp"

#include <gtest/gtest.h>

#include "model/explore/depth_first.hpp"
#include "model/explore/random.hpp"
#include "model/explore/toy_machine.hpp"

namespace extram {
namespace {

using toy::writers;
using Messages = std::vector<std::string>;

constexpr std::uint64_t kEndless = 1'000'000'000;  // executions: nobody could wait for so many

// --- depth and livelock ---------------------------------------------------------------------------------------------

// Writes so many times, and reads for ever after.
toy::Threads reads_for_ever_after(int writes) {
  std::vector<toy::Step> thread(static_cast<std::size_t>(writes), toy::Step{.site = "writes"});
  thread.push_back({.site = "spins", .access = AccessKind::read, .object = 1, .until = 7});
  return {thread};
}

TEST(ExplorerDepth, CutsAnExecutionThatGoesOnWriting) {
  DepthFirst full;
  Explorer explorer(full, {.depth_max = 10});
  toy::search({{{.site = "writes", .until = 7}}, {{.site = "once", .object = 1}}}, explorer);
  EXPECT_EQ(explorer.limits_reached(), Messages{"depth: an execution was cut at 10 decisions"});
  EXPECT_FALSE(explorer.failure());
  EXPECT_FALSE(explorer.was_cut()) << "the search itself went on to its end";
  EXPECT_EQ(explorer.counts().executions, 0U);
  EXPECT_EQ(explorer.counts().blocked, 11U) << "the second thread at each of ten places, or never";
  EXPECT_EQ(explorer.counts().decisions_max, 10U);
}

TEST(ExplorerDepth, LeavesAnExecutionAloneThatIsJustAsLong) {
  DepthFirst full;
  Explorer explorer(full, {.depth_max = 6});
  toy::search(writers({3, 3}), explorer);
  EXPECT_TRUE(explorer.limits_reached().empty());
  EXPECT_EQ(explorer.counts().executions, 20U);
  EXPECT_EQ(explorer.counts().blocked, 0U);
}

TEST(ExplorerLivelock, NobodyWritesInTheSecondHalf) {
  DepthFirst full;
  Explorer explorer(full, {.depth_max = 100});
  toy::search(reads_for_ever_after(50), explorer);
  ASSERT_TRUE(explorer.failure());
  EXPECT_EQ(explorer.failure()->verdict, Verdict::livelock);
  EXPECT_EQ(explorer.failure()->oracle, Oracle::I6);
  EXPECT_EQ(explorer.failure()->thread, 0);
  EXPECT_EQ(explorer.failure()->message,
            "100 decisions, and in the last 50 nobody wrote: every thread spins. A loop that waits for a value must be "
            "an await");
  EXPECT_TRUE(explorer.limits_reached().empty());
  EXPECT_EQ(explorer.counts().executions, 0U);
  EXPECT_EQ(explorer.counts().blocked, 1U);
}

TEST(ExplorerLivelock, OneWriteInTheSecondHalfMakesItALimit) {
  DepthFirst full;
  Explorer explorer(full, {.depth_max = 100});
  toy::search(reads_for_ever_after(51), explorer);
  EXPECT_FALSE(explorer.failure());
  EXPECT_EQ(explorer.limits_reached().size(), 1U);
}

TEST(ExplorerLivelock, WritesOfAnEarlierExecutionDoNotCount) {
  RandomWalk walk(1, 5);
  Explorer explorer(walk, {.depth_max = 100});
  const toy::Threads writes_on{{{.site = "writes", .until = 7}}, {{.site = "once", .object = 1}}};
  toy::execute(writes_on, explorer);
  ASSERT_FALSE(explorer.ends());
  toy::execute(reads_for_ever_after(0), explorer);
  ASSERT_TRUE(explorer.failure());
  EXPECT_EQ(explorer.failure()->verdict, Verdict::livelock);
}

TEST(ExplorerLivelock, TwoThreadsThatSpinForEachOther) {
  const toy::Step spin{.site = "spins", .access = AccessKind::read, .until = 7};
  RandomWalk walk(1, 5);
  Explorer explorer(walk, {.depth_max = 1000});
  toy::search({{spin}, {spin}}, explorer);
  ASSERT_TRUE(explorer.failure());
  EXPECT_EQ(explorer.failure()->verdict, Verdict::livelock);
}

// --- budgets --------------------------------------------------------------------------------------------------------

TEST(ExplorerBudget, ExecutionsEndTheSearch) {
  DepthFirst full;
  Explorer explorer(full, {.executions_max = 5});
  EXPECT_EQ(toy::search(writers({4, 4}), explorer).size(), 5U);
  EXPECT_EQ(explorer.limits_reached(), Messages{"executions: stopped after 5"});
  EXPECT_TRUE(explorer.was_cut());
}

TEST(ExplorerBudget, ASearchThatNeedsAllOfItIsComplete) {
  DepthFirst full;
  Explorer explorer(full, {.executions_max = 70});
  EXPECT_EQ(toy::search(writers({4, 4}), explorer).size(), 70U);
  EXPECT_TRUE(explorer.limits_reached().empty());
  EXPECT_FALSE(explorer.was_cut());
}

TEST(ExplorerBudget, ExecutionsThatWereCutAreSpentToo) {
  DepthFirst full;
  Explorer explorer(full, {.executions_max = 3, .depth_max = 2});
  EXPECT_EQ(toy::search(writers({4, 4}), explorer).size(), 3U);
  EXPECT_EQ(explorer.counts().blocked, 3U);
  EXPECT_EQ(explorer.limits_reached(),
            (Messages{"depth: an execution was cut at 2 decisions", "executions: stopped after 3"}));
}

// The bound is wide: these run beside everything else on a busy machine.
void expect_stopped_by_time(const toy::Threads& threads) {
  RandomWalk endless(1, kEndless);
  Explorer explorer(endless, {.seconds_max = 0.05});
  toy::search(threads, explorer);
  EXPECT_GE(explorer.seconds(), 0.05);
  EXPECT_LT(explorer.seconds(), 1.0);
  EXPECT_EQ(explorer.limits_reached(), Messages{"time: stopped after 0.05 s"});
  EXPECT_TRUE(explorer.was_cut());
  EXPECT_LT(explorer.counts().executions, kEndless);
}

TEST(ExplorerBudget, TimeEndsTheSearch) { expect_stopped_by_time(writers({4, 4})); }

TEST(ExplorerBudget, TimeEndsASearchOfExecutionsWithoutASingleStep) { expect_stopped_by_time({}); }

TEST(ExplorerProgress, EndsTheSearchWhereTheListenerSaysSo) {
  RandomWalk endless(1, kEndless);
  Explorer explorer(endless, {});
  int calls = 0;
  explorer.on_progress = [&](const Progress& progress) {
    ++calls;
    EXPECT_GE(progress.seconds, 0.1 * calls) << "more than ten times a second";
    EXPECT_EQ(progress.counts.steps, explorer.counts().steps);
    EXPECT_EQ(progress.done, endless.progress());
    return calls < 2;
  };
  toy::search(writers({4, 4}), explorer);
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(explorer.limits_reached(), Messages{"interrupted by a signal"});
  EXPECT_TRUE(explorer.was_cut());
}

TEST(ExplorerProgress, ASearchThatIsOverAtOnceHasNone) {
  DepthFirst full;
  Explorer explorer(full, {});
  int calls = 0;
  explorer.on_progress = [&](const Progress&) { return ++calls < 0; };
  toy::search(writers({2, 2}), explorer);
  EXPECT_EQ(calls, 0);
  EXPECT_FALSE(explorer.was_cut());
}

}  // namespace
}  // namespace extram
