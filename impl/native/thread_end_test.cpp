// Threads that live for one callback, thousands of them over one list, and threads that end inside of it: where are the
// Ms then? Counted by hand, whatever the oracles say.
#include <gtest/gtest.h>
#include <pthread.h>

#include <algorithm>
#include <vector>

#include "impl/extram/go_1_16.hpp"
#include "impl/extram/go_1_21.hpp"
#include "impl/native/foreign_thread_for_test.hpp"
#include "impl/native/native_world.hpp"
#include "scenarios/callback.hpp"
#include "scenarios/thread_exit.hpp"

namespace extram::native {
namespace {

constexpr int kAlive = 50;
constexpr int kThousands = (kThreadSanitizer ? 1 : 10) * 1'000;

// What is left of a scenario about the list when all threads have ended.
struct Ms {
  int made = 0;
  int listed = 0;
  int owned = 0;
};

template <template <class, class> class Scenario, class V>
class Counted : public Scenario<CheckedWorld, V> {
 public:
  using Base = Scenario<CheckedWorld, V>;
  using Base::Base;
  void after() {
    Base::after();
    const auto& extra = this->extra_;
    ms = Ms{.made = extra.made(), .listed = V::counted(this->extra_), .owned = extra.owned()};
  }
  static inline Ms ms;
};

// The run's own numbers, as a driver would set them.
class RunStateKeeper {
 public:
  RunStateKeeper(int threads, OracleSet oracles) {
    run_state.threads_max = threads;
    run_state.oracles = oracles;
  }
  ~RunStateKeeper() {
    run_state.threads_max = before_;
    run_state.oracles = OracleSet::all();
  }
  RunStateKeeper(const RunStateKeeper&) = delete;
  RunStateKeeper& operator=(const RunStateKeeper&) = delete;

 private:
  int before_ = run_state.threads_max;
};

struct Start {
  Program* program;
  int index;
};

void* run_thread(void* argument) {
  const Start& start = *static_cast<Start*>(argument);
  const ForeignThread me(start.index, {});
  start.program->foreign_thread(start.index);
  return nullptr;
}

void run_in_waves(Program& program, int threads) {
  for (int first = 0; first < threads; first += kAlive) {
    std::vector<Start> starts;
    for (int i = first; i < std::min(first + kAlive, threads); ++i) starts.push_back({&program, i});
    std::vector<pthread_t> handles(starts.size());
    for (std::size_t i = 0; i < starts.size(); ++i) {
      ASSERT_EQ(::pthread_create(&handles[i], nullptr, &run_thread, &starts[i]), 0);
    }
    for (const pthread_t handle : handles) ASSERT_EQ(::pthread_join(handle, nullptr), 0);
  }
}

template <template <class, class> class Scenario, class V>
Ms ms_after(int threads, OracleSet oracles) {
  const RunStateKeeper keeper(threads, oracles);
  {
    using S = Counted<Scenario, V>;
    Handling<S> handling({.threads = threads, .callbacks = 1, .ms = 1});
    handling.program().setup();
    run_in_waves(handling.program(), threads);
    handling.program().after();
  }
  release_signal_stacks();
  return Counted<Scenario, V>::ms;
}

template <class V>
class ThreadEnd : public testing::Test {};
using Versions = testing::Types<go_1_16, go_1_21>;
TYPED_TEST_SUITE(ThreadEnd, Versions);

TYPED_TEST(ThreadEnd, ThousandsOfShortLivesLeaveEveryMOnTheList) {
  const Ms ms = ms_after<callback, TypeParam>(kThousands, OracleSet::all());
  EXPECT_EQ(ms.listed, ms.made);
  EXPECT_EQ(ms.owned, 0);
  EXPECT_GE(ms.made, 2);
  EXPECT_LE(ms.made, 20 * kAlive) << "Ms are used again";
}

// As real Go does: 200 of 200.
TEST(ThreadEndInACallback, TakesTheMWithTheThreadUntilGo121) {
  const OracleSet all_but_i9 = OracleSet::all().without(OracleSet(Oracle::I9));
  const Ms lost = ms_after<thread_exit, go_1_16>(200, all_but_i9);
  EXPECT_EQ(lost.owned, 200);
  EXPECT_EQ(lost.listed + lost.owned, lost.made);
  const Ms kept = ms_after<thread_exit, go_1_21>(200, OracleSet::all());
  EXPECT_EQ(kept.owned, 0);
  EXPECT_EQ(kept.listed, kept.made);
}

TEST(ThreadEndInACallback, LosesNoneOfThousandsWhereTheThreadHasIt) {
  const Ms kept = ms_after<thread_exit, go_1_21>(kThousands, OracleSet::all());
  EXPECT_EQ(kept.owned, 0);
  EXPECT_EQ(kept.listed, kept.made);
}

}  // namespace
}  // namespace extram::native
