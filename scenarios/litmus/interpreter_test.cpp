// The interpreter in Relacy's world: what a full search sees of tests whose outcomes are known.
#include "scenarios/litmus/interpreter.hpp"

#include <string>

#include <gtest/gtest.h>

#include "model/explore/depth_first.hpp"
#include "model/explore/run.hpp"
#include "model/litmus/litmus_file.hpp"

namespace extram::litmus {
namespace {

using Outcomes = std::vector<std::vector<int>>;

struct Ran {
  RunResult result;
  Outcomes outcomes;
  std::uint64_t deadlocks = 0;
};

enum class Deadlocks { convicted, counted };

// `threads`: the list of JSON, over as many lines as it likes.
Ran run_full(std::string threads, Deadlocks deadlocks = Deadlocks::convicted) {
  std::erase(threads, '\n');
  const Cases cases = read_cases(R"({"name":"test","locs":["x","y"],"threads":[)" + threads + "]}", "test");
  EXPECT_EQ(cases.error, "");
  Ran ran;
  if (cases.cases.empty()) return ran;
  const Test& test = cases.cases.front().test;
  OutcomeSet outcomes(test.outcome_names().size());
  bench = {&test, &outcomes, deadlocks == Deadlocks::counted ? &ran.deadlocks : nullptr};
  RunRequest request;
  request.entry = &interpreter_entry();
  request.shape = {.threads = static_cast<int>(test.threads.size())};
  DepthFirst full;
  ran.result = run(request, full);
  bench = {};
  ran.outcomes = outcomes.sorted();
  return ran;
}

TEST(LitmusInterpreter, ShowsStoreBufferingWhereOrdersAllowIt) {
  const Ran relaxed = run_full(R"(
    [{"op":"st","loc":"x","val":1,"ord":"rlx"},{"op":"ld","loc":"y","reg":"a","ord":"rlx"}],
    [{"op":"st","loc":"y","val":1,"ord":"rlx"},{"op":"ld","loc":"x","reg":"a","ord":"rlx"}])");
  EXPECT_EQ(relaxed.result.verdict, Verdict::exhausted);
  EXPECT_EQ(relaxed.outcomes, (Outcomes{{0, 0, 1, 1}, {0, 1, 1, 1}, {1, 0, 1, 1}, {1, 1, 1, 1}}));

  const Ran ordered = run_full(R"(
    [{"op":"st","loc":"x","val":1,"ord":"rlx"},{"op":"fence","ord":"sc"},{"op":"ld","loc":"y","reg":"a","ord":"rlx"}],
    [{"op":"st","loc":"y","val":1,"ord":"rlx"},
     {"op":"fence","ord":"sc"},{"op":"ld","loc":"x","reg":"a","ord":"rlx"}])");
  EXPECT_EQ(ordered.outcomes, (Outcomes{{0, 1, 1, 1}, {1, 0, 1, 1}, {1, 1, 1, 1}}));
}

TEST(LitmusInterpreter, PerformsEveryOperation) {
  const Ran ran = run_full(R"(
    [{"op":"rmw_add","loc":"x","val":2,"reg":"a","ord":"rlx"},
     {"op":"xchg","loc":"x","val":"a + 7","reg":"b","ord":"acq_rel"},
     {"op":"cas","loc":"x","expect":"7","val":9,"reg":"c","okreg":"d","ord":"sc","ord_fail":"rlx"},
     {"op":"cas","loc":"x","expect":7,"val":10,"reg":"e","okreg":"f","ord":"rel"},
     {"op":"if","cond":"f == 0 and not a","then":[{"op":"set","reg":"g","val":"c * 2"}],
      "else":[{"op":"set","reg":"g","val":1}]},
     {"op":"choice","reg":"h","n":2}])");
  //                             a  b  c  d  e  f  g   h  x  y
  EXPECT_EQ(ran.outcomes, (Outcomes{{0, 2, 7, 1, 9, 0, 14, 0, 9, 0}, {0, 2, 7, 1, 9, 0, 14, 1, 9, 0}}));
}

TEST(LitmusInterpreter, AWeakCompareExchangeMayFailForNoReason) {
  const Ran ran = run_full(R"([{"op":"cas","weak":true,"loc":"x","expect":0,"val":1,"okreg":"ok","ord":"rlx"}])");
  EXPECT_EQ(ran.outcomes, (Outcomes{{0, 0, 0}, {1, 1, 0}}));
}

TEST(LitmusInterpreter, AnAssumptionThatFailsCutsTheExecutionAndNotTheOtherThreads) {
  const Ran ran = run_full(R"(
    [{"op":"ld","loc":"x","reg":"a","ord":"rlx"},{"op":"assume","cond":"a == 1"},
     {"op":"st","loc":"y","val":1,"ord":"rlx"}],
    [{"op":"st","loc":"x","val":1,"ord":"rlx"}])");
  EXPECT_EQ(ran.result.verdict, Verdict::exhausted);
  EXPECT_EQ(ran.outcomes, (Outcomes{{1, 1, 1}}));
  EXPECT_GT(ran.result.counts.executions, 0U);
  EXPECT_GT(ran.result.counts.blocked, 0U);
}

TEST(LitmusInterpreter, ATestThatAssumesTheImpossibleIsVacuous) {
  const Ran ran = run_full(R"([{"op":"ld","loc":"x","reg":"a","ord":"rlx"},{"op":"assume","cond":"a"}])");
  EXPECT_EQ(ran.result.verdict, Verdict::vacuous);
}

TEST(LitmusInterpreter, AnAwaitWaitsAndItsDeadlockIsConvictedOrCounted) {
  const Ran meets = run_full(R"(
    [{"op":"await","loc":"x","val":2,"ord":"acq","reg":"a"},{"op":"ld","loc":"y","reg":"b","ord":"rlx"}],
    [{"op":"st","loc":"y","val":1,"ord":"rlx"},{"op":"st","loc":"x","val":2,"ord":"rel"}])");
  EXPECT_EQ(meets.outcomes, (Outcomes{{2, 1, 2, 1}}));

  constexpr const char* kBoth = R"(
    [{"op":"ld","loc":"x","reg":"a","ord":"rlx"},
     {"op":"if","cond":"a","then":[{"op":"await","loc":"y","val":0,"until":"!=","ord":"rlx"}]}],
    [{"op":"st","loc":"x","val":1,"ord":"rlx"}])";
  EXPECT_EQ(run_full(kBoth).result.verdict, Verdict::deadlock);
  const Ran counted = run_full(kBoth, Deadlocks::counted);
  EXPECT_EQ(counted.result.verdict, Verdict::exhausted);
  EXPECT_GT(counted.deadlocks, 0U);
  EXPECT_EQ(counted.outcomes, (Outcomes{{0, 1, 0}}));
}

constexpr const char* kMessage = R"(
    [{"op":"st","loc":"x","val":1,"ord":"na"},{"op":"st","loc":"y","val":1,"ord":"%"}],
    [{"op":"ld","loc":"y","reg":"a","ord":"acq"},{"op":"if","cond":"a","then":[
       {"op":"ld","loc":"x","reg":"b","ord":"na"}]}])";

std::string with(std::string text, std::string_view order) { return text.replace(text.find('%'), 1, order); }

TEST(LitmusInterpreter, PlainAccessesRaceWhereNothingOrdersThem) {
  const Ran ordered = run_full(with(kMessage, "rel"));
  EXPECT_EQ(ordered.result.verdict, Verdict::exhausted);
  EXPECT_EQ(ordered.outcomes, (Outcomes{{0, 0, 1, 1}, {1, 1, 1, 1}}));
  EXPECT_EQ(run_full(with(kMessage, "rlx")).result.verdict, Verdict::data_race);
}

// x is accessed plainly by one thread and atomically by the other.
Verdict mixed(std::string_view first, std::string_view ord, std::string_view second) {
  return run_full("[" + std::string(first) + R"(,{"op":"st","loc":"y","val":1,"ord":")" + std::string(ord) + R"("}],
    [{"op":"ld","loc":"y","reg":"a","ord":"acq"},{"op":"if","cond":"a","then":[)" +
                  std::string(second) + "]}]")
      .result.verdict;
}

TEST(LitmusInterpreter, APlainAndAnAtomicAccessOfOneLocationRaceUnlessOrdered) {
  const std::string plain_store = R"({"op":"st","loc":"x","val":1,"ord":"na"})";
  const std::string plain_load = R"({"op":"ld","loc":"x","reg":"p","ord":"na"})";
  const std::string store = R"({"op":"st","loc":"x","val":1,"ord":"rlx"})";
  const std::string load = R"({"op":"ld","loc":"x","reg":"l","ord":"rlx"})";
  const std::string add = R"({"op":"rmw_add","loc":"x","val":1,"ord":"acq_rel"})";
  for (const auto& [one, other] : {std::pair{plain_store, store},
                                   {plain_store, load},
                                   {plain_store, add},
                                   {plain_load, store},
                                   {plain_load, add},
                                   {store, plain_load},
                                   {add, plain_store}}) {
    EXPECT_EQ(mixed(one, "rel", other), Verdict::exhausted) << one << other;
    EXPECT_EQ(mixed(one, "rlx", other), Verdict::data_race) << one << other;
  }
  EXPECT_EQ(mixed(plain_load, "rlx", load), Verdict::exhausted) << "two loads never race";
}

// What orders the two is the location itself: the waiting load acquires what the plain store's thread released there.
TEST(LitmusInterpreter, AnOperationIsOrderedAfterWhatItAcquires) {
  const Ran ran = run_full(R"(
    [{"op":"st","loc":"x","val":1,"ord":"na"},{"op":"st","loc":"x","val":2,"ord":"rel"}],
    [{"op":"await","loc":"x","val":2,"ord":"acq"},{"op":"ld","loc":"x","reg":"a","ord":"na"}])");
  EXPECT_EQ(ran.result.verdict, Verdict::exhausted);
  EXPECT_EQ(ran.outcomes, (Outcomes{{2, 2, 0}}));
}

}  // namespace
}  // namespace extram::litmus
