// The world of real threads, piece by piece: does the machine do what the World concept says?
#include "impl/native/native_world.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <functional>
#include <set>
#include <thread>
#include <vector>

namespace extram::native {
namespace {

// ThreadSanitizer needs libc's mask calls; elsewhere both kinds are tried.
using Checked = NativeWorld<CheckedPolicy<DefaultMasks>>;
using CheckedByLibc = NativeWorld<CheckedPolicy<LibcMasks>>;

// Runs `body` as a foreign thread of its own, with a clean mask, and joins it.
void on_foreign_thread(int index, const std::function<void()>& body, ForeignThread::Chance chance = {}) {
  std::thread([&] {
    const ForeignThread me(index, chance);
    body();
  }).join();
}

// A program whose handler counts, and notes the stack that it ran on.
class Counting final : public Program {
 public:
  Counting() {
    install_handlers();
    run_state.program = this;
  }
  ~Counting() override { run_state.program = nullptr; }
  void setup() override {}
  void foreign_thread(int) override {}
  void after() override {}
  void on_signal(int signal) override {
    last_signal = signal;
    ++handled;
    errno = EBADMSG;
    stack_pointer = Checked::stack_pointer();
  }
  [[nodiscard]] Oracle explain_deadlock() const override { return Oracle::none; }
  [[nodiscard]] bool handler_is_local() const override { return true; }
  [[nodiscard]] bool expects_exit(int) override { return false; }

  int handled = 0;  // no container: a handler does not allocate
  int last_signal = 0;
  std::uintptr_t stack_pointer = 0;
};

template <class W>
class Masked : public testing::Test {};
using MaskedWorlds = testing::Types<Checked, CheckedByLibc>;
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
  Counting program;
  on_foreign_thread(0, [&] {
    const Mask usr1{signals::usr1};
    W::sigprocmask(MaskHow::set, &usr1, nullptr);
    W::raise(signals::usr1);
    W::raise(signals::usr1);  // one can be pending, not two
    EXPECT_EQ(W::deliveries(), 0);
    W::sigprocmask(MaskHow::unblock, &usr1, nullptr);
    EXPECT_EQ(W::deliveries(), 1);
    EXPECT_EQ(program.handled, 1);
    EXPECT_EQ(program.last_signal, signals::usr1);
  });
}

TYPED_TEST(Masked, ALateSignalComesThoughBlockedAndLeavesTheMask) {
  using W = TypeParam;
  Counting program;
  constexpr ForeignThread::Chance always{.seed = 1, .signal_rate = 1000};
  on_foreign_thread(0, [&] {
    this_thread.signal_rate = 0;
    const Mask all = Mask::all();
    W::sigprocmask(MaskHow::set, &all, nullptr);
    const Mask before = W::current_mask();
    W::late_signal();
    EXPECT_EQ(W::deliveries(), 0) << "no signals were asked for";
    this_thread.signal_rate = always.signal_rate;
    W::late_signal();
    EXPECT_EQ(W::deliveries(), 1);
    EXPECT_EQ(W::current_mask(), before);
  }, always);
}

TEST(RawMasks, BlockTheSignalsThatLibcKeepsForItself) {
  if (kThreadSanitizer) GTEST_SKIP() << "its runtime uses them";
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
  Counting program;
  on_foreign_thread(0, [&] {
    const AltStack stack = Checked::make_signal_stack(64 * 1024);
    Checked::sigaltstack(&stack, nullptr);
    errno = ENOTTY;
    Checked::raise(signals::usr1);
    EXPECT_EQ(errno, ENOTTY);
    EXPECT_GE(program.stack_pointer, stack.base);
    EXPECT_LT(program.stack_pointer, stack.base + stack.size);
    const AltStack none;
    Checked::sigaltstack(&none, nullptr);
    Checked::raise(signals::usr1);
    EXPECT_TRUE(Checked::real_stack().contains(program.stack_pointer));
    Checked::free_signal_stack(stack);
  });
  release_signal_stacks();
  EXPECT_EQ(program.handled, 2);
}

TEST(Signals, EveryStepIsAPointAndTheSeedDecidesWhichOnesCount) {
  const auto points_hit = [](std::uint64_t seed, int rate) {
    Counting program;
    std::vector<int> hits;
    on_foreign_thread(0, [&] {
      Checked::atomic<int> word("word");
      int expected = 0;
      const std::vector<std::function<void()>> steps{
          [&] { Checked::step(); },
          [&] { (void)word.load<Order::acquire>(); },
          [&] { word.store<Order::release>(0); },
          [&] { word.exchange<Order::acq_rel>(0); },
          [&] { word.fetch_add<Order::relaxed>(0); },
          [&] { (void)word.compare_exchange<Order::seq_cst>(expected, 0); },
          [&] { (void)word.compare_exchange_weak<Order::seq_cst>(expected, 0); },
          [&] { (void)word.await<Order::acquire>([](int) { return true; }, [](int) {}); },
          [&] { Checked::fence<Order::seq_cst>(); },
          [&] { Checked::setg(nullptr); },
          [&] { Checked::sigprocmask(MaskHow::set, nullptr, nullptr); },
          [&] { Checked::sigaltstack(nullptr, nullptr); },
          [&] { (void)Checked::gettid(); }};
      for (const auto& step : steps) {
        const int before = Checked::deliveries();
        step();
        hits.push_back(Checked::deliveries() - before);
      }
    }, {.seed = seed, .signal_rate = rate});
    return hits;
  };
  EXPECT_EQ(points_hit(1, 1000), std::vector<int>(13, 1));
  EXPECT_EQ(points_hit(1, 0), std::vector<int>(13, 0));
  EXPECT_EQ(points_hit(7, 500), points_hit(7, 500));
  EXPECT_NE(points_hit(7, 500), points_hit(8, 500));
}

TEST(Signals, OraclesLookWithoutAStep) {
  Counting program;
  on_foreign_thread(0, [&] {
    (void)Checked::current_mask();
    (void)Checked::current_altstack();
    (void)Checked::getg();
    (void)Checked::checks(Oracle::I1);
    EXPECT_EQ(Checked::deliveries(), 0);
  }, {.seed = 1, .signal_rate = 1000});
}

TEST(AltStacks, DisabledIsSizeNull) {
  on_foreign_thread(0, [] {
    const AltStack stack = Checked::make_signal_stack(20'000);
    EXPECT_EQ(stack.size % 4096, 0U);
    EXPECT_GE(stack.size, 20'000U);
    AltStack old;
    Checked::sigaltstack(&stack, &old);
    EXPECT_TRUE(old.disabled());
    EXPECT_EQ(Checked::current_altstack(), stack);
    const AltStack none;
    Checked::sigaltstack(&none, &old);
    EXPECT_EQ(old, stack);
    EXPECT_TRUE(Checked::current_altstack().disabled());
  });
  release_signal_stacks();
}

TEST(Threads, EachHasItsOwnNumberGAndStack) {
  int g = 0;
  Checked::setg(&g);
  std::set<int> numbers;
  for (int i = 0; i < 3; ++i) {
    on_foreign_thread(i, [&] {
      numbers.insert(Checked::self());
      EXPECT_EQ(Checked::getg(), nullptr);
      Checked::setg(&numbers);
      EXPECT_EQ(Checked::getg(), &numbers);
      EXPECT_TRUE(Checked::real_stack().contains(Checked::stack_pointer()));
      EXPECT_EQ(Checked::real_stack(), measure_stack());
    });
  }
  EXPECT_EQ(numbers, (std::set{0, 1, 2}));
  EXPECT_EQ(Checked::getg(), &g);
  EXPECT_TRUE(Checked::real_stack().contains(Checked::stack_pointer()));
  Checked::setg(nullptr);
}

TEST(Memory, EachThreadFindsItsOwnAndTheEndFindsAll) {
  Checked::per_thread<int> numbers;
  Checked::bag<int> bag;
  Checked::counter counter("counter");
  Checked::id_source ids;
  std::vector<int> items(4);
  std::vector<std::vector<std::uint64_t>> drawn(4);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      const ForeignThread me(i, {});
      numbers.mine() = i + 1;
      auto& mine = drawn[static_cast<std::size_t>(i)];
      for (int k = 0; k < 1000; ++k) {
        counter.add(1);
        mine.push_back(ids.next());
        bag.add(&items[static_cast<std::size_t>(i)]);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  int sum = 0;
  numbers.for_each([&](const int& n) { sum += n; });
  EXPECT_EQ(sum, 1 + 2 + 3 + 4);
  EXPECT_EQ(counter.at_rest(), 4000);
  std::set<std::uint64_t> all;
  for (const auto& mine : drawn) all.insert(mine.begin(), mine.end());
  EXPECT_EQ(all.size(), 4000U);
  EXPECT_EQ(*all.begin(), 1U);
  bag.for_each([](int* item) { ++*item; });
  EXPECT_EQ(items, std::vector<int>(4, 1000));
}

TEST(Memory, TheNthCallFailsAndOnlyOnForeignThreads) {
  run_state.fail_nth = 3;
  run_state.fault_calls = 0;
  EXPECT_FALSE(Checked::fails());
  std::vector<bool> answers;
  on_foreign_thread(0, [&] {
    for (int i = 0; i < 5; ++i) answers.push_back(Checked::fails());
  });
  EXPECT_EQ(answers, (std::vector{false, false, true, false, false}));
  run_state.fail_nth = 0;
  on_foreign_thread(0, [&] { EXPECT_FALSE(Checked::fails()); });
}

TEST(Memory, ObjectsAreCounted) {
  const long before = run_state.objects;
  int* const object = Checked::make<int>(7);
  EXPECT_EQ(*object, 7);
  EXPECT_EQ(run_state.objects, before + 1);
  Checked::destroy(object);
  EXPECT_EQ(run_state.objects, before);
}

TEST(Choice, StaysWithinItsBoundsAndReachesAll) {
  std::set<int> seen;
  on_foreign_thread(0, [&] {
    for (int i = 0; i < 1000; ++i) seen.insert(Checked::choose(5));
  }, {.seed = 3});
  EXPECT_EQ(seen, (std::set{0, 1, 2, 3, 4}));
}

TEST(Atomics, KeepTheStandardsMeaning) {
  Checked::atomic<int> word("word", 5);
  EXPECT_EQ(word.load<Order::acquire>(), 5);
  EXPECT_EQ(word.exchange<Order::acq_rel>(6), 5);
  EXPECT_EQ(word.fetch_add<Order::seq_cst>(2), 6);
  int expected = 1;
  EXPECT_FALSE(word.compare_exchange<Order::acq_rel>(expected, 9));
  EXPECT_EQ(expected, 8);
  EXPECT_TRUE(word.compare_exchange<Order::release>(expected, 9));
  EXPECT_EQ(word.at_rest(), 9);
  word.init(0);
  int looks = 0;
  const int found = word.await<Order::acquire>([](int value) { return value == 3; },
                                               [&](int value) {
                                                 EXPECT_EQ(value, looks++);
                                                 word.store<Order::release>(value + 1);
                                               });
  EXPECT_EQ(found, 3);
  EXPECT_EQ(looks, 3);
}

TEST(BareWorld, HasNoOraclesAndNoGhosts) {
  EXPECT_FALSE(BareWorld::checks(Oracle::I1));
  BareWorld::violation(Oracle::I1, "nobody hears this");
  BareWorld::ghost<int> ghost(1);
  ghost.set(2);
  EXPECT_EQ(ghost.get(), 0);
  EXPECT_FALSE(BareWorld::fails());
}

TEST(CheckedWorld, ChecksWhatIsAskedForAndNothingElse) {
  const OracleSet all = run_state.oracles;
  run_state.oracles = OracleSet(Oracle::I10);
  EXPECT_TRUE(CheckedWorld::checks(Oracle::I10));
  EXPECT_FALSE(CheckedWorld::checks(Oracle::I1));
  CheckedWorld::violation(Oracle::I1, "nobody asked");
  run_state.oracles = all;
}

TEST(EndingsDeathTest, AViolationWithoutARunSaysSoAndAborts) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(CheckedWorld::violation(Oracle::I10, "the mask is wrong"), "violation of I10: the mask is wrong");
}

TEST(EndingsDeathTest, AMaskOrStackCallThatFailsIsAFaultOfTheHarness) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const AltStack too_small{0x1000, 16};
  EXPECT_DEATH(CheckedWorld::sigaltstack(&too_small, nullptr), "extram: sigaltstack: Cannot allocate memory");
}

TEST(EndingsDeathTest, AnExitSaysItsLastWords) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(CheckedWorld::exit(3, "last words\n"), testing::ExitedWithCode(3), "last words");
}

}  // namespace
}  // namespace extram::native
