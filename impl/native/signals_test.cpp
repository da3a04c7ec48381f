// Masks, signals and handlers of the world of real threads.
#include <gtest/gtest.h>

#include <cerrno>
#include <functional>
#include <vector>

#include "impl/native/foreign_thread_for_test.hpp"
#include "impl/native/native_world.hpp"

namespace extram::native {
namespace {

// ThreadSanitizer needs libc's mask calls; elsewhere both kinds are tried.
using CheckedByLibc = NativeWorld<CheckedPolicy<LibcMasks>>;

// A handler that counts, notes the stack that it runs on, and spoils errno.
struct Counting {
  explicit Counting(const Shape&) {
    handled = 0;
    last_signal = 0;
  }
  void setup() {}
  void foreign_thread(int) {}
  void after() {}
  void on_signal(int signal) {
    last_signal = signal;
    ++handled;
    errno = EBADMSG;
    stack_pointer = CheckedWorld::stack_pointer();
  }

  static inline int handled = 0;
  static inline int last_signal = 0;
  static inline std::uintptr_t stack_pointer = 0;
};

template <class W>
class Masked : public testing::Test {};
using MaskedWorlds = testing::Types<CheckedWorld, CheckedByLibc>;
TYPED_TEST_SUITE(Masked, MaskedWorlds);

TYPED_TEST(Masked, SetsBlocksUnblocksAndReads) {
  using W = TypeParam;
  on_foreign_thread(0, [] {
    const Mask first{signals::usr2, signals::chld, 40};
    Mask old;
    W::sigprocmask(MaskHow::set, &first, &old);
    EXPECT_EQ(old, Mask{});
    EXPECT_EQ(W::current_mask(), first);
    const Mask more{signals::term};
    W::sigprocmask(MaskHow::block, &more, &old);
    EXPECT_EQ(old, first);
    EXPECT_EQ(W::current_mask(), first.with(more));
    W::sigprocmask(MaskHow::unblock, &first, nullptr);
    EXPECT_EQ(W::current_mask(), more);
  });
}

TYPED_TEST(Masked, AllIsAllButWhatCannotBeMasked) {
  using W = TypeParam;
  on_foreign_thread(0, [] {
    const Mask all = Mask::all();
    W::sigprocmask(MaskHow::set, &all, nullptr);
    EXPECT_EQ(W::current_mask(), Mask::all().without(kUnmaskable).without(W::never_masked()));
  });
}

TYPED_TEST(Masked, ABlockedSignalComesWhenItIsOpened) {
  using W = TypeParam;
  const Handling<Counting> handling;
  on_foreign_thread(0, [&] {
    const Mask usr1{signals::usr1};
    W::sigprocmask(MaskHow::set, &usr1, nullptr);
    W::raise(signals::usr1);
    W::raise(signals::usr1);  // one can be pending, not two
    EXPECT_EQ(W::deliveries(), 0);
    W::sigprocmask(MaskHow::unblock, &usr1, nullptr);
    EXPECT_EQ(W::deliveries(), 1);
    EXPECT_EQ(Counting::handled, 1);
    EXPECT_EQ(Counting::last_signal, signals::usr1);
  });
}

TYPED_TEST(Masked, ALateSignalComesThoughBlockedAndLeavesTheMask) {
  using W = TypeParam;
  const Handling<Counting> handling;
  on_foreign_thread(0, [] {
    const Mask all = Mask::all();
    W::sigprocmask(MaskHow::set, &all, nullptr);
    const Mask before = W::current_mask();
    W::late_signal();
    EXPECT_EQ(W::deliveries(), 0) << "no signals were asked for";
    this_thread.signal_rate = 1000;
    W::late_signal();
    EXPECT_EQ(W::deliveries(), 1);
    EXPECT_EQ(W::current_mask(), before);
  });
}

TEST(RawMasks, BlockTheSignalsThatLibcKeepsForItself) {
  on_foreign_thread(0, [] {
    const Mask internal = kLibcInternal;
    RawMasks::change(MaskHow::block, &internal, nullptr);
    Mask now;
    RawMasks::change(MaskHow::set, nullptr, &now);
    EXPECT_EQ(now, internal);
    RawMasks::change(MaskHow::unblock, &internal, nullptr);
  });
}

TEST(Signals, TheHandlerRunsOnTheAlternateStackAndKeepsErrno) {
  const Handling<Counting> handling;
  on_foreign_thread(0, [&] {
    const AltStack stack = CheckedWorld::make_signal_stack(64 * 1024);
    CheckedWorld::sigaltstack(&stack, nullptr);
    errno = ENOTTY;
    CheckedWorld::raise(signals::usr1);
    EXPECT_EQ(errno, ENOTTY);
    EXPECT_GE(Counting::stack_pointer, stack.base);
    EXPECT_LT(Counting::stack_pointer, stack.base + stack.size);
    const AltStack none;
    CheckedWorld::sigaltstack(&none, nullptr);
    CheckedWorld::raise(signals::usr1);
    EXPECT_TRUE(CheckedWorld::real_stack().contains(Counting::stack_pointer));
    CheckedWorld::free_signal_stack(stack);
  });
  release_signal_stacks();
  EXPECT_EQ(Counting::handled, 2);
}

// How many signals came at each kind of step.
std::vector<int> points_hit(std::uint64_t seed, int rate) {
  const Handling<Counting> handling;
  CheckedWorld::atomic<int> word("word");
  int expected = 0;
  const std::vector<std::function<void()>> steps{
      [&] { CheckedWorld::step(); },
      [&] { (void)word.load<Order::acquire>(); },
      [&] { word.store<Order::release>(0); },
      [&] { word.exchange<Order::acq_rel>(0); },
      [&] { word.fetch_add<Order::relaxed>(0); },
      [&] { (void)word.compare_exchange<Order::seq_cst>(expected, 0); },
      [&] { (void)word.compare_exchange_weak<Order::seq_cst>(expected, 0); },
      [&] { (void)word.await<Order::acquire>([](int) { return true; }, [](int) {}); },
      [&] { CheckedWorld::fence<Order::seq_cst>(); },
      [&] { CheckedWorld::setg(nullptr); },
      [&] { CheckedWorld::sigprocmask(MaskHow::set, nullptr, nullptr); },
      [&] { CheckedWorld::sigaltstack(nullptr, nullptr); },
      [&] { (void)CheckedWorld::gettid(); }};
  std::vector<int> hits;
  on_foreign_thread(0, {.seed = seed, .signal_rate = rate}, [&] {
    for (const auto& step : steps) {
      const int before = CheckedWorld::deliveries();
      step();
      hits.push_back(CheckedWorld::deliveries() - before);
    }
  });
  return hits;
}

TEST(Signals, EveryStepIsAPointAndTheSeedDecidesWhichOnesCount) {
  EXPECT_EQ(points_hit(1, 1000), std::vector<int>(13, 1));
  EXPECT_EQ(points_hit(1, 0), std::vector<int>(13, 0));
  EXPECT_EQ(points_hit(7, 500), points_hit(7, 500));
  EXPECT_NE(points_hit(7, 500), points_hit(8, 500));
}

TEST(Signals, OraclesLookWithoutAStep) {
  const Handling<Counting> handling;
  on_foreign_thread(0, {.seed = 1, .signal_rate = 1000}, [] {
    (void)CheckedWorld::current_mask();
    (void)CheckedWorld::current_altstack();
    (void)CheckedWorld::getg();
    (void)CheckedWorld::checks(Oracle::I1);
    EXPECT_EQ(CheckedWorld::deliveries(), 0);
  });
}

}  // namespace
}  // namespace extram::native
