// Is a plan of delays the seed's alone, as dense as was asked for, and kept?
#include "impl/native/perturbation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "impl/native/foreign_thread_for_test.hpp"
#include "impl/native/native_world.hpp"

namespace extram::native {
namespace {

std::vector<ChangePoint> plan(int rate, std::uint64_t seed) {
  Perturbation perturbation(rate, seed);
  std::vector<ChangePoint> points;
  for (int i = 0; i < 2'000; ++i) points.push_back(perturbation.next());
  return points;
}

TEST(Perturbation, TheSeedDecidesThePlan) {
  EXPECT_EQ(plan(1, 7), plan(1, 7));
  EXPECT_NE(plan(1, 7), plan(1, 8));
}

TEST(Perturbation, ThePlanIsAsDenseAsTheRateAndItsDelaysDiffer) {
  for (const int rate : {1, 10, 500}) {
    std::uint64_t steps = 0;
    int yields = 0;
    int longest = 0;
    for (const ChangePoint& point : plan(rate, 3)) {
      steps += point.steps;
      yields += point.microseconds == 0 ? 1 : 0;
      longest = std::max(longest, static_cast<int>(point.microseconds));
    }
    const double mean = static_cast<double>(steps) / 2'000;
    EXPECT_NEAR(mean, 1000.0 / rate, 1000.0 / rate * 0.1) << rate;
    EXPECT_NEAR(yields, 1'000, 150);
    EXPECT_GT(longest, 900);
    EXPECT_LE(longest, 1'000);
  }
}

// The thread is held up at the steps of the plan, and the run's count says how often.
TEST(Perturbation, AThreadMeetsThePointsOfItsPlan) {
  run_state.delays = 0;
  on_foreign_thread(0, {.seed = 1, .delay_rate = 1000}, [] {
    for (int i = 0; i < 50; ++i) CheckedWorld::step();
  });
  EXPECT_EQ(run_state.delays, 50U);
  on_foreign_thread(0, {.seed = 1, .delay_rate = 100}, [] {
    for (int i = 0; i < 1'000; ++i) CheckedWorld::step();
  });
  EXPECT_NEAR(static_cast<double>(run_state.delays) - 50, 100, 30);
  run_state.delays = 0;
  on_foreign_thread(0, [] {
    for (int i = 0; i < 10'000; ++i) CheckedWorld::step();
  });
  EXPECT_EQ(run_state.delays, 0U) << "nobody asked for delays";
}

struct Stepping {
  explicit Stepping(const Shape&) {}
  void setup() {}
  void foreign_thread(int) {}
  void after() {}
  void on_signal(int) {
    for (int i = 0; i < 1'000; ++i) CheckedWorld::step();
  }
};

TEST(Perturbation, StepsOfHandlersAreInNoPlan) {
  const Handling<Stepping> handling;
  run_state.delays = 0;
  on_foreign_thread(0, {.seed = 1, .delay_rate = 1000}, [] { CheckedWorld::raise(signals::usr1); });
  EXPECT_EQ(run_state.delays, 0U);
}

}  // namespace
}  // namespace extram::native
