// A depth-first search meets a machine that changes its mind: it must say so, and end.
#include <gtest/gtest.h>

#include "model/explore/depth_first.hpp"
#include "model/explore/toy_machine.hpp"

namespace extram {
namespace {

using toy::Threads;
using toy::writers;

// The machine is `first` for one execution, and another one from then on.
struct Changed {
  DepthFirst strategy;
  Explorer explorer{strategy, {}};

  Changed(const Threads& first, const Threads& then, Bounds bounds = {}) : strategy(bounds) {
    toy::execute(first, explorer);
    EXPECT_FALSE(explorer.ends());
    do {
      toy::execute(then, explorer);
    } while (!explorer.ends());
  }
  [[nodiscard]] const Nondeterminism& found() const { return strategy.nondeterminism(); }
};

TEST(DepthFirstNondeterminism, ASteadyMachineIsNone) {
  const Changed same(toy::choosers(), toy::choosers());
  EXPECT_FALSE(same.found().found());
  EXPECT_EQ(same.found().what(), "");
}

TEST(DepthFirstNondeterminism, AnotherSite) {
  Threads then = writers({3, 2});
  then[0][1].site = "elsewhere";
  const Changed changed(writers({3, 2}), then);
  ASSERT_TRUE(changed.found().found());
  EXPECT_EQ(changed.found().what(),
            "decision 1 was thread at write.2 and is now thread at elsewhere: the model does not depend on its "
            "decisions alone");
  EXPECT_EQ(changed.explorer.counts().executions, 1U);
  EXPECT_EQ(changed.explorer.counts().blocked, 1U);
  EXPECT_FALSE(changed.explorer.failure());
}

TEST(DepthFirstNondeterminism, AThreadThatWaitsNow) {
  Threads then = writers({3, 3});
  then[1][0].awaits = 7;
  EXPECT_TRUE(Changed(writers({3, 3}), then).found().found());
}

TEST(DepthFirstNondeterminism, AsManyThreadsButOthers) {
  Threads first = writers({2, 2, 2});
  Threads then = first;
  first[2][0].awaits = 1;
  then[1][0].awaits = 1;
  EXPECT_TRUE(Changed(first, then).found().found());
}

TEST(DepthFirstNondeterminism, AThreadMore) {
  EXPECT_TRUE(Changed(writers({2, 2}), writers({2, 2, 2})).found().found());
}

TEST(DepthFirstNondeterminism, AChoiceThatIsNew) {
  Threads then = writers({3, 3});
  then[0][0].choices = {{DecisionKind::fault, 2}};
  const Changed changed(writers({3, 3}), then);
  ASSERT_TRUE(changed.found().found());
  EXPECT_EQ(changed.found().what(),
            "decision 1 was thread at write.2 and is now fault at write.1: the model does not depend on its decisions "
            "alone");
}

TEST(DepthFirstNondeterminism, AChoiceThatIsGone) {
  Threads first = writers({3, 3});
  first[0][0].choices = {{DecisionKind::fault, 2}};
  EXPECT_TRUE(Changed(first, writers({3, 3})).found().found());
}

TEST(DepthFirstNondeterminism, AChoiceOfAnotherKindOrArity) {
  const Threads first = toy::chooser({{DecisionKind::fault, 2}, {DecisionKind::user, 2}});
  EXPECT_TRUE(Changed(first, toy::chooser({{DecisionKind::signal, 2}, {DecisionKind::user, 2}})).found().found());
  EXPECT_TRUE(Changed(first, toy::chooser({{DecisionKind::fault, 3}, {DecisionKind::user, 2}})).found().found());
}

TEST(DepthFirstNondeterminism, TheSameChoiceByAnotherThread) {
  DepthFirst strategy;
  for (const std::uint8_t thread : {std::uint8_t{0}, std::uint8_t{1}}) {
    EXPECT_FALSE(strategy.nondeterminism().found());
    strategy.begins();
    EXPECT_EQ(strategy.index({DecisionKind::user, thread, 0, 3, At("chooses")}), 0);
    EXPECT_FALSE(strategy.ends(false));
  }
  EXPECT_TRUE(strategy.nondeterminism().found());
}

TEST(DepthFirstNondeterminism, AnArityThatTheBoundHides) {
  const Threads first = toy::chooser({{DecisionKind::fault, 2}, {DecisionKind::user, 2}});
  const Threads then = toy::chooser({{DecisionKind::fault, 3}, {DecisionKind::user, 2}});
  EXPECT_TRUE(Changed(first, then, {.preemptions = {}, .faults = 0}).found().found());
}

TEST(DepthFirstNondeterminism, EndsTheSearchAtOnce) {
  const Changed changed(toy::chooser({{DecisionKind::user, 9}}), toy::chooser({{DecisionKind::user, 8}}));
  EXPECT_TRUE(changed.found().found());
  EXPECT_EQ(changed.explorer.counts().executions + changed.explorer.counts().blocked, 2U);
}

TEST(DepthFirstNondeterminism, AnExecutionThatEndsBeforeTheDecisionItWasToChange) {
  const Changed changed(writers({3, 3}), writers({1, 1}));
  ASSERT_TRUE(changed.found().found());
  const Changed by_a_choice(toy::chooser({{DecisionKind::user, 2}, {DecisionKind::user, 2}}),
                            toy::chooser({{DecisionKind::user, 2}}));
  ASSERT_TRUE(by_a_choice.found().found());
  EXPECT_EQ(by_a_choice.found().what(),
            "the execution ended at decision 2, which was user at chooses: the model does not depend on its decisions "
            "alone");
}

}  // namespace
}  // namespace extram
