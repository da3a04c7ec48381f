// A recorded execution, run again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/cli/plan.hpp"
#include "model/explore/isolation.hpp"
#include "model/schedule/schedule.hpp"

namespace extram {

// The entry that a schedule is about; where there is none, or it cannot be run as the schedule says, why.
[[nodiscard]] Found entry_of(const Schedule& schedule);

struct Recorded {
  const Entry* entry = nullptr;
  Shape shape{};
  OracleSet oracles = OracleSet::all();
  std::uint32_t depth = 0;
  std::vector<RecordedDecision> decisions;
  double hang_seconds = kHangSeconds;
};

struct Replayed {
  RunResult result;
  Trace trace;
  std::string divergence;  // the first step that differs; empty: none does
};

[[nodiscard]] Replayed replay_once(const Recorded& recorded);

// Empty where the replay ended as the record says, else how it ended instead. A good record says only that nothing is
// wrong: one execution cannot exhaust anything.
[[nodiscard]] std::string difference(const Replayed& replayed, Verdict verdict, Oracle oracle);

}  // namespace extram
