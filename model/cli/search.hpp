// The searches of one run of `check`: the hunt, then the proof, which may be put down in a checkpoint file and taken up
// again, and may be one shard of a larger search.
#pragma once

#include <optional>
#include <ostream>
#include <string>

#include "model/cli/plan.hpp"
#include "model/cli/progress.hpp"
#include "model/explore/isolation.hpp"
#include "model/report/result_line.hpp"
#include "model/schedule/schedule.hpp"

namespace extram {

struct RunSettings {
  OracleSet oracles = OracleSet::all();
  Limits limits{};
  int jobs = 1;
  double hang_seconds = kHangSeconds;
  std::optional<Shard> shard;
  std::string checkpoint;  // the file; empty: none
  bool resumes = false;    // from that file
  bool nothing = false;    // a budget of zero: run nothing, and say so
  std::string schedules;   // the folder for schedules, made when it is needed
  ProgressStyle progress = ProgressStyle::silent;
  std::ostream* progress_out = nullptr;
};

struct Searched {
  PlannedRun last;  // the search that gave the result
  RunResult result;
  std::string hunt;
  std::optional<ShardReport> shard;
  std::string refused;  // why nothing was run: bad input
  std::string error;    // of the harness: the checkpoint could not be written
};

[[nodiscard]] Searched search(const PlannedRun& planned, const RunSettings& settings);

// The schedule of this end of a search. Its decisions are the result's.
[[nodiscard]] Schedule schedule_of(const PlannedRun& planned, const RunSettings& settings, const RunResult& result);

}  // namespace extram
