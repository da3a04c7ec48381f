// Masks, alternate stacks and ranges of stack.
#include "impl/world/signals.hpp"

#include <gtest/gtest.h>

namespace extram {
namespace {

TEST(SignalMask, SignalOneIsTheLowestBit) {
  EXPECT_EQ(Mask{signals::hup}.bits(), 1U);
  EXPECT_EQ(Mask{signals::usr1}.bits(), 0x200U);
  EXPECT_EQ(Mask{signals::last}.bits(), 0x8000'0000'0000'0000U);
  EXPECT_EQ((Mask{signals::hup, signals::interrupt, signals::last}.bits()), 0x8000'0000'0000'0003U);
}

TEST(SignalMask, BlocksExactlyItsSignals) {
  for (int signal = 1; signal <= signals::last; ++signal) {
    const Mask one{signal};
    EXPECT_EQ(one.size(), 1) << signal;
    for (int other = 1; other <= signals::last; ++other) EXPECT_EQ(one.blocks(other), other == signal);
    EXPECT_TRUE(Mask::all().blocks(signal)) << signal;
    EXPECT_FALSE(Mask{}.blocks(signal)) << signal;
  }
  EXPECT_EQ(Mask::all().size(), signals::last);
  EXPECT_EQ(Mask{}.size(), 0);
}

TEST(SignalMask, NamedTwiceIsBlockedOnce) { EXPECT_EQ((Mask{signals::usr1, signals::usr1}), Mask{signals::usr1}); }

TEST(SignalMask, WithAndWithoutAreUnionAndDifference) {
  const Mask left{signals::usr1, signals::chld};
  const Mask right{signals::chld, signals::term};
  EXPECT_EQ(left.with(right), (Mask{signals::usr1, signals::chld, signals::term}));
  EXPECT_EQ(left.without(right), Mask{signals::usr1});
  EXPECT_EQ(left.without(left), Mask{});
  EXPECT_EQ(left.with(Mask::all()), Mask::all());
  EXPECT_EQ(left, (Mask{signals::chld, signals::usr1})) << "neither changes the mask that it is asked of";
}

TEST(SignalMask, BitsMakeItAgain) {
  for (const Mask mask : {Mask{}, Mask::all(), kNeverBlockedInGo, kLibcInternal}) EXPECT_EQ(Mask(mask.bits()), mask);
}

TEST(SignalSets, KillAndStopAreInNoOtherSet) {
  EXPECT_EQ(kUnmaskable.size(), 2);
  EXPECT_EQ(kNeverBlockedInGo.without(kUnmaskable), kNeverBlockedInGo);
  EXPECT_EQ(kLibcInternal.without(kUnmaskable), kLibcInternal);
}

TEST(SignalSets, GoOpensWhatLibcKeepsForItselfAndLeavesTheUsersSignalsAlone) {
  EXPECT_EQ(kLibcInternal.without(kNeverBlockedInGo), Mask{});
  EXPECT_TRUE(kNeverBlockedInGo.blocks(signals::urg)) << "preemption";
  EXPECT_TRUE(kNeverBlockedInGo.blocks(signals::chld));
  EXPECT_FALSE(kNeverBlockedInGo.blocks(signals::usr1));
  EXPECT_FALSE(kNeverBlockedInGo.blocks(signals::usr2));
  for (int signal = 35; signal <= signals::last; ++signal) EXPECT_FALSE(kNeverBlockedInGo.blocks(signal)) << signal;
}

TEST(AltStackState, IsDisabledBySizeAlone) {
  EXPECT_TRUE(AltStack{}.disabled());
  EXPECT_TRUE((AltStack{.base = 0x1000, .size = 0}.disabled()));
  EXPECT_FALSE((AltStack{.base = 0, .size = 1}.disabled()));
  EXPECT_FALSE((AltStack{.base = 0x1000, .size = 8} == AltStack{.base = 0x2000, .size = 8}));
}

TEST(StackRange, HasItsLowEndAndNotItsHighOne) {
  const Stack stack{.lo = 100, .hi = 200};
  EXPECT_TRUE(stack.contains(std::uintptr_t{100}));
  EXPECT_TRUE(stack.contains(std::uintptr_t{199}));
  EXPECT_FALSE(stack.contains(std::uintptr_t{99}));
  EXPECT_FALSE(stack.contains(std::uintptr_t{200}));
  EXPECT_FALSE(Stack{}.contains(std::uintptr_t{0}));
}

TEST(StackRange, ContainsARangeThatLiesInside) {
  const Stack stack{.lo = 100, .hi = 200};
  EXPECT_TRUE(stack.contains(stack));
  EXPECT_TRUE((stack.contains(Stack{.lo = 120, .hi = 180})));
  EXPECT_FALSE((stack.contains(Stack{.lo = 99, .hi = 180})));
  EXPECT_FALSE((stack.contains(Stack{.lo = 120, .hi = 201})));
}

}  // namespace
}  // namespace extram
