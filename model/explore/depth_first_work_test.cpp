// The work of a depth-first search: put down and taken up anywhere, divided anyhow, every execution is run exactly
// once.
#include <deque>
#include <map>
#include <random>

#include <gtest/gtest.h>

#include "model/explore/depth_first.hpp"
#include "model/explore/toy_machine.hpp"

namespace extram {
namespace {

using toy::Threads;
using toy::writers;
using Walks = std::vector<std::string>;

struct Search {
  Threads threads;
  Bounds bounds;
};

std::vector<Search> searches() {
  return {{writers({2, 2, 2}), {}},
          {writers({3, 3, 1}), {.preemptions = 2, .faults = {}}},
          {toy::producer_and_consumer(), {}},
          {toy::chooser({{DecisionKind::signal, 2}, {DecisionKind::stale_load, 3}}), {}},
          {toy::choosers(), {.preemptions = 1, .faults = 2}}};
}

Walks whole(const Search& search) {
  DepthFirst strategy(search.bounds);
  return toy::search(search.threads, strategy);
}

std::unique_ptr<DepthFirst> taken_up(const Search& search, const std::string& work) {
  auto strategy = std::make_unique<DepthFirst>(search.bounds);
  const auto error = strategy->take_up(work);
  EXPECT_EQ(error, std::nullopt) << *error << "\n" << work;
  return strategy;
}

// One execution; false: it was the last.
bool step(const Search& search, DepthFirst& strategy, Walks& walks) {
  Explorer explorer(strategy, {});
  toy::execute(search.threads, explorer);
  walks.push_back(toy::text_of(explorer.decisions()));
  const bool over = explorer.ends();
  EXPECT_FALSE(strategy.nondeterminism().found()) << strategy.nondeterminism().what();
  return !over;
}

TEST(DepthFirstWork, IsTakenUpWhereItWasPutDown) {
  for (const Search& search : searches()) {
    const Walks all = whole(search);
    Walks walks;
    std::string work = DepthFirst(search.bounds).work();
    while (!work.empty()) {
      const auto strategy = taken_up(search, work);
      EXPECT_EQ(strategy->work(), work);
      (void)step(search, *strategy, walks);
      work = strategy->work();
    }
    EXPECT_EQ(walks, all) << "the same executions in the same order";
  }
}

TEST(DepthFirstWork, AnExecutionThatIsTakenBackIsRunAgain) {
  for (const Search& search : searches()) {
    DepthFirst strategy(search.bounds);
    Walks walks;
    for (bool goes_on = true; goes_on;) {
      const std::string before = strategy.work();
      strategy.begins();
      (void)strategy.next_thread(toy::State(search.threads).next(), -1);
      EXPECT_TRUE(strategy.take_back());
      EXPECT_EQ(strategy.work(), before);
      goes_on = step(search, strategy, walks);
    }
    EXPECT_EQ(walks, whole(search));
  }
}

// Searches that divide their work at random, and take up what others gave away.
Walks divided(const Search& search, unsigned seed) {
  std::minstd_rand random(seed);
  std::deque<std::string> waiting{DepthFirst(search.bounds).work()};
  Walks walks;
  while (!waiting.empty()) {
    const std::size_t next = random() % waiting.size();
    const auto strategy = taken_up(search, waiting[next]);
    waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(next));
    while (step(search, *strategy, walks)) {
      if (random() % 3 != 0) continue;
      const double before = strategy->progress();
      const std::string given = strategy->split();
      EXPECT_EQ(given.empty(), before == strategy->progress());
      if (given.empty()) continue;
      EXPECT_NEAR(strategy->progress() - before, 1.0 - taken_up(search, given)->progress(), 1e-9);
      waiting.push_back(given);
    }
  }
  return walks;
}

TEST(DepthFirstWork, DividedAnyhowEachExecutionIsRunOnce) {
  for (const Search& search : searches()) {
    const auto all = toy::tally(whole(search));
    for (unsigned seed = 1; seed <= 50; ++seed) {
      SCOPED_TRACE(seed);
      EXPECT_EQ(toy::tally(divided(search, seed)), all);
    }
  }
}

TEST(DepthFirstWork, TheUnitsBelowACutAndWhatLiesAboveItAreTheWhole) {
  for (const Search& search : searches()) {
    const auto all = toy::tally(whole(search));
    for (const std::uint32_t depth : {1U, 2U, 3U, 5U, 100U}) {
      SCOPED_TRACE(depth);
      DepthFirst above(search.bounds);
      std::vector<std::string> units;
      above.cut_at(depth, [&](std::string unit) { units.push_back(std::move(unit)); });
      Explorer explorer(above, {});
      Walks walks;
      for (bool ended = false; !ended;) {
        const std::size_t before = units.size();
        toy::execute(search.threads, explorer);
        if (units.size() == before) walks.push_back(toy::text_of(explorer.decisions()));
        ended = explorer.ends();
      }
      EXPECT_EQ(explorer.counts().executions, walks.size()) << "what is handed over is not counted here";
      EXPECT_EQ(explorer.counts().blocked, 0U);
      for (const std::string& unit : units) {
        const auto strategy = taken_up(search, unit);
        while (step(search, *strategy, walks)) {
        }
      }
      EXPECT_EQ(toy::tally(walks), all);
    }
  }
}

TEST(DepthFirstWork, OfASearchThatIsOverThereIsNone) {
  DepthFirst strategy;
  Walks walks;
  const Search search{writers({1}), {}};
  EXPECT_FALSE(strategy.work().empty());
  EXPECT_FALSE(step(search, strategy, walks));
  EXPECT_EQ(strategy.work(), "");
  EXPECT_EQ(strategy.split(), "");
}

TEST(DepthFirstWork, DamageIsRefusedAndLeavesTheSearchAlone) {
  DepthFirst strategy;
  const std::string before = strategy.work();
  for (const char* work :
       {"", "breadth-first\n", "depth-first\nthread 0 3 0 2 2\n", "depth-first\nthread 0 3 0 2 2 2 2\n",
        "depth-first\nthread 0 3 2 2 2 2\n", "depth-first\nthread 0 3 0 3 2 2\n", "depth-first\nthread 0 3 0 2 3 2\n",
        "depth-first\nfred 0 3 0 2 2 2\n", "depth-first\nthread 0 3 0 2 2 70000\n", "depth-first\nthread 0 3 0 2 2 2",
        "depth-first\nthread 0 3 -1 2 2 2\n", "depth-first\n\n"}) {
    EXPECT_NE(strategy.take_up(work), std::nullopt) << work;
    EXPECT_EQ(strategy.work(), before);
  }
}

TEST(DepthFirstWork, OfAnotherModelIsNondeterminism) {
  DepthFirst three;
  Walks walks;
  ASSERT_TRUE(step({writers({1, 1, 1}), {}}, three, walks));
  DepthFirst two;
  ASSERT_EQ(two.take_up(three.work()), std::nullopt);
  Explorer explorer(two, {});
  toy::execute(writers({1, 1}), explorer);
  EXPECT_TRUE(explorer.ends());
  EXPECT_TRUE(two.nondeterminism().found());
}

}  // namespace
}  // namespace extram
