// The turnstile on its own: scenarios of two threads, and scripts written by hand.
#include <gtest/gtest.h>

#include "impl/native/lockstep_run.hpp"
#include "impl/native/lockstep_world.hpp"
#include "impl/world/registry.hpp"

namespace extram::native {
namespace {

using W = LockstepWorld;

// A value is published through a flag, in time or not.
template <Order Store, Order Load>
class Publishes {
 public:
  explicit Publishes(const Shape&) {}
  void setup() {}
  void foreign_thread(int thread) {
    if (thread == 0) {
      data_ = 1;
      flag_.store<Store>(1, At("publish"));
      return;
    }
    (void)flag_.await<Load>([](int value) { return value == 1; }, [](int) {}, At("look"));
    if (data_ != 1) W::violation(Oracle::user, "the value is not there");
  }
  void after() {}

 private:
  W::plain<int> data_{"data", 0};
  W::atomic<int> flag_{"flag", 0};
};

class published : public Publishes<Order::release, Order::acquire> {
 public:
  static constexpr ScenarioInfo info{.name = "published", .question = "is it in order?", .shape = {}};
  using Publishes::Publishes;
};
class published_relaxed : public Publishes<Order::relaxed, Order::relaxed> {
 public:
  static constexpr ScenarioInfo info{.name = "published_relaxed", .question = "is it in order?", .shape = {}};
  using Publishes::Publishes;
};

// Two threads add one by a load and a store.
class lost_update {
 public:
  static constexpr ScenarioInfo info{.name = "lost_update", .question = "do both count?", .shape = {}};
  explicit lost_update(const Shape&) {}
  void setup() {}
  void foreign_thread(int) {
    const int seen = sum_.load<Order::seq_cst>(At("load"));
    sum_.store<Order::seq_cst>(seen + 1, At("store"));
  }
  void after() {
    if (sum_.at_rest() != 2) W::violation(Oracle::user, "an update was lost");
  }

 private:
  W::atomic<int> sum_{"sum", 0};
};

template <class S>
const Entry& registered() {
  static const bool once = [] {
    Registry::add(entry<S, NoVersion>());
    return true;
  }();
  (void)once;
  return *Registry::find(S::info.name, NoVersion::name);
}

// Both processes, the test and its child, must know them.
const bool all_registered = [] {
  registered<published>();
  registered<published_relaxed>();
  registered<lost_update>();
  return true;
}();

RecordedDecision turn(int thread, const char* site, int index, int arity) {
  return {DecisionKind::thread, thread, site, index, arity};
}

template <class S>
LockstepResult run(std::vector<RecordedDecision> decisions) {
  EXPECT_TRUE(all_registered);
  LockstepRequest request;
  request.entry = Registry::find(S::info.name, NoVersion::name);
  request.decisions = std::move(decisions);
  return run_in_lockstep(request);
}

const std::vector<RecordedDecision> kPublish{turn(0, "publish", 0, 1), turn(1, "look", 0, 1)};

TEST(Lockstep, TheScriptSaysWhoComesWhen) {
  const LockstepResult lost =
      run<lost_update>({turn(0, "load", 0, 2), turn(1, "load", 1, 2), turn(0, "store", 0, 2), turn(1, "store", 0, 1)});
  EXPECT_EQ(lost.native.verdict, Verdict::violation);
  EXPECT_EQ(lost.native.message, "an update was lost");
  ASSERT_EQ(lost.steps.size(), 4U);
  EXPECT_EQ(lost.steps[1].thread, 1);
  EXPECT_EQ(lost.steps[1].site, "load");

  const LockstepResult kept =
      run<lost_update>({turn(0, "load", 0, 2), turn(0, "store", 0, 2), turn(1, "load", 0, 1), turn(1, "store", 0, 1)});
  EXPECT_EQ(kept.native.verdict, Verdict::sampled) << kept.native.message;
}

TEST(Lockstep, AWaitingThreadIsNotEnabled) {
  const LockstepResult good = run<published>(kPublish);
  EXPECT_EQ(good.native.verdict, Verdict::sampled) << good.native.message << good.native.output;
  const LockstepResult early = run<published>({turn(1, "look", 1, 2)});
  EXPECT_EQ(early.native.verdict, Verdict::diverged);
}

// With ThreadSanitizer it is the sanitizer that must see it, through a turnstile that orders all.
TEST(Lockstep, TheTurnstileHidesNoRace) {
  const LockstepResult race = run<published_relaxed>(kPublish);
  EXPECT_EQ(race.native.verdict, Verdict::data_race);
  EXPECT_EQ(race.native.oracle, Oracle::I20);
  EXPECT_EQ(race.native.output.find("WARNING: ThreadSanitizer: data race") != std::string::npos, kThreadSanitizer);
}

TEST(Lockstep, ADivergenceNamesTheStep) {
  const LockstepResult site = run<published>({turn(0, "elsewhere", 0, 1)});
  EXPECT_EQ(site.native.verdict, Verdict::diverged);
  EXPECT_EQ(site.native.message,
            "step 0: the schedule has thread 0 at elsewhere: thread 0/1, on real threads there is 1 enabled threads, "
            "thread 0 at publish, thread 1 waiting at look");
  std::vector<RecordedDecision> longer = kPublish;
  longer.push_back(turn(0, "publish", 0, 1));
  EXPECT_EQ(run<published>(longer).native.verdict, Verdict::diverged);
}

TEST(Lockstep, AScriptThatEndsEarlyEndsTheRun) {
  const LockstepResult cut = run<published>({turn(0, "publish", 0, 1)});
  EXPECT_EQ(cut.native.verdict, Verdict::livelock);
  EXPECT_EQ(cut.position, 1U);
}

}  // namespace
}  // namespace extram::native
