// One run of `check`: the search, the doubts about its verdict, and where it failed the schedule of the failure,
// replayed before anybody is told about it.
#pragma once

#include <optional>
#include <ostream>
#include <string>

#include "model/cli/exit_code.hpp"
#include "model/cli/search.hpp"

namespace extram {

struct OneRun {
  Report report;
  Trace trace;          // of the failure
  std::string refused;  // why nothing was run: bad input
  std::string error;    // of the harness: the schedule or the checkpoint could not be written
};

[[nodiscard]] OneRun run_once(const PlannedRun& planned, const RunSettings& settings);

// Whether a good verdict is worth anything: something was run, and of the signals and faults that were asked for at
// least one happened in some execution. Empty where it is; else why not.
[[nodiscard]] std::string why_vacuous(const RunResult& result, const Shape& shape);

[[nodiscard]] Exit exit_of(const Report& report);

}  // namespace extram
