// PCT: its bound holds, its walks are repeatable, and its wild choices are neither rare nor everywhere.
#include "model/explore/pct.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "model/explore/toy_machine.hpp"

namespace extram {
namespace {

using toy::tally;
using toy::writers;
using Walks = std::vector<std::string>;

Walks walks_of(std::uint64_t seed, int depth, std::uint64_t executions, const toy::Threads& threads) {
  Pct strategy(seed, depth, executions);
  return toy::search(threads, strategy);
}

int switches_of(const std::string& walk) {
  int switches = 0;
  for (std::size_t i = 1; i < walk.size(); ++i) switches += walk[i] != walk[i - 1] ? 1 : 0;
  return switches;
}

TEST(PctWalks, OfDepthOneRunThreadsOneAfterAnother) {
  const auto counts = tally(walks_of(1, 1, 6000, writers({2, 2, 2})));
  EXPECT_EQ(counts.size(), 6U);
  for (const auto& [walk, count] : counts) {
    EXPECT_EQ(switches_of(walk), 2) << walk;
    EXPECT_NEAR(count, 1000, 150) << walk;  // five standard deviations
  }
}

TEST(PctWalks, SwitchOnceMoreForEachDegreeOfDepth) {
  for (int depth = 1; depth <= kPctDepthMax; ++depth) {
    int most = 0;
    for (const std::string& walk : walks_of(2, depth, 4000, writers({4, 4}))) {
      most = std::max(most, switches_of(walk));
    }
    // One switch is that from the thread that ends first; two threads of four steps have no more than seven.
    EXPECT_EQ(most, depth) << "a change of priority is one more place to switch at";
  }
}

// The promise: what takes a certain order of `depth` things shows at least once in n*k^(depth-1) executions.
TEST(PctBound, HoldsForEveryBugOfDepthTwo) {
  constexpr int kExecutions = 8000;
  const auto counts = tally(walks_of(3, 2, kExecutions, writers({4, 4})));
  constexpr int kAtLeast = kExecutions / (2 * 8);
  for (int i = 1; i <= 3; ++i) {
    // One thread does all of its steps between the i-th and the next one of the other: a bug of depth two.
    int met = 0;
    for (const auto& [walk, count] : counts) {
      if (walk == std::string(i, '0') + "1111" + std::string(4 - i, '0')) met += count;
    }
    EXPECT_GT(met, kAtLeast * 8 / 10) << "after step " << i;  // well over five standard deviations below
  }
}

TEST(PctBound, HoldsForEveryBugOfDepthThree) {
  constexpr int kExecutions = 40'000;
  const auto counts = tally(walks_of(4, 3, kExecutions, writers({3, 3})));
  constexpr int kAtLeast = kExecutions / (2 * 6 * 6);
  // Each thread is interrupted once, at a certain step.
  for (const char* walk : {"011001", "001101", "010011", "100110", "110010", "101100"}) {
    EXPECT_GT(counts.at(walk), kAtLeast * 8 / 10) << walk;
  }
}

TEST(PctBound, IsToldInWords) {
  Pct strategy(1, 3, 100);
  EXPECT_EQ(strategy.executions_for_a_bug(), 0.0);
  toy::search(writers({4, 3}), strategy);
  EXPECT_DOUBLE_EQ(strategy.executions_for_a_bug(), 2 * 7 * 7);
  EXPECT_EQ(strategy.leaves_out(),
            (Walks{"executions that were not drawn",
                   "bugs deeper than 3; one of depth 3 shows in 1 of 98 executions at worst (n*k^(d-1): n=2 threads, "
                   "k=7 steps, d=3), more seldom if it takes a signal, a fault or a stale load too"}));
  EXPECT_EQ(strategy.strength(), "sampled(100)");
  EXPECT_FALSE(strategy.is_exhaustive());
  EXPECT_EQ(strategy.progress(), 1.0);
}

TEST(PctSeeds, TheSameSeedWalksTheSameWay) {
  const Walks walks = walks_of(42, 4, 100, writers({4, 4, 4}));
  EXPECT_EQ(walks, walks_of(42, 4, 100, writers({4, 4, 4})));
  EXPECT_GT(tally(walks).size(), 70U);
}

TEST(PctSeeds, OtherSeedsWalkOtherWays) {
  std::set<Walks> all;
  for (std::uint64_t seed = 0; seed < 100; ++seed) all.insert(walks_of(seed, 3, 10, writers({4, 4, 4})));
  EXPECT_EQ(all.size(), 100U);
}

// A seed in a report means the same walk with every compiler, on every machine. Worked out apart from this code.
TEST(PctSeeds, ASeedIsAWalkForGood) {
  EXPECT_EQ(walks_of(1, 3, 5, writers({3, 3, 3})),
            (Walks{"111000222", "112220001", "002221101", "200012211", "100022211"}));
}

TEST(PctSeeds, TheNthExecutionDependsOnNoneButTheProbes) {
  constexpr std::uint64_t kProbes = 16;
  const toy::Threads threads = writers({4, 4, 4});
  const Walks undisturbed = walks_of(7, 3, kProbes + 4, threads);
  Pct strategy(7, 3, kProbes + 4);
  Explorer explorer(strategy, {});
  for (std::uint64_t i = 0; i < kProbes; ++i) {
    toy::execute(threads, explorer);
    ASSERT_FALSE(explorer.ends());
  }
  for (int i = 0; i < 3; ++i) {  // of another program, longer than any probe
    toy::execute(writers({4, 4, 4, 4, 4}), explorer);
    ASSERT_FALSE(explorer.ends());
  }
  toy::execute(threads, explorer);
  EXPECT_EQ(toy::text_of(explorer.decisions()), undisturbed.back());
}

// --- choices inside steps -------------------------------------------------------------------------------------------

// A thread that is asked whether a signal comes, ten times.
std::vector<toy::Step> asked_ten_times() {
  return std::vector<toy::Step>(10, toy::Step{.site = "asks", .choices = {{DecisionKind::signal}}});
}

int count_of(const std::string& text, const std::string& part) {
  int count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(PctChoices, AreTameInHalfOfTheExecutionsAndWildOnceInAQuarter) {
  constexpr int kExecutions = 8000;
  std::map<int, int> by_signals;
  for (const std::string& walk : walks_of(5, 3, kExecutions, {asked_ten_times()})) {
    ++by_signals[count_of(walk, "[signal 1]")];
  }
  EXPECT_NEAR(by_signals[0], kExecutions / 2, 250);  // five standard deviations
  EXPECT_NEAR(by_signals[1], kExecutions / 4 + kExecutions / 80, 250) << "twice at one place is once";
  EXPECT_GT(by_signals[2], kExecutions / 16);
  EXPECT_LT(by_signals[0] + by_signals[1] + by_signals[2], kExecutions);
}

TEST(PctChoices, AWildOneComesEverywhereAlike) {
  std::map<std::string, int> counts;
  for (const std::string& walk : walks_of(6, 3, 20'000, {asked_ten_times()})) {
    if (count_of(walk, "[signal 1]") == 1) ++counts[walk];
  }
  ASSERT_EQ(counts.size(), 10U);
  for (const auto& [walk, count] : counts) EXPECT_NEAR(count, 20'000 * 0.2625 / 10, 120) << walk;
}

TEST(PctChoices, EachThreadHasItsOwn) {
  std::map<int, int> by_threads;
  const toy::Threads threads(3, asked_ten_times());
  for (const std::string& walk : walks_of(7, 1, 4000, threads)) {
    // Threads run one after another: three parts.
    int with_signals = 0;
    for (char t = '0'; t < '3'; ++t) with_signals += walk.find(std::string{t} + "[signal 1]") != std::string::npos;
    ++by_threads[with_signals];
  }
  EXPECT_NEAR(by_threads[0], 500, 110);
  EXPECT_NEAR(by_threads[3], 500, 110) << "one signal for each thread is nothing rare";
}

TEST(PctChoices, TheFirstExecutionIsTame) {
  const toy::Threads threads{asked_ten_times(), asked_ten_times()};
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    EXPECT_EQ(count_of(walks_of(seed, 5, 1, threads).front(), "[signal 1]"), 0);
  }
}

TEST(PctChoices, ReachEveryAlternativeOfEveryKind) {
  std::set<std::string> seen;
  for (const std::string& walk : walks_of(8, 5, 20'000, toy::choosers())) {
    for (auto at = walk.find('['); at != std::string::npos; at = walk.find('[', at + 1)) {
      seen.insert(walk.substr(at, walk.find(']', at) - at + 1));
    }
  }
  EXPECT_EQ(seen,
            (std::set<std::string>{"[signal 0]", "[signal 1]", "[stale_load 0]", "[stale_load 1]", "[stale_load 2]",
                                   "[fault 0]", "[fault 1]", "[spurious_failure 0]", "[spurious_failure 1]",
                                   "[memory_reuse 0]", "[memory_reuse 1]", "[user 0]", "[user 1]", "[user 2]"}));
}

TEST(PctChoices, OfTheScenariosOwnAreEquallyLikely) {
  const auto counts = tally(walks_of(9, 3, 6000, toy::chooser({{DecisionKind::user, 3}})));
  ASSERT_EQ(counts.size(), 3U);
  for (const auto& [walk, count] : counts) EXPECT_NEAR(count, 2000, 190) << walk;
}

TEST(PctWalks, NeverChooseAThreadThatWaits) {
  const toy::Step put{.site = "put", .value = 1, .awaits = 0};
  const toy::Step get{.site = "get", .value = 0, .awaits = 1};
  const toy::Threads threads{{put, put, put}, {get, get, get}};
  for (const std::string& walk : walks_of(10, 5, 500, threads)) EXPECT_EQ(walk, "010101");
}

TEST(PctWalks, AnExecutionThatWasCutIsNoSample) {
  Pct strategy(1, 3, 10);
  Explorer explorer(strategy, {});
  const toy::Threads threads = writers({2, 2});
  for (int i = 0; i < 10; ++i) {
    toy::execute(threads, explorer);
    if (i % 5 == 0) explorer.abandons();
    EXPECT_EQ(explorer.ends(), i == 9);
  }
  EXPECT_EQ(strategy.strength(), "sampled(8)");
}

}  // namespace
}  // namespace extram
