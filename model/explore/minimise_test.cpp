// Minimising over a machine of its own: threads that count together, reading and writing apart, with signals and stale
// loads on the way. What comes out fails in the same way, is larger on no axis, and is as small as can be.
#include "model/explore/minimise.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "model/explore/depth_first.hpp"
#include "model/explore/pct.hpp"
#include "model/explore/random.hpp"

namespace extram {
namespace {

// An update is lost between two threads, or by a stale load. It shows as I7 once as many signals came as
// `signals_needed`, and as a failure of another kind where a thread gets two signals in one step.
class Counting {
 public:
  explicit Counting(int signals_needed) : signals_needed_(signals_needed) {}

  RunResult operator()(const Shape& shape, Strategy& strategy, const Limits& limits) const {
    Explorer explorer(strategy, limits);
    do {
      execute(shape, explorer);
    } while (!explorer.ends());
    RunResult result;
    result.counts = explorer.counts();
    for (const Decision& d : explorer.decisions()) result.decisions.push_back(record(d));
    result.verdict = Verdict::sampled;
    if (const auto& failure = explorer.failure()) {
      result.verdict = failure->verdict;
      result.oracle = failure->oracle;
      result.message = failure->message;
    }
    return result;
  }

 private:
  struct Thread {
    int left = 0;
    int signals_left = 0;
    bool has_read = false;
    int seen = 0;
  };

  void execute(const Shape& shape, Explorer& explorer) const {
    explorer.begins();
    std::vector<Thread> threads(static_cast<std::size_t>(shape.threads), {shape.callbacks, shape.signals});
    int counter = 0;
    int signals = 0;
    for (;;) {
      std::vector<NextStep> next;
      for (const Thread& thread : threads) {
        next.push_back({At(thread.has_read ? "store" : "load"), {}, thread.left > 0, thread.left > 0});
      }
      if (std::none_of(next.begin(), next.end(), [](const NextStep& step) { return step.alive; })) break;
      const int chosen = explorer.next_thread(next);
      if (chosen == kAbandon) return;
      const At at = next[static_cast<std::size_t>(chosen)].at;
      Thread& thread = threads[static_cast<std::size_t>(chosen)];
      int now = 0;
      while (thread.signals_left > 0 && explorer.choose(DecisionKind::signal, 2, chosen, at) != 0) {
        --thread.signals_left;
        ++now;
      }
      if (now > 1) return explorer.fails({Verdict::violation, Oracle::I3, "two signals at once", chosen});
      signals += now;
      if (thread.has_read) {
        counter = thread.seen + 1;
        thread.has_read = false;
        --thread.left;
      } else {
        const bool stale = counter > 0 && explorer.choose(DecisionKind::stale_load, 2, chosen, at) != 0;
        thread.seen = counter - (stale ? 1 : 0);
        thread.has_read = true;
      }
      explorer.performed(chosen, {1, AccessKind::write});
    }
    if (counter < shape.threads * shape.callbacks && signals >= signals_needed_) {
      explorer.fails({Verdict::violation, Oracle::I7, "an update was lost", 0});
    }
  }

  int signals_needed_;
};

constexpr Minimiser::Wanted kLostUpdate{Verdict::violation, Oracle::I7};

// The first lost update of a strategy.
Failing found_by(const Counting& machine, const Shape& shape, Strategy& strategy) {
  Limits limits;
  for (;;) {
    RunResult result = machine(shape, strategy, limits);
    if (result.oracle == Oracle::I7) return {shape, result.decisions, result.message};
    if (!is_bad(result.verdict) || strategy.ends(false)) break;
  }
  ADD_FAILURE() << "nothing fails";
  return {};
}

void expect_fails(const Counting& machine, const Failing& failing) {
  Replay replay(failing.decisions);
  const RunResult result = machine(failing.shape, replay, {});
  EXPECT_EQ(replay.divergence(), "");
  EXPECT_TRUE(replay.used_up());
  EXPECT_EQ(result.verdict, Verdict::violation);
  EXPECT_EQ(result.oracle, Oracle::I7);
}

Failing minimised(const Counting& machine, const Failing& start) {
  Minimiser minimiser(machine, kLostUpdate, {}, 1);
  Failing smallest = minimiser.minimise(start);
  expect_fails(machine, smallest);
  EXPECT_TRUE(fits_within(smallest.cost(), start.cost()));
  EXPECT_GT(minimiser.executions(), 0U);
  return smallest;
}

TEST(MinimiserTest, LosesAnUpdateBetweenTwoThreadsInFourSteps) {
  const Counting machine(0);
  const Shape shape{.threads = 4, .callbacks = 3, .ms = 5, .signals = 1};
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    RandomWalk random(seed, 100);
    Failing start = found_by(machine, shape, random);
    const Failing smallest = minimised(machine, start);
    const Cost cost = smallest.cost();
    EXPECT_EQ(cost[Axis::callbacks], 1U);
    EXPECT_EQ(cost[Axis::ms], 1U);
    EXPECT_EQ(cost[Axis::signals], 0U);
    EXPECT_EQ(cost[Axis::signals_offered], 0U);
    // Without a stale load it takes two threads, two switches and the decisions of four steps.
    EXPECT_EQ(cost[Axis::threads], 2U);
    EXPECT_EQ(cost[Axis::context_switches] + cost[Axis::stale_loads], 2U) << "one switch and a stale load, or two";
    EXPECT_LE(cost[Axis::decisions], 5U);
  }
}

TEST(MinimiserTest, KeepsTheSignalsThatItTakes) {
  const Counting machine(2);
  const Shape shape{.threads = 3, .callbacks = 2, .ms = 1, .signals = 2};
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    Pct pct(seed, 4, 10'000);
    const Cost cost = minimised(machine, found_by(machine, shape, pct)).cost();
    EXPECT_EQ(cost[Axis::signals], 2U);
    EXPECT_EQ(cost[Axis::threads] * cost[Axis::callbacks], 2U) << "an update, and one that loses it";
  }
}

TEST(MinimiserTest, TheSmallestStaysAsItIs) {
  const Counting machine(0);
  DepthFirst search({.preemptions = 1, .faults = {}});
  const Failing once = minimised(machine, found_by(machine, {.threads = 2, .callbacks = 1}, search));
  const Failing twice = minimised(machine, once);
  EXPECT_EQ(twice.decisions, once.decisions);
  EXPECT_EQ(twice.shape, once.shape);
}

TEST(MinimiserTest, TheSameStartHasTheSameEnd) {
  const Counting machine(1);
  RandomWalk random(3, 1000);
  const Failing start = found_by(machine, {.threads = 3, .callbacks = 2, .ms = 1, .signals = 1}, random);
  const Failing end = minimised(machine, start);
  EXPECT_EQ(minimised(machine, start).decisions, end.decisions);
}

TEST(MinimiserTest, NeverGoesBelowTheThreadsThatTheScenarioNeeds) {
  const Counting machine(0);
  RandomWalk random(1, 1000);
  Minimiser minimiser(machine, kLostUpdate, {}, 3);
  const Failing smallest = minimiser.minimise(found_by(machine, {.threads = 4, .callbacks = 2}, random));
  EXPECT_EQ(smallest.shape.threads, 3);
}

TEST(MinimiserTest, ThreadsAndMsShrinkTogetherWhereNeitherCanAlone) {
  const Counting fails(0);
  const Counting never(1'000'000);
  const auto machine = [&](const Shape& shape, Strategy& strategy, const Limits& limits) {
    return (shape.threads == shape.ms ? fails : never)(shape, strategy, limits);
  };
  RandomWalk random(1, 1000);
  Minimiser minimiser(machine, kLostUpdate, {}, 1);
  const Failing smallest = minimiser.minimise(found_by(fails, {.threads = 5, .callbacks = 2, .ms = 5}, random));
  EXPECT_LE(smallest.shape.threads, 2);
  EXPECT_EQ(smallest.shape.ms, smallest.shape.threads);
}

TEST(MinimiserTest, EachBetterOneFailsAndIsSmallerThanTheLast) {
  const Counting machine(1);
  RandomWalk random(9, 1000);
  Failing last = found_by(machine, {.threads = 4, .callbacks = 3, .ms = 2, .signals = 2}, random);
  Minimiser minimiser(machine, kLostUpdate, {}, 1);
  int better = 0;
  minimiser.on_better = [&](const Failing& next) {
    EXPECT_TRUE(is_smaller(next.cost(), last.cost()));
    expect_fails(machine, next);
    last = next;
    ++better;
  };
  const Failing smallest = minimiser.minimise(last);
  EXPECT_GT(better, 2);
  EXPECT_EQ(smallest.decisions, last.decisions);
}

TEST(MinimiserTest, PutDownItHasWhatItFoundSoFar) {
  const Counting machine(0);
  RandomWalk random(9, 1000);
  const Failing start = found_by(machine, {.threads = 4, .callbacks = 3, .ms = 2, .signals = 1}, random);
  for (const int better_max : {0, 1, 2, 5}) {
    int better = 0;
    Minimiser minimiser(machine, kLostUpdate, {}, 1);
    minimiser.on_better = [&](const Failing&) { ++better; };
    minimiser.goes_on = [&] { return better < better_max; };
    const Failing so_far = minimiser.minimise(start);
    EXPECT_EQ(better, better_max);
    expect_fails(machine, so_far);
    EXPECT_EQ(so_far.decisions == start.decisions, better_max == 0);
  }
}

// A machine that loses updates only as often as it likes: what failed once may not fail again.
TEST(MinimiserTest, AMachineThatChangesItsMindEndsTheSearchAllTheSame) {
  int runs = 0;
  const Counting fails(0);
  const Counting never(1'000'000);
  RandomWalk random(1, 1000);
  const Failing start = found_by(fails, {.threads = 3, .callbacks = 2}, random);
  Minimiser minimiser(
      [&](const Shape& shape, Strategy& strategy, const Limits& limits) {
        return ++runs % 2 == 0 ? fails(shape, strategy, limits) : never(shape, strategy, limits);
      },
      kLostUpdate, {}, 1);
  const Failing smallest = minimiser.minimise(start);
  EXPECT_TRUE(fits_within(smallest.cost(), start.cost()));
}

}  // namespace
}  // namespace extram
