// One run of `check`: the search, the doubts about its verdict, and where it failed the schedule of the failure,
// replayed before anybody is told about it.
#pragma once

#include <optional>
#include <ostream>
#include <string>

#include "model/cli/exit_code.hpp"
#include "model/cli/plan.hpp"
#include "model/cli/progress.hpp"
#include "model/explore/isolation.hpp"

namespace extram {

struct RunSettings {
  OracleSet oracles = OracleSet::all();
  Limits limits{};
  int jobs = 1;
  double hang_seconds = kHangSeconds;
  bool nothing = false;   // a budget of zero: run nothing, and say so
  std::string schedules;  // the folder for schedules, made when it is needed
  ProgressStyle progress = ProgressStyle::silent;
  std::ostream* progress_out = nullptr;
};

struct OneRun {
  Report report;
  Trace trace;        // of the failure
  std::string error;  // of the harness: the schedule could not be written
};

[[nodiscard]] OneRun run_once(const PlannedRun& planned, const RunSettings& settings);

// Whether a good verdict is worth anything: something was run, and of the signals and faults that were asked for at
// least one happened in some execution. Empty where it is; else why not.
[[nodiscard]] std::string why_vacuous(const RunResult& result, const Shape& shape);

[[nodiscard]] Exit exit_of(const Report& report);

}  // namespace extram
