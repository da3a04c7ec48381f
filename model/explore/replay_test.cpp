// Replay: follows its record to the end, or says at which step the model asked something else.
#include "model/explore/replay.hpp"

#include <functional>

#include <gtest/gtest.h>

#include "model/explore/depth_first.hpp"
#include "model/explore/toy_machine.hpp"

namespace extram {
namespace {

using Recording = std::vector<RecordedDecision>;

Recording recording_of(const Explorer& explorer) {
  Recording decisions;
  for (const Decision& d : explorer.decisions()) decisions.push_back(record(d));
  return decisions;
}

// Thread 0 takes a fault or not in its first step; thread 1 waits for thread 0 to be through.
const toy::Threads& program() {
  static const toy::Threads threads{
      {{.site = "opens", .choices = {{DecisionKind::stale_load, 3}, {DecisionKind::fault, 2}}}, {.site = "closes"}},
      {{.site = "looks", .access = AccessKind::read, .object = 1}, {.site = "enters", .value = 2, .awaits = 1}},
  };
  return threads;
}

// A valid record of it.
Recording good() {
  return {{DecisionKind::thread, 1, "looks", 1, 2},     {DecisionKind::thread, 0, "opens", 0, 1},
          {DecisionKind::stale_load, 0, "opens", 2, 3}, {DecisionKind::fault, 0, "opens", 1, 2},
          {DecisionKind::thread, 1, "enters", 1, 2},    {DecisionKind::thread, 0, "closes", 0, 1}};
}

struct Replayed {
  Replay strategy;
  Explorer explorer{strategy, {}};

  explicit Replayed(Recording decisions, const toy::Threads& threads = program()) : strategy(std::move(decisions)) {
    toy::execute(threads, explorer);
    EXPECT_TRUE(explorer.ends());
  }
};

// What a replay of the good record says once one of its decisions is another.
std::string divergence_with(std::size_t step, const std::function<void(RecordedDecision&)>& change) {
  Recording decisions = good();
  change(decisions[step]);
  const Replayed replayed(decisions);
  EXPECT_FALSE(replayed.strategy.used_up());
  EXPECT_EQ(replayed.explorer.counts().executions, 0U) << "the execution goes on after it diverged";
  return replayed.strategy.divergence();
}

const RecordedDecision kOnlyThread1Enters{DecisionKind::thread, 1, "enters", 1, 1};

// "step 3" of a divergence.
std::string step_of(const std::string& divergence) { return divergence.substr(0, divergence.find(':')); }

TEST(ReplayFollows, ARecord) {
  const Replayed replayed(good());
  EXPECT_EQ(replayed.strategy.divergence(), "");
  EXPECT_TRUE(replayed.strategy.used_up());
  EXPECT_EQ(recording_of(replayed.explorer), good());
  EXPECT_EQ(replayed.explorer.counts().executions, 1U);
  EXPECT_EQ(replayed.strategy.strength(), "replayed");
  EXPECT_FALSE(replayed.strategy.is_exhaustive());
}

TEST(ReplayFollows, EveryExecutionOfASearch) {
  DepthFirst full;
  Explorer explorer(full, {});
  int executions = 0;
  do {
    toy::execute(program(), explorer);
    const Recording recorded = recording_of(explorer);
    const Replayed replayed(recorded);
    ASSERT_EQ(replayed.strategy.divergence(), "");
    ASSERT_TRUE(replayed.strategy.used_up());
    ASSERT_EQ(recording_of(replayed.explorer), recorded);
    ++executions;
  } while (!explorer.ends());
  EXPECT_EQ(executions, 5 * 6);  // thread 0 opens before thread 1 enters: 5 of the 6 orders
}

TEST(ReplayFollows, ADeadlockToItsEnd) {
  const toy::Threads threads{{{.site = "first"}, {.site = "never", .awaits = 7}}, {{.site = "nor", .awaits = 7}}};
  const Replayed replayed({{DecisionKind::thread, 0, "first", 0, 1}}, threads);
  EXPECT_EQ(replayed.strategy.divergence(), "");
  EXPECT_TRUE(replayed.strategy.used_up());
  ASSERT_TRUE(replayed.explorer.failure());
  EXPECT_EQ(replayed.explorer.failure()->verdict, Verdict::deadlock);
}

// A livelock is as long as the limit that tells it: against another limit the same record is of another execution.
TEST(ReplayFollows, ALivelockToItsLimitAndToNoOther) {
  const toy::Threads threads{{{.site = "spins", .access = AccessKind::read, .object = 1, .until = 7}}};
  const Recording spins(40, RecordedDecision{DecisionKind::thread, 0, "spins", 0, 1});
  const auto replay_at = [&](std::uint32_t depth, Replay& strategy) {
    Explorer explorer(strategy, {.depth_max = depth});
    toy::execute(threads, explorer);
    EXPECT_TRUE(explorer.ends());
    return explorer.failure() ? explorer.failure()->verdict : Verdict::sampled;
  };
  Replay same(spins);
  EXPECT_EQ(replay_at(40, same), Verdict::livelock);
  EXPECT_EQ(same.divergence(), "");
  EXPECT_TRUE(same.used_up());
  Replay longer(spins);
  EXPECT_EQ(replay_at(60, longer), Verdict::sampled);
  EXPECT_EQ(longer.divergence(), "step 40: the schedule has ended, the model goes on with a choice among 1 threads");
  Replay shorter(spins);
  EXPECT_EQ(replay_at(20, shorter), Verdict::livelock);
  EXPECT_FALSE(shorter.used_up()) << "20 decisions of the record were never asked for";
}

TEST(ReplayRecords, TheStepByItsName) {
  const Decision decision{DecisionKind::fault, 2, 1, 3, At("allocm")};
  EXPECT_EQ(record(decision), (RecordedDecision{DecisionKind::fault, 2, "allocm", 1, 3}));
}

TEST(ReplayDiverges, WhereTheThreadIsAnotherThanItsRankSays) {
  EXPECT_EQ(divergence_with(0, [](auto& d) { d.thread = 0; }),
            "step 0: the schedule has thread 0 at looks: thread 1/2, the model has 2 enabled threads, thread 0 at "
            "opens, thread 1 at looks");
  EXPECT_EQ(step_of(divergence_with(0, [](auto& d) { d.index = 0; })), "step 0");
}

TEST(ReplayDiverges, WhereTheThreadWaits) {
  EXPECT_EQ(divergence_with(1, [](auto& d) { d = kOnlyThread1Enters; }),
            "step 1: the schedule has thread 1 at enters: thread 1/1, the model has 1 enabled threads, thread 0 at "
            "opens, thread 1 waiting at enters");
}

TEST(ReplayDiverges, WhereTheThreadHasEnded) {
  EXPECT_EQ(divergence_with(5, [](auto& d) { d = kOnlyThread1Enters; }),
            "step 5: the schedule has thread 1 at enters: thread 1/1, the model has 1 enabled threads, thread 0 at "
            "closes");
}

TEST(ReplayDiverges, WhereThereIsNoSuchThread) {
  EXPECT_EQ(step_of(divergence_with(0, [](auto& d) { d.thread = 2; })), "step 0");
  EXPECT_EQ(step_of(divergence_with(0, [](auto& d) { d.thread = -1; })), "step 0");
}

TEST(ReplayDiverges, WhereTheSiteIsAnother) {
  EXPECT_EQ(divergence_with(4, [](auto& d) { d.site = "leaves"; }),
            "step 4: the schedule has thread 1 at leaves: thread 1/2, the model has 2 enabled threads, thread 0 at "
            "closes, thread 1 at enters");
  EXPECT_EQ(divergence_with(3, [](auto& d) { d.site = "leaves"; }),
            "step 3: the schedule has thread 0 at leaves: fault 1/2, the model has thread 0 at opens: fault 0/2");
  EXPECT_NE(divergence_with(3, [](auto& d) { d.site.clear(); }).find("thread 0 at -:"), std::string::npos);
}

TEST(ReplayDiverges, WhereTheArityIsAnother) {
  EXPECT_EQ(step_of(divergence_with(0, [](auto& d) { d.arity = 3; })), "step 0");
  EXPECT_EQ(divergence_with(2, [](auto& d) { d.arity = 4; }),
            "step 2: the schedule has thread 0 at opens: stale_load 2/4, the model has thread 0 at opens: stale_load "
            "0/3");
}

TEST(ReplayDiverges, WhereTheIndexIsOutOfRange) {
  EXPECT_EQ(step_of(divergence_with(2, [](auto& d) { d.index = 3; })), "step 2");
  EXPECT_EQ(step_of(divergence_with(2, [](auto& d) { d.index = -1; })), "step 2");
}

TEST(ReplayDiverges, WhereTheKindIsAnother) {
  EXPECT_EQ(divergence_with(3, [](auto& d) { d.kind = DecisionKind::signal; }),
            "step 3: the schedule has thread 0 at opens: signal 1/2, the model has thread 0 at opens: fault 0/2");
  EXPECT_EQ(step_of(divergence_with(4, [](auto& d) { d.kind = DecisionKind::user; })), "step 4");
  EXPECT_EQ(step_of(divergence_with(2, [](auto& d) { d.kind = DecisionKind::thread; })), "step 2");
}

TEST(ReplayDiverges, WhereAnotherThreadMakesTheChoice) {
  EXPECT_EQ(step_of(divergence_with(3, [](auto& d) { d.thread = 1; })), "step 3");
}

TEST(ReplayDiverges, WhereTheModelAsksAChoiceMoreAndGoesNoFurther) {
  Recording decisions = good();
  decisions.erase(decisions.begin() + 3);
  const Replayed replayed(decisions);
  EXPECT_EQ(replayed.strategy.divergence(),
            "step 3: the schedule has thread 1 at enters: thread 1/2, the model has thread 0 at opens: fault 0/2");
  // The next decision of the record would fit again. An execution that is not the recorded one must not go on.
  EXPECT_EQ(replayed.explorer.counts().blocked, 1U);
  EXPECT_EQ(replayed.explorer.counts().steps, 2U);
}

TEST(ReplayDiverges, WhereTheScheduleIsTooShort) {
  Recording decisions = good();
  decisions.pop_back();
  const Replayed at_a_step(decisions);
  EXPECT_EQ(at_a_step.strategy.divergence(),
            "step 5: the schedule has ended, the model goes on with a choice among 1 threads");
  EXPECT_EQ(at_a_step.explorer.counts().blocked, 1U);

  decisions.resize(3);
  EXPECT_EQ(Replayed(decisions).strategy.divergence(),
            "step 3: the schedule has ended, the model goes on with thread 0 at opens: fault 0/2");
  EXPECT_EQ(step_of(Replayed({}).strategy.divergence()), "step 0");
}

TEST(ReplayDiverges, WhereTheScheduleIsTooLong) {
  Recording decisions = good();
  decisions.push_back({DecisionKind::thread, 0, "closes", 0, 1});
  const Replayed replayed(decisions);
  EXPECT_EQ(replayed.strategy.divergence(),
            "step 6: the schedule goes on with thread 0 at closes: thread 0/1, the model has ended");
  EXPECT_FALSE(replayed.strategy.used_up());
  EXPECT_EQ(replayed.explorer.counts().executions, 1U);
}

TEST(ReplayDiverges, OnceAtTheFirstDifference) {
  Recording decisions = good();
  decisions[2].site = "one";
  decisions[3].site = "two";
  decisions[4].site = "three";
  EXPECT_EQ(step_of(Replayed(decisions).strategy.divergence()), "step 2");
}

}  // namespace
}  // namespace extram
