// The exhaustive search over the toy machine: held against every execution there is, found by recursion.
#include "model/explore/exhaustive.hpp"

#include <map>
#include <random>

#include <gtest/gtest.h>

#include "model/explore/depth_first.hpp"
#include "model/explore/toy_names.hpp"

namespace extram {
namespace {

using toy::Step;
using toy::Threads;
using enum AccessKind;

constexpr std::size_t kFewStates = 1024;  // more than these programs have
constexpr Reductions kNone{.symmetry = false, .locks = false, .merging = false};

// What an execution comes to: what each step read, in the order of its thread, and the memory in the end.
struct Outcomes {
  std::set<std::string> all;
  std::uint64_t executions = 0;
  std::uint64_t blocked = 0;
  bool deadlock = false;
};

Outcomes outcomes(const Threads& threads, Strategy& strategy) {
  Explorer explorer(strategy, {});
  toy::Names names(threads);
  names.is_asked(strategy);
  Outcomes result;
  do {
    const toy::Ended ended = toy::execute(threads, explorer, &names);
    if (ended == toy::Ended::cut) explorer.abandons();
    if (ended == toy::Ended::cut) continue;
    result.deadlock |= ended == toy::Ended::deadlock;
    result.all.insert(names.outcome());
  } while (!explorer.ends());
  EXPECT_FALSE(strategy.nondeterminism().found()) << strategy.nondeterminism().what();
  result.executions = explorer.counts().executions;
  result.blocked = explorer.counts().blocked;
  return result;
}

std::uint64_t executions_of(const Threads& threads, Reductions reductions = kNone) {
  Exhaustive search(reductions, Flaw::none, kFewStates);
  const Outcomes found = outcomes(threads, search);
  DepthFirst full;
  EXPECT_EQ(found.all, outcomes(threads, full).all);
  return found.executions;
}

TEST(Exhaustive, TriesOneOrderOfStepsThatDoNotConflict) {
  const Threads apart{{{.object = 0}, {.object = 0}}, {{.object = 1}, {.object = 1}}, {{.object = 2}}};
  EXPECT_EQ(executions_of(apart), 1U);
  const Step look{.site = "look", .access = read};
  EXPECT_EQ(executions_of({{look, look}, {look, look}, {look}}), 1U);
}

TEST(Exhaustive, TriesEveryOrderOfStepsThatConflict) {
  EXPECT_EQ(executions_of(toy::writers({1, 1})), 2U);
  EXPECT_EQ(executions_of(toy::writers({2, 2})), 6U);
  EXPECT_EQ(executions_of(toy::writers({1, 1, 1})), 6U);
  EXPECT_EQ(executions_of(toy::writers({2, 2, 1})), 30U);
}

// A writer and readers: the readers commute, so each of them reads before or after the write.
TEST(Exhaustive, ReadersOfOneWrite) {
  const Step look{.site = "look", .access = read};
  EXPECT_EQ(executions_of({{{}}, {look}, {look}}), 4U);
  EXPECT_EQ(executions_of({{{}}, {look}, {look}, {look}}), 8U);
}

// The initials of a reversed race are of the sequence that leads there, not only of its last step.
TEST(Exhaustive, ARaceThatAnotherStepStandsBefore) {
  const Threads threads{{{.site = "a", .object = 0}},
                        {{.site = "b", .object = 1}, {.site = "c", .access = read, .object = 0}},
                        {{.site = "d", .access = read, .object = 1}, {.site = "e", .object = 2}}};
  EXPECT_EQ(executions_of(threads), 4U);
}

TEST(Exhaustive, MakesEveryChoiceOfEveryStep) {
  EXPECT_EQ(executions_of(toy::chooser({{DecisionKind::user, 3}, {DecisionKind::signal, 2}})), 6U);
  // The two threads touch nothing in common, and still each choice of one meets each of the other.
  Threads apart = toy::choosers();
  for (Step& step : apart[1]) step.object = 1;
  EXPECT_EQ(executions_of(apart), 12U * 12U);
}

TEST(Exhaustive, WaitsAreReversedBehindTheWriteThatEndsThem) {
  // Either thread takes the lock first, though the second always waits for the unlock of the first.
  const auto locker = [] {
    return std::vector<Step>{{.site = "other", .object = 1},
                             {.site = "lock", .access = lock, .value = 1, .awaits = 0},
                             {.site = "unlock", .access = unlock, .value = 0}};
  };
  Threads threads{locker(), locker()};
  threads[1][0].object = 2;
  EXPECT_EQ(executions_of(threads), 2U);
  EXPECT_EQ(executions_of(threads, {.symmetry = false, .locks = true, .merging = false}), 2U);
}

TEST(Exhaustive, ADeadlockBehindAnotherOrderIsFound) {
  const Threads threads{{{.site = "sets", .value = 1}, {.site = "resets", .value = 0}},
                        {{.site = "waits", .access = read, .awaits = 1}}};
  Exhaustive search(kNone);
  EXPECT_TRUE(outcomes(threads, search).deadlock);
}

TEST(Exhaustive, EqualThreadsAreTriedOnce) {
  Threads threads = toy::writers({1, 1, 1});
  for (auto& thread : threads) thread[0].value = 1;
  Exhaustive search({.symmetry = true, .locks = true, .merging = false});
  toy::Names names(threads, toy::Twins::all);
  Explorer explorer(search, {});
  names.is_asked(search);
  while (toy::execute(threads, explorer, &names), !explorer.ends()) {
  }
  EXPECT_EQ(explorer.counts().executions, 1U);
}

TEST(Exhaustive, EqualStatesAreExploredOnce) {
  // Three writers of the same value, read by nobody: after each number of writes there is one state for each set of
  // threads that have written.
  const Threads threads{{{}}, {{}}, {{}}, {{}}};
  Exhaustive apart(kNone);
  Exhaustive merging({.symmetry = false, .locks = false, .merging = true});
  const Outcomes all = outcomes(threads, apart);
  const Outcomes merged = outcomes(threads, merging);
  EXPECT_EQ(all.executions, 24U);
  EXPECT_EQ(merged.all, all.all);
  EXPECT_LT(merged.executions + merged.blocked, 24U);
  EXPECT_EQ(merging.merged(), merged.blocked);
}

TEST(Exhaustive, SaysWhatItIs) {
  Exhaustive search;
  EXPECT_EQ(search.strength(), "complete");
  EXPECT_TRUE(search.is_exhaustive());
  ASSERT_EQ(search.leaves_out().size(), 1U);
  EXPECT_NE(search.leaves_out().front().find("128 bits"), std::string::npos);
  EXPECT_TRUE(Exhaustive(kNone).leaves_out().empty());
}

// --- random programs -------------------------------------------------------------------------------------------------

class Programs {
 public:
  explicit Programs(std::uint32_t seed) : random_(seed) {}

  Threads draw() {
    Threads threads(2 + below(2));
    std::size_t room = 7;  // steps of all: the full search must end
    for (auto& thread : threads) {
      for (std::size_t left = 1 + below(3); left > 0 && room > 0; --left, --room) thread.push_back(step());
    }
    return threads;
  }

 private:
  std::size_t below(std::size_t n) { return random_() % n; }
  int number(std::size_t n) { return static_cast<int>(below(n)); }
  Step step() {
    Step step{.object = number(2), .value = 1 + number(2)};
    switch (below(8)) {
      case 0:
      case 1:
      case 2:
        step.access = read;
        break;
      case 3:
        step.access = read;
        step.awaits = number(3);
        break;
      case 4:
        step.access = below(2) == 0 ? write : lock;
        step.awaits = 0;
        break;
      case 5:
        step.choices = {{DecisionKind::user, 2}};
        break;
      case 6:
        step.value = 0;
        break;
      default:
        break;
    }
    // A lock on the toy is a write of its own value that waits for 0: nobody can lock what is locked.
    if (step.access == lock) step.value = 3;
    return step;
  }
  std::mt19937 random_;
};

constexpr std::array kReductionSets{
    kNone,
    Reductions{.symmetry = false, .locks = true, .merging = false},
    Reductions{.symmetry = false, .locks = false, .merging = true},
    Reductions{.symmetry = true, .locks = true, .merging = true},
};

std::string text_of(const Threads& threads) {
  std::string text;
  for (const auto& thread : threads) {
    for (const Step& step : thread) {
      text += fmt::format(" {}{}={}{}{}", static_cast<int>(step.access), step.object, step.value,
                          step.awaits ? fmt::format("?{}", *step.awaits) : "", step.choices.empty() ? "" : "c");
    }
    text += ";";
  }
  return text;
}

TEST(ExhaustiveAndFull, SeeTheSameOutcomesOfRandomPrograms) {
  Programs programs(20261126);
  int deadlocks = 0;
  for (int i = 0; i < 2000; ++i) {
    const Threads threads = programs.draw();
    DepthFirst full;
    const Outcomes all = outcomes(threads, full);
    deadlocks += all.deadlock ? 1 : 0;
    for (const Reductions& reductions : kReductionSets) {
      Exhaustive search(reductions, Flaw::none, kFewStates);
      const Outcomes found = outcomes(threads, search);
      ASSERT_EQ(found.all, all.all) << extram::text_of(reductions) << text_of(threads);
      ASSERT_EQ(found.deadlock, all.deadlock) << extram::text_of(reductions) << text_of(threads);
      ASSERT_LE(found.executions, all.executions);
    }
  }
  EXPECT_GT(deadlocks, 100);
}

// Half of a search, put down and taken up by another one; and one that gives away all it can.
TEST(ExhaustiveWork, IsTheSameWhoeverDoesIt) {
  Programs programs(7);
  for (int i = 0; i < 300; ++i) {
    const Threads threads = programs.draw();
    for (const Reductions& reductions : kReductionSets) {
      Exhaustive whole(reductions, Flaw::none, kFewStates);
      const Outcomes all = outcomes(threads, whole);
      Outcomes divided;
      std::uint64_t put_down = 0;
      std::vector<std::string> works{""};
      while (!works.empty()) {
        Exhaustive search(reductions, Flaw::none, kFewStates);
        Explorer explorer(search, {});
        toy::Names names(threads);
        names.is_asked(search);
        const std::string work = works.back();
        works.pop_back();
        if (!work.empty()) {
          ASSERT_EQ(search.take_up(work), std::nullopt) << work;
        }
        bool over = false;
        for (int round = 0; !over; ++round) {
          if (toy::execute(threads, explorer, &names) != toy::Ended::cut) divided.all.insert(names.outcome());
          over = explorer.ends();
          if (!over && round == 1) {
            if (std::string given = search.split(); !given.empty()) works.push_back(given);
          }
          if (!over && round == 2) {
            works.push_back(search.work());
            ++put_down;
            break;
          }
        }
        ASSERT_FALSE(search.nondeterminism().found()) << search.nondeterminism().what();
        ASSERT_LT(put_down, 10'000U);
      }
      ASSERT_EQ(divided.all, all.all) << extram::text_of(reductions) << text_of(threads);
    }
  }
}

TEST(ExhaustiveWork, PutDownAndTakenUpItIsTheSameSearch) {
  Programs programs(11);
  for (int i = 0; i < 200; ++i) {
    const Threads threads = programs.draw();
    Exhaustive whole({}, Flaw::none, kFewStates);
    const Outcomes all = outcomes(threads, whole);
    std::uint64_t executions = 0;
    std::uint64_t blocked = 0;
    std::string work;
    std::string learnt;
    for (bool over = false; !over;) {
      Exhaustive search({}, Flaw::none, kFewStates);
      ASSERT_TRUE(search.learn(learnt));
      Explorer explorer(search, {});
      toy::Names names(threads);
      names.is_asked(search);
      if (!work.empty()) {
        ASSERT_EQ(search.take_up(work), std::nullopt);
      }
      (void)toy::execute(threads, explorer, &names);
      over = explorer.ends();
      work = search.work();
      learnt = search.learnt();
      executions += explorer.counts().executions;
      blocked += explorer.counts().blocked;
    }
    EXPECT_EQ(executions, all.executions) << text_of(threads);
    EXPECT_EQ(blocked, all.blocked) << text_of(threads);
  }
}

TEST(ExhaustiveWork, DamageIsRefused) {
  Exhaustive search(kNone);
  Explorer explorer(search, {});
  const Threads threads = toy::writers({2, 2});
  (void)toy::execute(threads, explorer);
  ASSERT_FALSE(explorer.ends());
  const std::string work = search.work();
  Exhaustive other(kNone);
  EXPECT_EQ(other.take_up(work), std::nullopt);
  EXPECT_EQ(other.take_up("depth_first 1\n"), "this is not the work of an exhaustive search");
  EXPECT_EQ(other.take_up("exhaustive 1 x 0\n"), "its first line names no node");
  EXPECT_EQ(other.take_up("exhaustive 1 9 0\n"), "the path ends above its own floor");
  Exhaustive learning;
  EXPECT_TRUE(learning.learn(""));
  EXPECT_TRUE(learning.learn(learning.learnt()));
  for (const char* text : {"e", "e \n", "e 1 \n", "v 1\n", "e 1\nv 1\n", "e 1\nx"}) {
    EXPECT_FALSE(learning.learn(text)) << text;
  }
  for (std::size_t cut = work.find("\nn") + 3; cut < work.find('\n', work.find("\nn") + 1); ++cut) {
    std::string damaged = work;
    damaged[cut] = 'x';
    EXPECT_TRUE(other.take_up(damaged)) << damaged;
  }
}

}  // namespace
}  // namespace extram
