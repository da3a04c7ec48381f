// The world of real threads, piece by piece: does the machine do what the World concept says?
#include "impl/native/native_world.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

#include "impl/native/foreign_thread_for_test.hpp"

namespace extram::native {
namespace {

TEST(AltStacks, DisabledIsSizeNull) {
  on_foreign_thread(0, [] {
    const AltStack none;  // a sanitizer may have given the thread one
    CheckedWorld::sigaltstack(&none, nullptr);
    const AltStack stack = CheckedWorld::make_signal_stack(20'000);
    EXPECT_EQ(stack.size % 4096, 0U);
    EXPECT_GE(stack.size, 20'000U);
    AltStack old;
    CheckedWorld::sigaltstack(&stack, &old);
    EXPECT_TRUE(old.disabled());
    EXPECT_EQ(CheckedWorld::current_altstack(), stack);
    CheckedWorld::sigaltstack(&none, &old);
    EXPECT_EQ(old, stack);
    EXPECT_TRUE(CheckedWorld::current_altstack().disabled());
  });
  release_signal_stacks();
}

TEST(Threads, EachHasItsOwnNumberGAndStack) {
  int g = 0;
  CheckedWorld::setg(&g);
  std::set<int> numbers;
  for (int i = 0; i < 3; ++i) {
    on_foreign_thread(i, [&] {
      numbers.insert(CheckedWorld::self());
      EXPECT_EQ(CheckedWorld::getg(), nullptr);
      CheckedWorld::setg(&numbers);
      EXPECT_EQ(CheckedWorld::getg(), &numbers);
      EXPECT_TRUE(CheckedWorld::real_stack().contains(CheckedWorld::stack_pointer()));
      EXPECT_EQ(CheckedWorld::real_stack(), measure_stack());
    });
  }
  EXPECT_EQ(numbers, (std::set{0, 1, 2}));
  EXPECT_EQ(CheckedWorld::getg(), &g);
  EXPECT_TRUE(CheckedWorld::real_stack().contains(CheckedWorld::stack_pointer()));
  CheckedWorld::setg(nullptr);
}

TEST(Memory, EachThreadFindsItsOwnAndTheEndFindsAll) {
  CheckedWorld::per_thread<int> numbers;
  CheckedWorld::bag<int> bag;
  CheckedWorld::counter counter("counter");
  CheckedWorld::id_source ids;
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
  EXPECT_FALSE(CheckedWorld::fails());
  std::vector<bool> answers;
  on_foreign_thread(0, [&] {
    for (int i = 0; i < 5; ++i) answers.push_back(CheckedWorld::fails());
  });
  EXPECT_EQ(answers, (std::vector{false, false, true, false, false}));
  run_state.fail_nth = 0;
  on_foreign_thread(0, [&] { EXPECT_FALSE(CheckedWorld::fails()); });
}

TEST(Memory, ObjectsAreCounted) {
  const long before = run_state.objects;
  int* const object = CheckedWorld::make<int>(7);
  EXPECT_EQ(*object, 7);
  EXPECT_EQ(run_state.objects, before + 1);
  CheckedWorld::destroy(object);
  EXPECT_EQ(run_state.objects, before);
}

TEST(Choice, StaysWithinItsBoundsAndReachesAll) {
  std::set<int> seen;
  on_foreign_thread(0, {.seed = 3}, [&] {
    for (int i = 0; i < 1000; ++i) seen.insert(CheckedWorld::choose(5));
  });
  EXPECT_EQ(seen, (std::set{0, 1, 2, 3, 4}));
}

TEST(Atomics, KeepTheStandardsMeaning) {
  CheckedWorld::atomic<int> word("word", 5);
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

TEST(CheckedWorld, EveryStepLeavesItsSiteOnTheThread) {
  on_foreign_thread(0, [] {
    EXPECT_EQ(this_thread.at, At("its start"));
    CheckedWorld::step(At("a step"));
    EXPECT_EQ(this_thread.at, At("a step"));
    CheckedWorld::atomic<int> word("word");
    word.store<Order::release>(1, At("a store"));
    EXPECT_EQ(this_thread.at, At("a store"));
    (void)word.await<Order::acquire>([](int value) { return value == 1; }, [](int) {}, At("a wait"));
    EXPECT_EQ(this_thread.at, At("a wait"));
    CheckedWorld::setg(nullptr, At("setg"));
    EXPECT_EQ(this_thread.at, At("setg"));
    CheckedWorld::sigprocmask(MaskHow::set, nullptr, nullptr, At("mask"));
    EXPECT_EQ(this_thread.at, At("mask"));
  });
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
