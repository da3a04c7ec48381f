// Do the signals of a storm come, from where they should, and are they counted where they came?
#include "impl/native/storm.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "impl/native/deliveries.hpp"
#include "impl/native/foreign_thread_for_test.hpp"
#include "impl/native/native_world.hpp"
#include "impl/native/thread_timer.hpp"

namespace extram::native {
namespace {

using Clock = std::chrono::steady_clock;

struct Quiet {
  explicit Quiet(const Shape&) {}
  void setup() {}
  void foreign_thread(int) {}
  void after() {}
  void on_signal(int signal) {
    last_signal = signal;
    if (!nests) return;
    nests = false;
    const Mask open{signals::chld};
    CheckedWorld::sigprocmask(MaskHow::unblock, &open, nullptr);
    CheckedWorld::raise(signals::chld);
  }
  static inline int last_signal = 0;
  static inline bool nests = false;
};

// What was counted since the last time.
std::vector<DeliveriesAt> drained() {
  ReportPage page;
  report_deliveries(page);
  return read_deliveries(page);
}

// Runs on a foreign thread that does nothing but compute, until it was interrupted often enough or a minute is over.
// ThreadSanitizer postpones what a thread does not send itself until it next calls libc: there it does that, too.
int deliveries_to_busy_thread(double timer_rate, int wanted) {
  const Handling<Quiet> handling;
  int found = 0;
  on_foreign_thread(0, [&] {
    const ThreadTimer timer(timer_rate, 1);
    const auto end = Clock::now() + std::chrono::seconds(wanted > 0 ? 60 : 0);
    do {
      for (int i = 0; i < 1'000; ++i) asm volatile("" : : : "memory");
      if constexpr (kThreadSanitizer) CheckedWorld::usleep(1);
      found = CheckedWorld::deliveries();
    } while (found < wanted && Clock::now() < end);
  });
  return found;
}

TEST(ThreadTimer, InterruptsItsOwnThread) {
  EXPECT_GE(deliveries_to_busy_thread(5'000, 100), 100);
  EXPECT_TRUE(Quiet::last_signal == signals::usr2 || Quiet::last_signal == signals::chld) << Quiet::last_signal;
}

TEST(ThreadTimer, RateNullIsNone) { EXPECT_EQ(deliveries_to_busy_thread(0, 0), 0); }

TEST(Storm, ReachesThreadsThatCompute) {
  const Storm storm(10'000, 0, 1, 1);
  EXPECT_GE(deliveries_to_busy_thread(0, 100), 100);
}

TEST(Deliveries, StandWhereTheThreadWas) {
  const Handling<Quiet> handling;
  (void)drained();
  on_foreign_thread(0, [] {
    CheckedWorld::raise(signals::usr1);
    CheckedWorld::step(At("callback.begin"));
    CheckedWorld::raise(signals::usr1);
    CheckedWorld::raise(signals::usr1);
    CheckedWorld::step(At("callback.end"));
    CheckedWorld::raise(signals::usr1);
  });
  const std::vector<DeliveriesAt> counted = drained();
  ASSERT_EQ(counted.size(), 3U);
  EXPECT_EQ(counted[0].site, "callback.begin");
  EXPECT_EQ(counted[0].outermost, 2U);
  EXPECT_EQ(counted[1].site, "callback.end");
  EXPECT_EQ(counted[2].site, "its start");
  const DeliveriesSplit halves = split(counted);
  EXPECT_EQ(halves.inside_callbacks, 2U);
  EXPECT_EQ(halves.between_callbacks, 2U);
  EXPECT_EQ(halves.nested, 0U);
  EXPECT_TRUE(drained().empty()) << "they were counted once";
}

TEST(Deliveries, InHandlersAreCountedApart) {
  const Handling<Quiet> handling;
  (void)drained();
  Quiet::nests = true;
  on_foreign_thread(0, [] {
    CheckedWorld::step(At("callback.body"));
    CheckedWorld::raise(signals::usr1);
    CheckedWorld::raise(signals::usr1);
  });
  const DeliveriesSplit halves = split(drained());
  EXPECT_EQ(halves.inside_callbacks, 2U) << "a handler leaves its thread at the step that it interrupted";
  EXPECT_EQ(halves.nested, 1U);
}

TEST(Deliveries, MoreSitesThanRowsStandElsewhereAndNoneIsLost) {
  (void)drained();
  static std::array<std::string, 2 * kDeliverySites> names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    names[i] = "site" + std::to_string(i);
    count_delivery(At(names[i].c_str()), static_cast<int>(i % 2));
  }
  std::uint64_t outermost = 0;
  std::uint64_t nested = 0;
  bool elsewhere = false;
  for (const DeliveriesAt& one : drained()) {
    outermost += one.outermost;
    nested += one.nested;
    elsewhere = elsewhere || one.site == "elsewhere";
  }
  EXPECT_TRUE(elsewhere);
  EXPECT_EQ(outermost, kDeliverySites);
  EXPECT_EQ(nested, kDeliverySites);
}

}  // namespace
}  // namespace extram::native
