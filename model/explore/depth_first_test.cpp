// The depth-first search, held against closed forms and against a walk through all executions by recursion.
#include "model/explore/depth_first.hpp"

#include <limits>
#include <numeric>
#include <set>

#include <gtest/gtest.h>

#include "model/explore/toy_machine.hpp"

namespace extram {
namespace {

using toy::all_walks;
using toy::Threads;
using toy::within;
using toy::writers;
using Walks = std::vector<std::string>;

constexpr int kAny = std::numeric_limits<int>::max();

std::uint64_t factorial(int n) { return n < 2 ? 1 : static_cast<std::uint64_t>(n) * factorial(n - 1); }
std::uint64_t choose(int n, int k) { return factorial(n) / factorial(k) / factorial(n - k); }

// In how many orders threads of so many steps each can go.
std::uint64_t multinomial(const std::vector<int>& steps) {
  std::uint64_t count = factorial(std::accumulate(steps.begin(), steps.end(), 0));
  for (const int n : steps) count /= factorial(n);
  return count;
}

std::set<std::string> as_set(const Walks& walks) { return {walks.begin(), walks.end()}; }

Walks full(const Threads& threads) {
  DepthFirst strategy;
  return toy::search(threads, strategy);
}

Walks bounded(const Threads& threads, Bounds bounds) {
  DepthFirst strategy(bounds);
  return toy::search(threads, strategy);
}

// One slot that two threads fill and empty in turn, and a third that never waits.
TEST(DepthFirstFull, VisitsAsManyInterleavingsAsThereAre) {
  const std::vector<std::vector<int>> sizes{{1},       {4},       {1, 1},    {2, 2},       {3, 3},         {4, 4},
                                            {1, 2, 3}, {2, 2, 2}, {3, 3, 3}, {2, 2, 2, 2}, {1, 1, 1, 1, 1}};
  for (const auto& size : sizes) {
    SCOPED_TRACE(testing::PrintToString(size));
    const Walks walks = full(writers(size));
    EXPECT_EQ(walks.size(), multinomial(size));
    EXPECT_EQ(as_set(walks).size(), walks.size());
  }
}

TEST(DepthFirstFull, VisitsEachExecutionOnceWhereThreadsWaitAndChoose) {
  for (const Threads& threads : {toy::producer_and_consumer(), toy::choosers()}) {
    const Walks walks = full(threads);
    EXPECT_EQ(as_set(walks).size(), walks.size());
    EXPECT_EQ(as_set(walks), within(all_walks(threads), kAny, kAny));
  }
}

TEST(DepthFirstFull, OneExecutionOfAProgramWithoutThreads) { EXPECT_EQ(full({}), Walks{""}); }

TEST(DepthFirstBounded, PreemptionsMatchTheClosedFormForTwoThreads) {
  // A walk of b blocks has b-1 switches, of which the one at the end of the first thread to end is no preemption. The
  // blocks of a thread of four steps are a composition of four.
  std::uint64_t expected = 0;
  for (int p = 0; p <= 6; ++p) {
    const int of_the_first = (p + 3) / 2;
    const int of_the_second = (p + 2) / 2;
    expected += 2 * choose(3, of_the_first - 1) * choose(3, of_the_second - 1);
    EXPECT_EQ(bounded(writers({4, 4}), {.preemptions = p, .faults = {}}).size(), expected) << "p=" << p;
  }
  EXPECT_EQ(expected, multinomial({4, 4}));
}

TEST(DepthFirstBounded, WithoutPreemptionsThreadsRunOneAfterAnother) {
  EXPECT_EQ(bounded(writers({2, 2, 2}), {.preemptions = 0, .faults = {}}),
            (Walks{"001122", "002211", "110022", "112200", "220011", "221100"}));
}

TEST(DepthFirstBounded, PreemptionsFilterTheFullSet) {
  for (const Threads& threads : {writers({3, 3}), writers({2, 2, 2}), toy::producer_and_consumer(), toy::choosers()}) {
    const auto all = all_walks(threads);
    for (int p = 0; p <= 2; ++p) {
      const Walks walks = bounded(threads, {.preemptions = p, .faults = {}});
      EXPECT_EQ(as_set(walks).size(), walks.size()) << "p=" << p;
      EXPECT_EQ(as_set(walks), within(all, p, kAny)) << "p=" << p;
    }
  }
}

TEST(DepthFirstBounded, FaultsFilterTheFullSet) {
  const Threads threads = toy::choosers();
  const auto all = all_walks(threads);
  for (int f = 0; f <= 3; ++f) {
    const Walks walks = bounded(threads, {.preemptions = {}, .faults = f});
    EXPECT_EQ(as_set(walks).size(), walks.size()) << "f=" << f;
    EXPECT_EQ(as_set(walks), within(all, kAny, f)) << "f=" << f;
  }
  EXPECT_LT(within(all, kAny, 2).size(), within(all, kAny, 3).size());
  EXPECT_EQ(within(all, kAny, 3).size(), all.size());
}

TEST(DepthFirstBounded, BothBoundsTogetherFilterTheFullSet) {
  const Threads threads = toy::choosers();
  const auto all = all_walks(threads);
  for (int p = 0; p <= 2; ++p) {
    for (int f = 0; f <= 2; ++f) {
      EXPECT_EQ(as_set(bounded(threads, {p, f})), within(all, p, f)) << "p=" << p << " f=" << f;
    }
  }
}

TEST(DepthFirstBounded, LeavingAThreadThatWaitsIsNoPreemption) {
  const toy::Step put{.site = "put", .value = 1, .awaits = 0};
  const toy::Step get{.site = "get", .value = 0, .awaits = 1};
  EXPECT_EQ(bounded({{put, put}, {get, get}}, {.preemptions = 0, .faults = {}}), Walks{"0101"});
}

TEST(DepthFirstOrder, TamestFirst) {
  EXPECT_EQ(full(writers({2, 2})), (Walks{"0011", "0110", "0101", "1100", "1001", "1010"}));
  EXPECT_EQ(full(writers({1, 1, 1})), (Walks{"012", "021", "102", "120", "201", "210"}));
}

TEST(DepthFirstOrder, TheRunningThreadGoesOnBeforeLowerNumbersTakeOver) {
  std::string second_of_those_that_begin_with_1;
  for (const std::string& walk : full(writers({2, 2, 2}))) {
    auto& seen = second_of_those_that_begin_with_1;
    if (walk[0] == '1' && (seen.empty() || seen.back() != walk[1])) seen += walk[1];
  }
  EXPECT_EQ(second_of_those_that_begin_with_1, "102");
}

TEST(DepthFirstOrder, ChoicesGoFromTheTameOneUp) {
  EXPECT_EQ(full(toy::chooser({{DecisionKind::signal, 2}, {DecisionKind::stale_load, 3}})),
            (Walks{"0[signal 0][stale_load 0]", "0[signal 0][stale_load 1]", "0[signal 0][stale_load 2]",
                   "0[signal 1][stale_load 0]", "0[signal 1][stale_load 1]", "0[signal 1][stale_load 2]"}));
}

TEST(DepthFirstStrength, SaysTheBounds) {
  EXPECT_EQ(DepthFirst().strength(), "complete");
  EXPECT_EQ(DepthFirst({.preemptions = 2, .faults = {}}).strength(), "bounded(p=2)");
  EXPECT_EQ(DepthFirst({.preemptions = {}, .faults = 1}).strength(), "bounded(f=1)");
  EXPECT_EQ(DepthFirst({.preemptions = 0, .faults = 0}).strength(), "bounded(p=0,f=0)");
  EXPECT_TRUE(DepthFirst().is_exhaustive());
}

TEST(DepthFirstStrength, SaysWhatLiesOutsideTheBounds) {
  EXPECT_TRUE(DepthFirst().leaves_out().empty());
  EXPECT_EQ(DepthFirst({.preemptions = 2, .faults = {}}).leaves_out(),
            std::vector<std::string>{"executions with more than 2 preemptions"});
  EXPECT_EQ(
      DepthFirst({.preemptions = 0, .faults = 1}).leaves_out(),
      (std::vector<std::string>{"executions with more than 0 preemptions", "executions with more than 1 faults"}));
}

TEST(DepthFirstProgress, GrowsFromNothingToAll) {
  DepthFirst strategy;
  Explorer explorer(strategy, {});
  const Threads threads = toy::choosers();
  double before = strategy.progress();
  EXPECT_EQ(before, 0.0);
  for (bool ended = false; !ended;) {
    toy::execute(threads, explorer);
    ended = explorer.ends();
    ASSERT_GT(strategy.progress(), before);
    before = strategy.progress();
    ASSERT_LE(before, 1.0);
    ASSERT_EQ(before == 1.0, ended);
  }
}

TEST(DepthFirstProgress, IsOfWhatLiesWithinTheBounds) {
  DepthFirst strategy({.preemptions = {}, .faults = 0});
  Explorer explorer(strategy, {});
  const Threads threads = toy::chooser({{DecisionKind::fault, 4}, {DecisionKind::user, 4}});
  for (const double expected : {0.25, 0.5, 0.75, 1.0}) {
    toy::execute(threads, explorer);
    EXPECT_EQ(explorer.ends(), expected == 1.0);
    EXPECT_DOUBLE_EQ(strategy.progress(), expected);
  }
}

}  // namespace
}  // namespace extram
