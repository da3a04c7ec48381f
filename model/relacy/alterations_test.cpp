// Each change that a machine-made mutant can make to a step, seen in what threads then find.
#include <gtest/gtest.h>

#include "model/relacy/script_for_test.hpp"

namespace extram {
namespace {

RunResult run_altered(std::vector<Alteration> alterations, Shape shape = {.threads = 2}) {
  Entry entry = extram::entry<Scripted, NoVersion>();
  entry.alterations = alterations;
  DepthFirst full;
  RunRequest request;
  request.entry = &entry;
  request.shape = shape;
  return run(request, full);
}

class AlterationsTest : public testing::Test {
 protected:
  void SetUp() override {
    script = Script{};
    script.setup = [] {
      data = W::make<W::plain<int>>("data", 0);
      flag = W::make<Atomic<int>>("flag");
    };
    script.after = [] {
      W::destroy(flag);
      W::destroy(data);
    };
  }
  // Thread 0 writes and raises the flag, thread 1 waits for it and reads.
  static void pass_a_message(int t) {
    if (t == 0) {
      *data = 1;
      flag->store<Order::seq_cst>(1, At("raise"));
      return;
    }
    (void)flag->await<Order::seq_cst>([](int v) { return v == 1; }, [](int) {}, At("wait"));
    if (*data != 1) W::violation(Oracle::user, "the message did not come with the flag");
  }
  // A search in which no thread does is vacuous.
  static void touch_memory() { (void)flag->load<Order::seq_cst>(At("touch")); }
  static void must_hold(bool holds) {
    if (!holds) W::violation(Oracle::user, "it does not hold");
  }

  static inline W::plain<int>* data = nullptr;
  static inline Atomic<int>* flag = nullptr;
};

TEST_F(AlterationsTest, NoneChangesNothingAndIsNotCounted) {
  script.thread = pass_a_message;
  const RunResult result = run_altered({{"some other step", Change::drop}});
  EXPECT_EQ(result.verdict, Verdict::exhausted) << result.message;
  EXPECT_EQ(result.counts.altered, 0U);
}

TEST_F(AlterationsTest, AnOrderIsWeakenedWhereItIsRead) {
  script.thread = pass_a_message;
  for (const char* site : {"raise", "wait"}) {
    const RunResult relaxed = run_altered({{site, Change::order, Order::relaxed}});
    EXPECT_EQ(relaxed.verdict, Verdict::data_race) << site;
    EXPECT_GT(relaxed.counts.altered, 0U);
  }
  EXPECT_EQ(run_altered({{"raise", Change::order, Order::release}, {"wait", Change::order, Order::acquire}}).verdict,
            Verdict::exhausted);
}

TEST_F(AlterationsTest, AStepIsLeftOut) {
  script.thread = pass_a_message;
  EXPECT_EQ(run_altered({{"raise", Change::drop}}).verdict, Verdict::deadlock) << "nobody raises the flag";
  EXPECT_EQ(run_altered({{"wait", Change::drop}}).verdict, Verdict::data_race) << "nobody waits for it";

  script.thread = [](int) {
    touch_memory();
    flag->add<Order::seq_cst>(1, At("add"));
    must_hold(flag->load<Order::seq_cst>(At("load")) == 0);
    int expected = 7;
    must_hold(flag->compare_exchange<Order::seq_cst>(expected, 8, At("exchange")));
    must_hold(flag->exchange<Order::seq_cst>(9, At("swap")) == 0);
  };
  const RunResult result =
      run_altered({{"add", Change::drop}, {"load", Change::drop}, {"exchange", Change::drop}, {"swap", Change::drop}});
  EXPECT_EQ(result.verdict, Verdict::exhausted) << result.message;
}

TEST_F(AlterationsTest, CallsOfTheKernelAreLeftOutOrChanged) {
  script.thread = [](int) {
    touch_memory();
    int g = 0;
    const Mask some{signals::usr1};
    const AltStack stack{.base = 4096, .size = 4096};
    W::setg(&g, At("setg"));
    W::sigprocmask(MaskHow::set, &some, nullptr, At("mask"));
    W::sigaltstack(&stack, nullptr, At("stack"));
    Mask found;
    W::sigprocmask(MaskHow::set, nullptr, &found, At("query"));
    must_hold(W::getg() == nullptr && W::current_altstack().disabled());
    must_hold(W::current_mask() == Mask::all().without(kUnmaskable) && found == Mask{});
    W::setg(nullptr, At("setg"));
  };
  const RunResult result = run_altered(
      {{"setg", Change::drop}, {"stack", Change::drop}, {"mask", Change::mask_full}, {"query", Change::mask_empty}});
  EXPECT_EQ(result.verdict, Verdict::exhausted) << result.message;
}

TEST_F(AlterationsTest, SignalsAreOpenBehindAStep) {
  script.thread = [](int) {
    const Mask all = Mask::all();
    W::sigprocmask(MaskHow::set, &all, nullptr, At("block"));
    flag->add<Order::seq_cst>(1, At("add"));
    must_hold(W::current_mask() != Mask{});
  };
  EXPECT_EQ(run_altered({}).verdict, Verdict::exhausted);
  EXPECT_EQ(run_altered({{"add", Change::open}}).verdict, Verdict::violation);
}

TEST_F(AlterationsTest, AStepComesBehindItsNeighbour) {
  script.thread = [](int t) {
    if (t == 1) return;
    int g = 0;
    W::setg(&g, At("setg"));
    must_hold(W::getg() == nullptr);
    flag->store<Order::seq_cst>(2, At("store"));
    must_hold(W::getg() == &g);
    must_hold(flag->load<Order::seq_cst>(At("load")) == 0);
    const Mask all = Mask::all();
    W::sigprocmask(MaskHow::set, &all, nullptr, At("mask"));
    must_hold(W::current_mask() == Mask{});
    W::step(At("other"));
    must_hold(W::current_mask() != Mask{} && flag->load<Order::seq_cst>(At("again")) == 2);
    W::setg(nullptr, At("end"));
  };
  const RunResult result = run_altered({{.site = "setg", .change = Change::swap, .behind = "store"},
                                        {.site = "store", .change = Change::swap, .behind = "load"},
                                        {.site = "mask", .change = Change::swap, .behind = "load"}});
  EXPECT_EQ(result.verdict, Verdict::exhausted) << result.message;
}

TEST_F(AlterationsTest, AWaitAndItsExchangeAreTwoStepsWhereEitherIsAltered) {
  script.thread = [](int) {
    (void)flag->await_exchange<Order::seq_cst, Order::seq_cst>([](int v) { return v == 0; }, [](int) { return true; },
                                                               1, [](int) {}, At("wait"), At("take"));
    flag->store<Order::seq_cst>(0, At("give"));
  };
  const RunResult fused = run_altered({{"give", Change::order, Order::release}});
  const RunResult apart = run_altered({{"take", Change::order, Order::acq_rel}});
  EXPECT_EQ(fused.verdict, Verdict::exhausted) << fused.message;
  EXPECT_EQ(apart.verdict, Verdict::exhausted) << apart.message;
  EXPECT_GT(apart.counts.decisions_max, fused.counts.decisions_max);
}

TEST_F(AlterationsTest, WhatIsSetUpIsNotAltered) {
  script.setup = [] {
    flag = W::make<Atomic<int>>("flag");
    flag->store<Order::seq_cst>(3, At("store"));
    data = W::make<W::plain<int>>("data", 0);
  };
  script.thread = [](int) { must_hold(flag->load<Order::seq_cst>() == 3); };
  EXPECT_EQ(run_altered({{"store", Change::drop}}).verdict, Verdict::exhausted);
}

}  // namespace
}  // namespace extram
