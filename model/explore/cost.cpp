#include "model/explore/cost.hpp"

namespace extram {

Axis axis_of(DecisionKind kind) {
  switch (kind) {
    case DecisionKind::stale_load:
      return Axis::stale_loads;
    case DecisionKind::spurious_failure:
      return Axis::spurious_failures;
    case DecisionKind::memory_reuse:
      return Axis::memory_reuses;
    case DecisionKind::signal:
      return Axis::signals;
    case DecisionKind::fault:
      return Axis::faults;
    case DecisionKind::user:
      return Axis::user_choices;
    case DecisionKind::thread:
      break;
  }
  return Axis::context_switches;
}

Cost cost_of(const Shape& shape, std::span<const RecordedDecision> decisions) {
  Cost cost;
  cost[Axis::threads] = static_cast<std::uint64_t>(shape.threads);
  cost[Axis::callbacks] = static_cast<std::uint64_t>(shape.callbacks);
  cost[Axis::ms] = static_cast<std::uint64_t>(shape.ms);
  cost[Axis::signals_offered] = static_cast<std::uint64_t>(shape.signals);
  cost[Axis::faults_offered] = static_cast<std::uint64_t>(shape.faults);
  cost[Axis::decisions] = decisions.size();
  int running = -1;
  for (const RecordedDecision& decision : decisions) {
    if (decision.kind == DecisionKind::thread) {
      if (running >= 0 && decision.thread != running) ++cost[Axis::context_switches];
      running = decision.thread;
    } else if (decision.index != 0) {
      ++cost[axis_of(decision.kind)];
    }
  }
  return cost;
}

bool is_smaller(const Cost& cost, const Cost& than) {
  Cost alike = cost;
  alike[Axis::decisions] = than[Axis::decisions];
  if (alike == than) return cost[Axis::decisions] < than[Axis::decisions];
  return fits_within(alike, than);
}

bool fits_within(const Cost& cost, const Cost& most) {
  for (std::size_t i = 0; i < kAxes.size(); ++i) {
    if (cost[static_cast<Axis>(i)] > most[static_cast<Axis>(i)]) return false;
  }
  return true;
}

}  // namespace extram
