// The explorer: what it records and counts, what it tells the strategy, and what it calls a deadlock.
#include "model/explore/explorer.hpp"

#include <gtest/gtest.h>

#include "model/explore/depth_first.hpp"
#include "model/explore/toy_machine.hpp"

namespace extram {
namespace {

using toy::writers;

// Two threads, each of which takes two locks, in opposite order.
toy::Threads crossing_locks() {
  const auto take = [](int lock) { return toy::Step{.site = "lock", .object = lock, .value = 1, .awaits = 0}; };
  const auto drop = [](int lock) { return toy::Step{.site = "unlock", .object = lock, .value = 0}; };
  return {{take(0), take(1), drop(1), drop(0)}, {take(1), take(0), drop(0), drop(1)}};
}

// --- deadlock -------------------------------------------------------------------------------------------------------

TEST(ExplorerDeadlock, IsFoundWhereAnInterleavingHasIt) {
  DepthFirst full;
  Explorer explorer(full, {});
  const auto walks = toy::search(crossing_locks(), explorer);
  ASSERT_TRUE(explorer.failure());
  EXPECT_EQ(explorer.failure()->verdict, Verdict::deadlock);
  EXPECT_EQ(walks.back(), "01") << "each thread has one lock, and nobody goes on";
  EXPECT_EQ(explorer.counts().executions, walks.size());
  EXPECT_TRUE(explorer.limits_reached().empty());
}

TEST(ExplorerDeadlock, TakesOnePreemption) {
  DepthFirst none({.preemptions = 0, .faults = {}});
  Explorer without(none, {});
  EXPECT_EQ(toy::search(crossing_locks(), without).size(), 2U);
  EXPECT_FALSE(without.failure());

  DepthFirst one({.preemptions = 1, .faults = {}});
  Explorer with(one, {});
  toy::search(crossing_locks(), with);
  EXPECT_TRUE(with.failure());
}

TEST(ExplorerDeadlock, IsToldToTheMachineAndIsNoDecision) {
  DepthFirst full;
  Explorer explorer(full, {});
  explorer.begins();
  const std::vector<NextStep> all_wait{{At("waits"), {}, false, true}, {At("waits"), {}, false, true}};
  EXPECT_EQ(explorer.next_thread(all_wait), Explorer::kDeadlock);
  EXPECT_TRUE(explorer.decisions().empty());
  EXPECT_EQ(explorer.counts().steps, 0U);
}

// --- counts and decisions -------------------------------------------------------------------------------------------

TEST(ExplorerCounts, ExecutionsStepsAndTheLongestOne) {
  DepthFirst full;
  Explorer explorer(full, {});
  toy::search(writers({2, 2}), explorer);
  EXPECT_EQ(explorer.counts().executions, 6U);
  EXPECT_EQ(explorer.counts().blocked, 0U);
  EXPECT_EQ(explorer.counts().steps, 6U * 4U);
  EXPECT_EQ(explorer.counts().decisions_max, 4U);
}

TEST(ExplorerCounts, EachKindOfChoiceByItself) {
  struct Row {
    DecisionKind kind;
    std::uint64_t signals;
    std::uint64_t faults;
  };
  const std::vector<Row> rows{{DecisionKind::signal, 1, 0},     {DecisionKind::fault, 0, 1},
                              {DecisionKind::user, 0, 0},       {DecisionKind::spurious_failure, 0, 1},
                              {DecisionKind::stale_load, 0, 0}, {DecisionKind::memory_reuse, 0, 0}};
  for (const Row& row : rows) {
    DepthFirst full;
    Explorer explorer(full, {});
    toy::search(toy::chooser({{row.kind, 2}}), explorer);
    EXPECT_EQ(explorer.counts().executions, 2U) << name_of(row.kind);
    EXPECT_EQ(explorer.counts().signals_delivered, row.signals) << name_of(row.kind);
    EXPECT_EQ(explorer.counts().faults_injected, row.faults) << name_of(row.kind);
    EXPECT_EQ(explorer.counts().decisions_max, 2U) << name_of(row.kind);
  }
}

TEST(ExplorerCounts, ExitsAndExecutionsThatTheMachineAbandons) {
  DepthFirst full;
  Explorer explorer(full, {});
  const toy::Threads threads = writers({1, 1});
  toy::execute(threads, explorer);
  explorer.exits(0);
  EXPECT_FALSE(explorer.ends());
  toy::execute(threads, explorer);
  explorer.abandons();
  EXPECT_TRUE(explorer.ends());
  EXPECT_EQ(explorer.counts().exits, 1U);
  EXPECT_EQ(explorer.counts().executions, 1U);
  EXPECT_EQ(explorer.counts().blocked, 1U);
}

TEST(ExplorerDecisions, AThreadIsRecordedByItsRankAmongTheEnabledOnes) {
  DepthFirst full;
  Explorer explorer(full, {});
  explorer.begins();
  const std::vector<NextStep> threads{{At("waits"), {}, false, true},
                                      {At("ended"), {}, false, false},
                                      {At("goes"), {}, true, true},
                                      {At("goes too"), {}, true, true}};
  EXPECT_EQ(explorer.next_thread(threads), 2);
  ASSERT_EQ(explorer.decisions().size(), 1U);
  const Decision& decision = explorer.decisions().front();
  EXPECT_EQ(decision.kind, DecisionKind::thread);
  EXPECT_EQ(decision.thread, 2);
  EXPECT_EQ(decision.index, 0);
  EXPECT_EQ(decision.arity, 2);
  EXPECT_EQ(decision.at.label(), "goes");
}

TEST(ExplorerDecisions, AChoiceOfOneIsNone) {
  DepthFirst full;
  Explorer explorer(full, {});
  explorer.begins();
  EXPECT_EQ(explorer.choose(DecisionKind::stale_load, 1, 0, At("load")), 0);
  EXPECT_TRUE(explorer.decisions().empty());
}

// --- between the machine and the strategy ---------------------------------------------------------------------------

// Gives up each execution at its third step, and remembers what it was told.
class Listener final : public Strategy {
 public:
  void begins() override { steps_ = 0; }
  [[nodiscard]] int next_thread(std::span<const NextStep>, int running) override {
    log_ += fmt::format("({})", running);
    return steps_++ == 2 ? kAbandon : 0;
  }
  [[nodiscard]] int index(const Decision&) override { return 0; }
  void performed(int thread, Access access) override {
    log_ += fmt::format("{}{}{}", thread, access.kind == AccessKind::write ? "w" : "r", access.object);
  }
  [[nodiscard]] bool ends(bool abandoned) override {
    log_ += abandoned ? "a" : "e";
    return true;
  }
  [[nodiscard]] std::string strength() const override { return "none"; }
  [[nodiscard]] bool is_exhaustive() const override { return false; }
  [[nodiscard]] const std::string& log() const { return log_; }

 private:
  int steps_ = 0;
  std::string log_;
};

const toy::Threads& write_and_reads() {
  static const toy::Threads threads{{{.site = "w", .object = 3},
                                     {.site = "r", .access = AccessKind::read, .object = 2},
                                     {.site = "r", .access = AccessKind::read, .object = 1}}};
  return threads;
}

TEST(ExplorerAndStrategy, EachStepIsToldAndAnAbandonedExecutionIsCut) {
  Listener listener;
  Explorer explorer(listener, {});
  toy::search(write_and_reads(), explorer);
  EXPECT_EQ(listener.log(), "(-1)0w3(0)0r2(0)a");
  EXPECT_EQ(explorer.counts().blocked, 1U);
  EXPECT_EQ(explorer.counts().executions, 0U);
  EXPECT_EQ(explorer.counts().steps, 2U) << "the step that the strategy refused is none";
  EXPECT_EQ(explorer.decisions().size(), 2U);
  EXPECT_TRUE(explorer.limits_reached().empty());
}

TEST(ExplorerAndStrategy, TheNextExecutionBeginsAnew) {
  Listener listener;
  Explorer explorer(listener, {});
  toy::search(write_and_reads(), explorer);
  const std::string first = listener.log();
  toy::search(writers({1}), explorer);
  EXPECT_EQ(listener.log(), first + "(-1)0w0e") << "no running thread, not abandoned";
}

TEST(ExplorerFailure, TheFirstOneStaysAndEndsTheSearch) {
  DepthFirst full;
  Explorer explorer(full, {});
  toy::execute(writers({2, 2}), explorer);
  EXPECT_FALSE(explorer.failure());
  explorer.fails({Verdict::violation, Oracle::I7, "the cause", 1});
  explorer.fails({Verdict::leak, Oracle::none, "what came of it", -1});
  EXPECT_TRUE(explorer.ends());
  ASSERT_TRUE(explorer.failure());
  EXPECT_EQ(explorer.failure()->verdict, Verdict::violation);
  EXPECT_EQ(explorer.failure()->oracle, Oracle::I7);
  EXPECT_EQ(explorer.failure()->message, "the cause");
  EXPECT_EQ(explorer.failure()->thread, 1);
  EXPECT_EQ(toy::text_of(explorer.decisions()), "0011") << "the failing execution's decisions stay";
  EXPECT_EQ(explorer.counts().executions, 1U);
}

}  // namespace
}  // namespace extram
