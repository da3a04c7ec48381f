// Random walks: repeatable, independent of one another, and everywhere in the end.
#include "model/explore/random.hpp"

#include <map>
#include <set>

#include <gtest/gtest.h>

#include "model/explore/toy_machine.hpp"

namespace extram {
namespace {

using toy::tally;
using toy::writers;
using Walks = std::vector<std::string>;

Walks walks_of(std::uint64_t seed, std::uint64_t executions, const toy::Threads& threads) {
  RandomWalk strategy(seed, executions);
  return toy::search(threads, strategy);
}

TEST(RandomWalks, TheSameSeedWalksTheSameWay) {
  const Walks walks = walks_of(42, 100, writers({4, 4, 4}));
  EXPECT_EQ(walks, walks_of(42, 100, writers({4, 4, 4})));
  EXPECT_GT(tally(walks).size(), 90U);  // of 34,650: hardly any twice
}

TEST(RandomWalks, OtherSeedsWalkOtherWays) {
  std::set<Walks> all;
  for (std::uint64_t seed = 0; seed < 100; ++seed) all.insert(walks_of(seed, 3, writers({4, 4, 4})));
  EXPECT_EQ(all.size(), 100U);
}

// A seed in a report means the same walk with every compiler, on every machine. Worked out apart from this code, from
// the definition of splitmix64.
TEST(RandomWalks, ASeedIsAWalkForGood) {
  EXPECT_EQ(walks_of(1, 3, writers({3, 3, 3})), (Walks{"022021011", "201220110", "121220001"}));
}

TEST(RandomWalks, TheNthExecutionDoesNotDependOnEarlierOnes) {
  const toy::Threads threads = writers({4, 4, 4});
  const Walks undisturbed = walks_of(7, 6, threads);
  RandomWalk strategy(7, 6);
  Explorer explorer(strategy, {});
  // Five executions of other programs, which draw more often or less.
  const toy::Threads short_one = writers({1});
  const toy::Threads long_one = writers({4, 4, 4, 4, 4});
  for (int i = 0; i < 5; ++i) {
    toy::execute(i % 2 == 0 ? short_one : long_one, explorer);
    ASSERT_FALSE(explorer.ends());
  }
  toy::execute(threads, explorer);
  EXPECT_EQ(toy::text_of(explorer.decisions()), undisturbed.back());
  EXPECT_TRUE(explorer.ends());
}

TEST(RandomWalks, ReachEveryExecutionOfASmallProgram) {
  const toy::Step put{.site = "put", .value = 1, .awaits = 0, .choices = {{DecisionKind::signal, 2}}};
  const toy::Step get{.site = "get", .value = 0, .awaits = 1, .choices = {{DecisionKind::stale_load, 3}}};
  for (const toy::Threads& threads : {writers({2, 2}), writers({1, 1, 1}), {{put}, {get}, {put, get}}}) {
    std::set<std::string> reached;
    for (const std::string& walk : walks_of(3, 2000, threads)) reached.insert(walk);
    const std::set<std::string> all = toy::within(toy::all_walks(threads), 100, 100);
    EXPECT_EQ(reached, all);
  }
}

TEST(RandomWalks, EnabledThreadsAreEquallyLikely) {
  for (const auto& [walk, count] : tally(walks_of(5, 6000, writers({1, 1, 1})))) {
    EXPECT_NEAR(count, 1000, 150) << walk;  // five standard deviations
  }
}

TEST(RandomWalks, ChoicesAreEquallyLikely) {
  const auto counts = tally(walks_of(5, 6000, toy::chooser({{DecisionKind::fault, 2}, {DecisionKind::stale_load, 3}})));
  EXPECT_EQ(counts.size(), 6U);
  for (const auto& [walk, count] : counts) EXPECT_NEAR(count, 1000, 150) << walk;
}

TEST(RandomWalks, EndAfterTheNumberAskedFor) {
  RandomWalk strategy(1, 17);
  EXPECT_EQ(toy::search(writers({2, 2}), strategy).size(), 17U);
  EXPECT_EQ(strategy.strength(), "sampled(17)");
  EXPECT_EQ(strategy.progress(), 1.0);
  EXPECT_FALSE(strategy.is_exhaustive());
  EXPECT_EQ(strategy.leaves_out(), Walks{"executions that were not drawn"});
}

TEST(RandomWalks, TellHowFarTheyAre) {
  RandomWalk strategy(1, 4);
  Explorer explorer(strategy, {});
  const toy::Threads threads = writers({1, 1});
  EXPECT_EQ(strategy.progress(), 0.0);
  toy::execute(threads, explorer);
  EXPECT_FALSE(explorer.ends());
  EXPECT_EQ(strategy.progress(), 0.25);
}

TEST(RandomWalks, AnExecutionThatWasCutIsNoSample) {
  RandomWalk strategy(1, 10);
  Explorer explorer(strategy, {});
  const toy::Threads threads = writers({2, 2});
  int ended = 0;
  bool done = false;
  while (!done) {
    toy::execute(threads, explorer);
    if (ended++ % 5 == 0) explorer.abandons();
    done = explorer.ends();
  }
  EXPECT_EQ(ended, 10);
  EXPECT_EQ(explorer.counts().executions, 8U);
  EXPECT_EQ(strategy.strength(), "sampled(8)");
}

}  // namespace
}  // namespace extram
