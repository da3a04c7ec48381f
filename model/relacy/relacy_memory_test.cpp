// Relacy's memory model and memory, asked small questions whose answers are known.
#include <gtest/gtest.h>

#include "model/relacy/growing_vector.hpp"
#include "model/relacy/message_for_test.hpp"

namespace extram {
namespace {

class RelacyMemoryTest : public testing::Test {
 protected:
  void SetUp() override { script = Script{}; }
};

struct StoreBuffer {
  Atomic<int> x{"x"}, y{"y"};
  int r[2]{};
};
StoreBuffer* buffer = nullptr;

// Both threads store to their variable, then load the other's. Counts in `seen` how often each pair of results came.
template <Order Both>
RunResult run_store_buffering() {
  seen = {};
  script.setup = [] { buffer = W::make<StoreBuffer>(); };
  script.thread = [](int t) {
    (t == 0 ? buffer->x : buffer->y).store<Both>(1);
    buffer->r[t] = (t == 0 ? buffer->y : buffer->x).load<Both>();
  };
  script.after = [] {
    ++seen[static_cast<std::size_t>(buffer->r[0] * 2 + buffer->r[1])];
    W::destroy(buffer);
  };
  return run_full();
}

TEST_F(RelacyMemoryTest, StoreBufferingShowsBothStaleLoadsWhenRelaxed) {
  const RunResult result = run_store_buffering<Order::relaxed>();
  EXPECT_EQ(result.verdict, Verdict::exhausted);
  EXPECT_EQ(result.strength, "complete");
  EXPECT_GT(seen[0], 0U) << "both threads read the old value";
  EXPECT_GT(seen[1] * seen[2] * seen[3], 0U);
}

TEST_F(RelacyMemoryTest, StoreBufferingIsForbiddenWhenSequentiallyConsistent) {
  EXPECT_EQ(run_store_buffering<Order::seq_cst>().verdict, Verdict::exhausted);
  EXPECT_EQ(seen[0], 0U);
  EXPECT_GT(seen[1] * seen[2] * seen[3], 0U);
}

TEST_F(RelacyMemoryTest, AStaleLoadNamesTheStoreThatItRead) {
  static Atomic<int>* x = nullptr;
  script.setup = [] { x = W::make<Atomic<int>>("x"); };
  script.thread = [](int t) {
    if (t == 0) {
      x->store<Order::relaxed>(1, At("first"));
      x->store<Order::relaxed>(2, At("second"));
    } else if (x->load<Order::relaxed>(At("look")) == 1 && x->at_rest() == 2) {
      W::violation(Oracle::user, "stale");
    }
  };
  script.after = [] { W::destroy(x); };
  const RunResult found = run_full();
  ASSERT_EQ(found.verdict, Verdict::violation);
  Replay replay(found.decisions);
  Trace trace;
  ASSERT_EQ(run_script({.threads = 2}, replay, {}, &trace).verdict, Verdict::violation);
  const auto look = std::find_if(trace.begin(), trace.end(), [](const Event& e) { return e.site == "look"; });
  ASSERT_NE(look, trace.end());
  EXPECT_TRUE(look->stale);
  EXPECT_EQ(look->what, "x: 1 (stale: of thread 0 at first; the newest is 2)");
}

TEST_F(RelacyMemoryTest, MessagePassingIsARaceOnlyWhereTheOrderIsTooWeak) {
  script.setup = [] { message = W::make<Message>(); };
  script.after = [] { W::destroy(message); };
  script.thread = &pass_message<Order::release, Order::acquire>;
  EXPECT_EQ(run_full().verdict, Verdict::exhausted);

  script.thread = &pass_message<Order::relaxed, Order::acquire>;
  const RunResult weak = run_full();
  EXPECT_EQ(weak.verdict, Verdict::data_race);
  EXPECT_EQ(weak.oracle, Oracle::I20);
  EXPECT_NE(weak.message.find("payload"), std::string::npos) << weak.message;
}

TEST_F(RelacyMemoryTest, UseAfterFreeIsSeen) {
  static Atomic<int>* atomic = nullptr;
  script.setup = [] { atomic = W::make<Atomic<int>>("x"); };
  script.thread = [](int t) {
    if (t == 0)
      W::destroy(atomic);
    else
      (void)atomic->load<Order::seq_cst>();
  };
  const RunResult of_atomic = run_full();
  EXPECT_EQ(of_atomic.verdict, Verdict::violation);
  EXPECT_NE(of_atomic.message.find("freed"), std::string::npos) << of_atomic.message;

  static W::plain<int>* plain = nullptr;
  static Atomic<int>* step = nullptr;
  script.setup = [] {
    plain = W::make<W::plain<int>>("p", 0);
    step = W::make<Atomic<int>>("step");
  };
  script.thread = [](int t) {
    step->fetch_add<Order::seq_cst>(1);
    if (t == 0)
      W::destroy(plain);
    else
      *plain = 1;
  };
  const RunResult of_plain = run_full();
  EXPECT_EQ(of_plain.verdict, Verdict::violation);
  EXPECT_NE(of_plain.message.find("freed"), std::string::npos) << of_plain.message;
}

TEST_F(RelacyMemoryTest, WhatIsMadeAndNotDestroyedIsALeak) {
  static Atomic<int>* x = nullptr;
  script.setup = [] { x = W::make<Atomic<int>>("x"); };
  script.thread = [](int) { x->fetch_add<Order::seq_cst>(1); };
  EXPECT_EQ(run_full().verdict, Verdict::leak);
}

TEST_F(RelacyMemoryTest, DestroyingTwiceIsAViolation) {
  static Atomic<int>* x = nullptr;
  script.setup = [] { x = W::make<Atomic<int>>("x"); };
  script.thread = [](int) {
    x->fetch_add<Order::seq_cst>(1);
    W::destroy(x);
  };
  EXPECT_EQ(run_full().verdict, Verdict::violation);
}

TEST_F(RelacyMemoryTest, ContainersOfOtherUnitsGrowInsideAModel) {
  static Atomic<int>* x = nullptr;
  script.setup = [] { x = W::make<Atomic<int>>("x"); };
  script.thread = [](int) {
    x->fetch_add<Order::seq_cst>(1);
    if (grow_a_vector(20) != 190) W::violation(Oracle::user, "the vector lost something");
  };
  script.after = [] { W::destroy(x); };
  EXPECT_EQ(run_full().verdict, Verdict::exhausted);
}

TEST_F(RelacyMemoryTest, WeakExchangeFailsSpuriouslyAndStrongNever) {
  seen = {};
  static Atomic<int>* x = nullptr;
  script.setup = [] { x = W::make<Atomic<int>>("x"); };
  script.thread = [](int) {
    int expected = 0;
    ++seen[x->compare_exchange_weak<Order::seq_cst>(expected, 1) ? 1 : 0];
    expected = x->load<Order::seq_cst>();
    ++seen[x->compare_exchange<Order::seq_cst>(expected, 2) ? 3 : 2];
  };
  script.after = [] { W::destroy(x); };
  const RunResult result = run_full({.threads = 1});
  EXPECT_EQ(result.verdict, Verdict::exhausted);
  EXPECT_EQ(result.counts.executions, 2U);
  EXPECT_EQ(result.counts.faults_injected, 1U);
  EXPECT_EQ(seen[0], 1U);
  EXPECT_EQ(seen[1], 1U);
  EXPECT_EQ(seen[2], 0U);
}

}  // namespace
}  // namespace extram
