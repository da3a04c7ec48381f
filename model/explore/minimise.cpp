#include "model/explore/minimise.hpp"

#include <algorithm>

#include "model/explore/depth_first.hpp"
#include "model/explore/pct.hpp"
#include "model/explore/within.hpp"

namespace extram {
namespace {

// Executions of one search. Numbers and not times: the same schedule is minimised alike on every machine.
constexpr std::uint64_t kDepthFirstMax = 20'000;
constexpr std::uint64_t kPctMax = 1'000;
constexpr std::uint64_t kPreemptionsMax = 4;
// Failures of another kind that a search may meet before it is given up. Each costs a new context of the machine.
constexpr int kOtherFailuresMax = 50;
// Rounds through everything; the second one seldom finds more.
constexpr int kRoundsMax = 10;

Cost at_size(Cost cost, const Shape& shape) {
  const Cost size = cost_of(shape, {});
  for (const Axis axis : {Axis::threads, Axis::callbacks, Axis::ms, Axis::signals_offered, Axis::faults_offered}) {
    cost[axis] = size[axis];
  }
  return cost;
}

}  // namespace

bool Minimiser::improves(const Shape& shape, const Cost& most, Strategy& strategy, std::uint64_t executions_max) {
  Within within(strategy, most);
  Limits limits = limits_;
  std::uint64_t left = executions_max;
  for (int others = 0; left > 0 && others <= kOtherFailuresMax && !stopped(); ++others) {
    limits.executions_max = left;
    RunResult result = run_(shape, within, limits);
    const std::uint64_t ran = result.counts.executions + result.counts.blocked;
    executions_ += ran;
    left -= std::min(left, std::max<std::uint64_t>(ran, 1));
    if (!is_bad(result.verdict)) return false;
    Failing found{shape, std::move(result.decisions), std::move(result.message)};
    const bool is_wanted = result.verdict == wanted_.verdict && result.oracle == wanted_.oracle;
    if (is_wanted && is_smaller(found.cost(), best_.cost()) && fits_within(found.cost(), most)) {
      best_ = std::move(found);
      if (on_better) on_better(best_);
      return true;
    }
    if (within.ends(false)) return false;  // past this one
  }
  return false;
}

bool Minimiser::improves_guided(const Shape& shape, const Cost& most, std::vector<Intent> intents) {
  const std::uint64_t count = intents.size();
  Guided guided(std::move(intents));
  return improves(shape, most, guided, count);
}

bool Minimiser::improves_searching(const Shape& shape, const Cost& most) {
  const std::uint64_t preemptions_max = std::min(most[Axis::context_switches], kPreemptionsMax);
  for (std::uint64_t p = 0; p <= preemptions_max; ++p) {
    DepthFirst search({.preemptions = static_cast<int>(p), .faults = {}});
    if (improves(shape, most, search, kDepthFirstMax)) return true;
  }
  for (const int depth : {kUsualPctDepth, kPctDepthMax}) {
    Pct search(1, depth, kPctMax);
    if (improves(shape, most, search, kPctMax)) return true;
  }
  return false;
}

Cost Minimiser::most() const {
  Cost cost = best_.cost();
  cost[Axis::decisions] = decisions_max_;
  return cost;
}

bool Minimiser::leave_out() {
  bool any = false;
  while (improves_guided(best_.shape, most(), smaller_intents(intent_of(best_.decisions)))) any = true;
  return any;
}

// From the least on: one after another at first, then in larger steps.
bool Minimiser::shrink(int Shape::*field, int least) {
  constexpr int kOneByOne = 4;
  for (int value = least; value < best_.shape.*field; value += std::max(1, value - kOneByOne)) {
    Shape shape = best_.shape;
    shape.*field = value;
    if (improves_at(shape)) return true;
    // A failure may take as many Ms as threads: then there is no less of one alone.
    const int fewer_ms = best_.shape.ms - (best_.shape.threads - shape.threads);
    if (fewer_ms == best_.shape.ms || fewer_ms < 1) continue;
    shape.ms = fewer_ms;
    if (improves_at(shape)) return true;
  }
  return false;
}

bool Minimiser::improves_at(const Shape& shape) {
  const Cost cost = at_size(most(), shape);
  const Intent intent = intent_of(best_.decisions);
  std::vector<Intent> intents{intent};
  for (int t = 0; shape.threads < best_.shape.threads && t < best_.shape.threads; ++t) {
    intents.push_back(without_thread(intent, t));
  }
  return improves_guided(shape, cost, std::move(intents)) || improves_searching(shape, cost);
}

bool Minimiser::lower(Axis axis) {
  for (std::uint64_t value = 0; value < best_.cost()[axis]; ++value) {
    Cost cost = most();
    cost[axis] = value;
    if (improves_searching(best_.shape, cost)) return true;
  }
  return false;
}

bool Minimiser::shorten() {
  bool any = false;
  for (;;) {
    Cost cost = best_.cost();
    if (cost[Axis::decisions] == 0) return any;
    --cost[Axis::decisions];
    if (!improves_searching(best_.shape, cost)) return any;
    any = true;
  }
}

Failing Minimiser::minimise(Failing start) {
  best_ = std::move(start);
  decisions_max_ = best_.decisions.size();
  for (int round = 0; round < kRoundsMax && !stopped(); ++round) {
    bool any = leave_out();
    any |= shrink(&Shape::threads, threads_min_);
    any |= shrink(&Shape::callbacks, 1);
    any |= shrink(&Shape::ms, 1);  // with none the runtime is not up, which is another question
    any |= shrink(&Shape::signals, 0);
    any |= shrink(&Shape::faults, 0);
    any |= leave_out();
    for (const Axis axis : {Axis::faults, Axis::signals, Axis::stale_loads, Axis::spurious_failures,
                            Axis::memory_reuses, Axis::user_choices, Axis::context_switches}) {
      any |= lower(axis);
    }
    // A livelock is as long as the limit that tells it.
    if (wanted_.verdict != Verdict::livelock) any |= shorten();
    if (!any) break;
  }
  return best_;
}

}  // namespace extram
