// Threads, signals, verdicts and budgets of the Relacy world.
#include <gtest/gtest.h>

#include "model/explore/random.hpp"
#include "model/relacy/message_for_test.hpp"

namespace extram {
namespace {

class RelacyWorldTest : public testing::Test {
 protected:
  void SetUp() override { script = Script{}; }
};

TEST_F(RelacyWorldTest, ThreadsThatAwaitEachOtherAreADeadlockAndSpinnersALivelock) {
  static Atomic<int>* x = nullptr;
  script.setup = [] { x = W::make<Atomic<int>>("x"); };
  script.thread = [](int) { (void)x->await<Order::acquire>([](int v) { return v == 1; }, [](int) {}); };
  const RunResult deadlock = run_full();
  EXPECT_EQ(deadlock.verdict, Verdict::deadlock);
  EXPECT_NE(deadlock.message.find("thread 0 waits at"), std::string::npos) << deadlock.message;

  script.thread = [](int) {
    while (x->load<Order::acquire>() != 1) {
    }
  };
  DepthFirst full;
  const RunResult livelock = run_script({.threads = 2}, full, {.depth_max = 200});
  EXPECT_EQ(livelock.verdict, Verdict::livelock);
}

TEST_F(RelacyWorldTest, AwaitIsWokenByTheWriteThatItWaitsFor) {
  static Atomic<int>* x = nullptr;
  script.setup = [] { x = W::make<Atomic<int>>("x"); };
  script.thread = [](int t) {
    if (t == 0)
      x->store<Order::release>(1);
    else if (x->await<Order::acquire>([](int v) { return v != 0; }, [](int) {}) != 1) {
      W::violation(Oracle::user, "awaited a value that was never stored");
    }
  };
  script.after = [] { W::destroy(x); };
  EXPECT_EQ(run_full().verdict, Verdict::exhausted);
}

TEST_F(RelacyWorldTest, AModelThatRemembersIsNondeterministic) {
  static int executions = 0;
  executions = 0;
  static Atomic<int>* x = nullptr;
  script.setup = [] {
    x = W::make<Atomic<int>>("x");
    ++executions;
  };
  script.thread = [](int t) {
    x->fetch_add<Order::seq_cst>(1);
    if (t == 0 && executions % 2 == 0) (void)W::choose(3);
    x->fetch_add<Order::seq_cst>(1);
  };
  script.after = [] { W::destroy(x); };
  EXPECT_EQ(run_full().verdict, Verdict::nondeterministic);
}

TEST_F(RelacyWorldTest, AnExitEndsTheExecutionAndMustBeExpected) {
  static Atomic<int>* x = nullptr;
  script.setup = [] { x = W::make<Atomic<int>>("x"); };
  script.thread = [](int t) {
    x->fetch_add<Order::seq_cst>(1);
    if (t == 0) W::exit(3, "enough");
  };
  EXPECT_EQ(run_full().verdict, Verdict::violation);
  script.expected_exit = 3;
  const RunResult result = run_full();
  EXPECT_EQ(result.verdict, Verdict::exhausted);
  EXPECT_EQ(result.counts.exits, result.counts.executions);
}

TEST_F(RelacyWorldTest, SignalsComeAtMostAsOftenAsAllowedAndNest) {
  seen = {};
  static Atomic<int>* x = nullptr;
  static int depth = 0;
  script.setup = [] {
    x = W::make<Atomic<int>>("x");
    depth = 0;
  };
  script.on_signal = [](int) {
    ++depth;
    seen[8] = std::max(seen[8], static_cast<std::uint64_t>(depth));
    const Mask open;
    W::sigprocmask(MaskHow::set, &open, nullptr, At("handler.unmask"));
    x->fetch_add<Order::seq_cst>(1);
    --depth;
  };
  script.thread = [](int) { x->fetch_add<Order::seq_cst>(1); };
  script.after = [] {
    ++seen[static_cast<std::size_t>(x->at_rest())];
    W::destroy(x);
  };
  const RunResult result = run_full({.threads = 1, .signals = 2});
  EXPECT_EQ(result.verdict, Verdict::exhausted);
  EXPECT_GT(result.counts.signals_delivered, 0U);
  EXPECT_GT(seen[1] * seen[2] * seen[3], 0U) << "no signal, one, and two";
  EXPECT_EQ(seen[4], 0U);
  EXPECT_EQ(seen[8], 2U) << "a handler that opens its mask is interrupted itself";
}

TEST_F(RelacyWorldTest, ABlockedSignalIsPendingAndComesWhenTheMaskOpens) {
  seen = {};
  static Atomic<int>* x = nullptr;
  script.setup = [] { x = W::make<Atomic<int>>("x"); };
  script.on_signal = [](int signal) { seen[0] = static_cast<std::uint64_t>(signal); };
  script.thread = [](int) {
    const Mask all = Mask::all();
    const Mask none;
    x->fetch_add<Order::seq_cst>(1);
    W::sigprocmask(MaskHow::set, &all, nullptr, At("block"));
    W::raise(signals::usr1, At("raise"));
    W::raise(signals::usr1, At("raise again: coalesces"));
    if (W::deliveries() != 0) W::violation(Oracle::user, "delivered while blocked");
    W::sigprocmask(MaskHow::set, &none, nullptr, At("unblock"));
    if (W::deliveries() != 1) W::violation(Oracle::user, "not delivered once when unblocked");
  };
  script.after = [] { W::destroy(x); };
  const RunResult result = run_full({.threads = 1});
  EXPECT_EQ(result.verdict, Verdict::exhausted) << result.message;
  EXPECT_EQ(seen[0], static_cast<std::uint64_t>(signals::usr1));
}

TEST_F(RelacyWorldTest, BudgetsHold) {
  static Atomic<int>* x = nullptr;
  script.setup = [] { x = W::make<Atomic<int>>("x"); };
  script.thread = [](int) {
    for (int i = 0; i < 8; ++i) x->fetch_add<Order::seq_cst>(1);
  };
  script.after = [] { W::destroy(x); };
  DepthFirst by_count;
  const RunResult counted = run_script({.threads = 3}, by_count, {.executions_max = 100});
  EXPECT_EQ(counted.verdict, Verdict::truncated);
  EXPECT_EQ(counted.counts.executions, 100U);
  EXPECT_TRUE(counted.strength.empty());
  ASSERT_EQ(counted.limits.size(), 1U);

  DepthFirst by_time;
  const RunResult timed = run_script({.threads = 3}, by_time, {.seconds_max = 0.05});
  EXPECT_EQ(timed.verdict, Verdict::truncated);

  DepthFirst by_depth;
  const RunResult cut = run_script({.threads = 2}, by_depth, {.executions_max = 10, .depth_max = 10});
  EXPECT_EQ(cut.verdict, Verdict::truncated);
  EXPECT_EQ(cut.counts.executions, 0U);
  EXPECT_EQ(cut.counts.blocked, 10U);
}

TEST_F(RelacyWorldTest, ARunThatTouchesNothingIsVacuous) { EXPECT_EQ(run_full().verdict, Verdict::vacuous); }

TEST_F(RelacyWorldTest, AddingToACounterCostsNoExecution) {
  static Atomic<int>* x = nullptr;
  static W::counter* total = nullptr;
  script.setup = [] {
    x = W::make<Atomic<int>>("x");
    total = W::make<W::counter>("total");
  };
  script.thread = [](int) { x->fetch_add<Order::seq_cst>(1); };
  script.after = [] {
    W::destroy(x);
    W::destroy(total);
  };
  const std::uint64_t without = run_full().counts.executions;
  script.thread = [](int) {
    total->add(1);
    x->fetch_add<Order::seq_cst>(1);
    total->add(2);
  };
  script.after = [] {
    if (total->at_rest() != 6) W::violation(Oracle::user, "the counter lost an addition");
    W::destroy(x);
    W::destroy(total);
  };
  const RunResult with = run_full();
  EXPECT_EQ(with.verdict, Verdict::exhausted);
  EXPECT_EQ(with.counts.executions, without);
}

TEST_F(RelacyWorldTest, IdsAreDistinctWhateverTheSchedule) {
  struct Shared {
    Atomic<int> x{"x"};
    W::id_source ids;
    std::uint64_t drawn[4]{};
  };
  static Shared* s = nullptr;
  script.setup = [] { s = W::make<Shared>(); };
  script.thread = [](int t) {
    s->drawn[2 * t] = s->ids.next();
    s->x.fetch_add<Order::seq_cst>(1);
    s->drawn[2 * t + 1] = s->ids.next();
  };
  script.after = [] {
    for (int i = 0; i < 4; ++i) {
      for (int j = 0; j < i; ++j) {
        if (s->drawn[i] == s->drawn[j]) W::violation(Oracle::user, "an id was handed out twice");
      }
    }
    W::destroy(s);
  };
  EXPECT_EQ(run_full().verdict, Verdict::exhausted);
}

TEST_F(RelacyWorldTest, AFailureReplaysToItselfWithATraceThatNamesNoAddress) {
  script.setup = [] { message = W::make<Message>(); };
  script.after = [] { W::destroy(message); };
  script.thread = &pass_message<Order::relaxed, Order::relaxed>;
  const RunResult found = run_full();
  ASSERT_EQ(found.verdict, Verdict::data_race);
  Trace first;
  for (int i = 0; i < 20; ++i) {
    Replay replay(found.decisions);
    Trace trace;
    const RunResult again = run_script({.threads = 2}, replay, {}, &trace);
    EXPECT_EQ(again.verdict, Verdict::data_race);
    EXPECT_EQ(again.message, found.message);
    EXPECT_TRUE(replay.divergence().empty()) << replay.divergence();
    ASSERT_FALSE(trace.empty());
    if (i == 0) first = trace;
    ASSERT_EQ(trace.size(), first.size());
    for (std::size_t k = 0; k < trace.size(); ++k) EXPECT_EQ(trace[k].what, first[k].what);
  }
}

TEST_F(RelacyWorldTest, TheSameSeedWalksTheSameWay) {
  static Atomic<int>* x = nullptr;
  script.setup = [] { x = W::make<Atomic<int>>("x"); };
  script.thread = [](int) {
    for (int i = 0; i < 5; ++i) x->fetch_add<Order::seq_cst>(1);
  };
  script.after = [] { W::destroy(x); };
  const auto last_of = [](std::uint64_t seed) {
    RandomWalk walk(seed, 50);
    return run_script({.threads = 3}, walk).decisions;
  };
  EXPECT_EQ(last_of(7), last_of(7));
  EXPECT_NE(last_of(7), last_of(8));
}

}  // namespace
}  // namespace extram
