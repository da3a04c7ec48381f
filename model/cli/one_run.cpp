#include "model/cli/one_run.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "model/cli/replay_once.hpp"
#include "model/schedule/schedule.hpp"

namespace extram {
namespace {

bool is_good(Verdict verdict) { return verdict == Verdict::exhausted || verdict == Verdict::sampled; }

std::string keep(const Schedule& schedule, const PlannedRun& planned, const std::string& folder, std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return fmt::format("cannot make the folder {}: {}", folder, error.message());
  const StrategyInName naming = planned.hunts ? StrategyInName::hidden : StrategyInName::shown;
  path = (std::filesystem::path(folder) / default_name(schedule, planned.entry->info.shape, naming)).string();
  return write(schedule, path).value_or("");
}

// A failure is told with the schedule that replays it, or as what it then is: a model that depends on more than its
// decisions.
void confirm(OneRun& one, const PlannedRun& planned, const RunSettings& settings) {
  RunResult& result = one.report.result;
  Replayed replayed = replay_once({planned.entry, planned.shape, settings.oracles, settings.limits.depth_max,
                                   result.decisions, settings.hang_seconds});
  const std::string differs = difference(replayed, result.verdict, result.oracle);
  if (!differs.empty()) {
    result.message = fmt::format("{} ({}) did not happen again: {}", verdict_text(result.verdict, result.oracle),
                                 result.message, differs);
    result.verdict = Verdict::nondeterministic;
    result.oracle = Oracle::none;
    return;
  }
  one.trace = std::move(replayed.trace);
  std::string path;
  const std::string error = keep(schedule_of(planned, settings, result), planned, settings.schedules, path);
  if (error.empty()) {
    one.report.schedule = path;
  } else {
    one.error = error;
  }
}

}  // namespace

std::string why_vacuous(const RunResult& result, const Shape& shape) {
  if (!is_good(result.verdict)) return {};
  if (result.counts.executions == 0) return "no execution ran to its end";
  if (shape.signals > 0 && result.counts.signals_delivered == 0) return "no signal was delivered in any execution";
  if (shape.faults > 0 && result.counts.faults_injected == 0) return "no fault was injected in any execution";
  // Calls that fail are counted by every machine; the other kinds by place.
  for (const FaultKindInfo& info : kFaultKinds) {
    if (shape.faults == 0 || info.kind == FaultKind::call || !shape.fault_kinds.contains(info.kind)) continue;
    const bool struck = std::any_of(result.signals.begin(), result.signals.end(),
                                    [&](const SiteSignals& row) { return row.what == info.name && row.delivered > 0; });
    if (!struck) return fmt::format("no fault of the kind {} was injected in any execution", info.name);
  }
  return {};
}

OneRun run_once(const PlannedRun& planned, const RunSettings& settings) {
  OneRun one;
  one.report.entry = planned.entry;
  one.report.shape = planned.shape;
  one.report.seed = planned.strategy.seed;
  one.report.expected = planned.expected;
  Searched searched = search(planned, settings);
  one.refused = std::move(searched.refused);
  one.error = std::move(searched.error);
  one.report.strategy = searched.last.strategy.name;
  one.report.hunt = std::move(searched.hunt);
  one.report.shard = std::move(searched.shard);
  one.report.result = std::move(searched.result);
  if (!one.refused.empty()) return one;
  RunResult& result = one.report.result;
  if (planned.shape.faults > 0 && searched.last.strategy.name == "exhaustive" && result.verdict == Verdict::exhausted) {
    result.limits.emplace_back(
        "states of the list that faults meet in other orders of steps that do not conflict "
        "(fault_space is that of one order of each class)");
  }
  // Of a shard nobody can tell: what was asked for may have happened in another one.
  if (one.report.shard) {
    if (is_bad(result.verdict)) confirm(one, searched.last, settings);
    return one;
  }
  std::string why = why_vacuous(result, planned.shape);
  if (why.empty() && is_good(result.verdict) && !planned.entry->alterations.empty() && result.counts.altered == 0) {
    why = "the step that the mutant changes was never met";
  }
  if (!why.empty()) {
    result.verdict = Verdict::vacuous;
    result.message = std::move(why);
    result.strength.clear();
  }
  if (is_bad(result.verdict)) confirm(one, searched.last, settings);
  return one;
}

Exit exit_of(const Report& report) {
  if (report.expected && is_held(report)) return Exit::good;
  switch (report.result.verdict) {
    case Verdict::nondeterministic:
    case Verdict::diverged:
      return Exit::nondeterministic;
    case Verdict::truncated:
      return Exit::truncated;
    case Verdict::vacuous:
      return Exit::vacuous;
    case Verdict::exhausted:
    case Verdict::sampled:
      return report.expected ? Exit::bad : Exit::good;
    default:
      return Exit::bad;
  }
}

}  // namespace extram
