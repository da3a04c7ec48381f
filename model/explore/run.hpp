// One run: an entry of the registry at one size under one strategy, and what came of it. Whoever provides executions
// (model/relacy) implements `run`.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "impl/world/scenario.hpp"
#include "impl/world/verdict.hpp"
#include "model/explore/explorer.hpp"
#include "model/explore/replay.hpp"
#include "model/explore/trace.hpp"

namespace extram {

struct RunRequest {
  const Entry* entry = nullptr;
  Shape shape{};
  OracleSet oracles = OracleSet::all();  // those asked for; what the version waives is taken off
  Limits limits{};
  Trace* trace = nullptr;  // filled with the last execution's events; searches leave it nullptr
  std::function<bool(const Progress&)> on_progress;
  Page* page = nullptr;  // of a worker process, with who stands above it
  Supervisor* supervisor = nullptr;
};

struct RunResult {
  Verdict verdict = Verdict::vacuous;
  std::string strength;  // "complete", "bounded(p=2)", "sampled(1000)"; empty when the search was cut
  Oracle oracle = Oracle::none;
  std::string message;  // what is wrong, in one line; empty when nothing is
  int thread = -1;      // that it happened on
  Counts counts{};
  std::vector<RecordedDecision> decisions;  // of the failing execution; else of the last one
  std::vector<std::string> limits;          // what the run did not cover, in words
  std::vector<std::string> leaves_out;      // of these, what no search like this one covers
  std::vector<SiteSignals> signals;         // by site, in the order in which they were first met
  std::string divergence;                   // where a replay left its record, in words; empty: nowhere
  double seconds = 0.0;
  double cpu_seconds = 0.0;
  long peak_rss_kb = 0;
};

// Runs the strategy to its end, to the first failure, or to a budget; in this process (see isolation.hpp).
[[nodiscard]] RunResult run(const RunRequest& request, Strategy& strategy);

// What came of a search, for whoever implements run(). `machine_leaves_out`: what its machine does not show.
[[nodiscard]] RunResult result_of(const Explorer& explorer, const std::vector<std::string>& machine_leaves_out);

// The verdict by counts and limits, where nothing failed: exhausted or sampled, truncated, vacuous.
void conclude(RunResult& result, bool is_exhaustive, const std::string& strength);

// Identifies the model behind a schedule: the names of its steps, the kinds and arities of its decisions, along the
// tamest execution of this entry at this size. The same for every compiler and machine.
[[nodiscard]] std::uint64_t fingerprint(const Entry& entry, const Shape& shape);

}  // namespace extram
