// A strategy within a cost: a depth-first search visits exactly the executions that cost no more, each once.
#include "model/explore/within.hpp"

#include <limits>
#include <set>

#include <gtest/gtest.h>

#include "model/explore/depth_first.hpp"
#include "model/explore/toy_machine.hpp"

namespace extram {
namespace {

Cost unlimited() {
  Cost cost;
  for (std::size_t i = 0; i < kAxes.size(); ++i) cost[static_cast<Axis>(i)] = std::numeric_limits<std::uint64_t>::max();
  return cost;
}

struct Visited {
  std::set<std::string> walks;
  std::uint64_t executions = 0;
};

// Of a search through everything, those that ended and cost no more than `most`.
Visited search(const toy::Threads& threads, Strategy& strategy, const Cost& most) {
  Explorer explorer(strategy, {});
  Visited visited;
  std::uint64_t ended = 0;
  for (bool over = false; !over;) {
    toy::execute(threads, explorer);
    std::vector<RecordedDecision> decisions;
    for (const Decision& d : explorer.decisions()) decisions.push_back(record(d));
    const std::string walk = toy::text_of(explorer.decisions());
    over = explorer.ends();
    if (explorer.counts().executions > ended) {
      ended = explorer.counts().executions;
      // The choices of the last step may be one too many: there is no cutting inside a step.
      if (!fits_within(cost_of({}, decisions), most)) continue;
      visited.walks.insert(walk);
      ++visited.executions;
    }
  }
  return visited;
}

// By filtering a full search.
std::set<std::string> filtered(const toy::Threads& threads, const Cost& most) {
  DepthFirst full;
  Explorer explorer(full, {});
  std::set<std::string> walks;
  do {
    toy::execute(threads, explorer);
    std::vector<RecordedDecision> decisions;
    for (const Decision& d : explorer.decisions()) decisions.push_back(record(d));
    if (fits_within(cost_of({}, decisions), most)) walks.insert(toy::text_of(explorer.decisions()));
  } while (!explorer.ends());
  return walks;
}

Cost with(Axis axis, std::uint64_t value, Cost cost = unlimited()) {
  cost[axis] = value;
  return cost;
}

TEST(WithinTest, ADepthFirstSearchVisitsWhatFitsAndEachOnce) {
  const toy::Step put{.site = "put", .value = 1, .awaits = 0, .choices = {{DecisionKind::signal, 2}}};
  const toy::Step get{.site = "get", .value = 0, .awaits = 1, .choices = {{DecisionKind::stale_load, 3}}};
  for (const toy::Threads& threads : {toy::choosers(), toy::writers({2, 2, 2}), {{put, put}, {get, get}}}) {
    for (const Cost& most : {unlimited(), with(Axis::signals, 0), with(Axis::signals, 1),
                             with(Axis::context_switches, 1), with(Axis::context_switches, 2), with(Axis::decisions, 6),
                             with(Axis::decisions, 5), with(Axis::stale_loads, 0, with(Axis::user_choices, 0)),
                             with(Axis::faults, 0, with(Axis::context_switches, 3, with(Axis::memory_reuses, 0)))}) {
      DepthFirst inner;
      Within within(inner, most);
      const Visited visited = search(threads, within, most);
      EXPECT_EQ(visited.walks, filtered(threads, most));
      EXPECT_EQ(visited.executions, visited.walks.size()) << "none twice";
      EXPECT_FALSE(within.nondeterminism().found()) << within.nondeterminism().what();
    }
  }
}

TEST(WithinTest, TellsWhatTheInnerStrategyFound) {
  DepthFirst inner;
  Within within(inner, unlimited());
  Explorer explorer(within, {});
  toy::execute(toy::writers({2, 2}), explorer);
  EXPECT_FALSE(explorer.ends());
  toy::execute(toy::writers({1, 1}), explorer);
  EXPECT_TRUE(explorer.ends());
  EXPECT_TRUE(within.nondeterminism().found());
}

TEST(CostTest, CountsEachAxis) {
  const Shape shape{.threads = 3, .callbacks = 2, .ms = 4, .signals = 1, .faults = 5};
  const Cost cost = cost_of(shape, std::vector<RecordedDecision>{{DecisionKind::thread, 0, "a", 0, 2},
                                                                 {DecisionKind::signal, 0, "a", 1, 2},
                                                                 {DecisionKind::signal, 0, "a", 0, 2},
                                                                 {DecisionKind::thread, 0, "b", 0, 2},
                                                                 {DecisionKind::fault, 0, "b", 1, 2},
                                                                 {DecisionKind::thread, 2, "a", 1, 2},
                                                                 {DecisionKind::stale_load, 2, "a", 2, 3},
                                                                 {DecisionKind::thread, 0, "c", 0, 2}});
  Cost wanted;
  wanted[Axis::threads] = 3;
  wanted[Axis::callbacks] = 2;
  wanted[Axis::ms] = 4;
  wanted[Axis::signals_offered] = 1;
  wanted[Axis::faults_offered] = 5;
  wanted[Axis::signals] = 1;
  wanted[Axis::faults] = 1;
  wanted[Axis::stale_loads] = 1;
  wanted[Axis::context_switches] = 2;
  wanted[Axis::decisions] = 8;
  EXPECT_EQ(cost, wanted);
  EXPECT_TRUE(fits_within(cost, cost));
  EXPECT_FALSE(is_smaller(cost, cost));
  EXPECT_TRUE(is_smaller(cost, with(Axis::threads, 4, cost)));
  EXPECT_TRUE(is_smaller(cost, with(Axis::decisions, 7, with(Axis::threads, 4, cost)))) << "decisions come last";
  EXPECT_TRUE(is_smaller(cost, with(Axis::decisions, 9, cost)));
  EXPECT_FALSE(is_smaller(cost, with(Axis::decisions, 7, cost)));
  EXPECT_FALSE(is_smaller(cost, with(Axis::signals, 0, with(Axis::threads, 4, cost)))) << "larger on one axis";
}

}  // namespace
}  // namespace extram
