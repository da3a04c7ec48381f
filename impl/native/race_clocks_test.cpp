#include "impl/native/race_clocks.hpp"

#include <gtest/gtest.h>

namespace extram::native {
namespace {

class Clocks : public testing::Test {
 protected:
  Clocks() {
    clocks_.begin();
    RaceClocks::make(flag_);
    clocks_.make(data_, "data", -1, At("set-up"));
  }
  // Thread 0 writes the data and then the flag; thread 1 has read the flag and reads the data.
  [[nodiscard]] bool races(Order store, Order load) {
    write(0);
    clocks_.stores(flag_, 0, store);
    clocks_.loads(flag_, 1, load);
    return clocks_.reads(data_, 1, At("reader"), race_);
  }
  void write(int thread) { EXPECT_FALSE(clocks_.writes(data_, thread, At("writer"), race_)); }

  RaceClocks clocks_;
  AtomicRecord flag_{};
  PlainRecord data_{};
  Race race_{};
};

TEST_F(Clocks, AReleaseThatIsAcquiredOrders) { EXPECT_FALSE(races(Order::release, Order::acquire)); }
TEST_F(Clocks, SeqCstDoesBoth) { EXPECT_FALSE(races(Order::seq_cst, Order::seq_cst)); }
TEST_F(Clocks, ARelaxedStoreReleasesNothing) { EXPECT_TRUE(races(Order::relaxed, Order::acquire)); }
TEST_F(Clocks, ARelaxedLoadAcquiresNothing) { EXPECT_TRUE(races(Order::release, Order::relaxed)); }

TEST_F(Clocks, ARaceNamesBothSides) {
  ASSERT_TRUE(races(Order::relaxed, Order::relaxed));
  EXPECT_STREQ(race_.name, "data");
  EXPECT_STREQ(race_.does, "reads");
  EXPECT_STREQ(race_.did, "wrote");
  EXPECT_EQ(race_.other, 0);
  EXPECT_EQ(race_.other_at, At("writer"));
}

TEST_F(Clocks, WhatComesAfterTheReleaseIsNotReleased) {
  clocks_.stores(flag_, 0, Order::release);
  write(0);
  clocks_.loads(flag_, 1, Order::acquire);
  EXPECT_TRUE(clocks_.reads(data_, 1, At("reader"), race_));
}

TEST_F(Clocks, AFenceBeforeARelaxedStoreReleases) {
  write(0);
  clocks_.fences(0, Order::release);
  clocks_.stores(flag_, 0, Order::relaxed);
  clocks_.loads(flag_, 1, Order::acquire);
  EXPECT_FALSE(clocks_.reads(data_, 1, At("reader"), race_));
}

TEST_F(Clocks, AFenceAfterARelaxedLoadAcquires) {
  write(0);
  clocks_.stores(flag_, 0, Order::release);
  clocks_.loads(flag_, 1, Order::relaxed);
  clocks_.fences(1, Order::acquire);
  EXPECT_FALSE(clocks_.reads(data_, 1, At("reader"), race_));
}

TEST_F(Clocks, AReadModifyWriteGoesOnWithTheReleaseSequence) {
  write(0);
  clocks_.stores(flag_, 0, Order::release);
  clocks_.exchanges(flag_, 2, Order::relaxed);
  clocks_.loads(flag_, 1, Order::acquire);
  EXPECT_FALSE(clocks_.reads(data_, 1, At("reader"), race_));
}

TEST_F(Clocks, AnotherThreadsStoreEndsTheReleaseSequence) {
  write(0);
  clocks_.stores(flag_, 0, Order::release);
  clocks_.stores(flag_, 2, Order::relaxed);
  clocks_.loads(flag_, 1, Order::acquire);
  EXPECT_TRUE(clocks_.reads(data_, 1, At("reader"), race_));
}

TEST_F(Clocks, AWriteMustKnowOfReads) {
  EXPECT_FALSE(clocks_.reads(data_, 1, At("reader"), race_));
  EXPECT_TRUE(clocks_.writes(data_, 0, At("writer"), race_));
  EXPECT_STREQ(race_.did, "read");
}

TEST_F(Clocks, WhatAThreadMadeItHasWritten) {
  PlainRecord made{};
  clocks_.make(made, "made", 0, At("maker"));
  EXPECT_FALSE(clocks_.reads(made, 0, At("reader"), race_));
  EXPECT_TRUE(clocks_.reads(made, 1, At("reader"), race_));
}

}  // namespace
}  // namespace extram::native
