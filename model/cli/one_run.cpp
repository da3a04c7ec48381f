#include "model/cli/one_run.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "model/cli/hunt.hpp"
#include "model/cli/interrupt.hpp"
#include "model/cli/replay_once.hpp"
#include "model/schedule/schedule.hpp"
#include "model/schedule/shape_text.hpp"

namespace extram {
namespace {

bool is_good(Verdict verdict) { return verdict == Verdict::exhausted || verdict == Verdict::sampled; }

RunResult search(const PlannedRun& planned, const RunSettings& settings) {
  const std::string title =
      fmt::format("{} {} {}", planned.entry->info.name, variant_of(*planned.entry), size_text(planned.shape));
  ProgressLine line(*settings.progress_out, settings.progress, title);
  RunRequest request;
  request.entry = planned.entry;
  request.shape = planned.shape;
  request.oracles = settings.oracles;
  request.limits = settings.limits;
  // What draws counts its own executions, and reaching that number is no truncation.
  if (planned.strategy.samples()) request.limits.executions_max = 0;
  request.on_progress = [&line](const Progress& progress) {
    line.show(progress);
    return !interrupted();
  };
  Isolation isolation;
  isolation.jobs = settings.jobs;
  isolation.hang_seconds = settings.hang_seconds;
  return run_isolated(request, *planned.strategy.make(), isolation).result;
}

// Fills in the result and the hunt of the report. The search that gave the result.
PlannedRun search_in_turn(Report& report, const PlannedRun& planned, RunSettings settings) {
  if (settings.nothing) {
    report.result.message = "nothing was run: the budget is zero";
    return planned;
  }
  if (planned.hunts) {
    Hunt hunt(planned.strategy.seed, settings.limits);
    while (const HuntPhase* phase = hunt.next()) {
      PlannedRun part = planned;
      part.strategy = phase->strategy;
      RunSettings part_settings = settings;
      part_settings.limits = phase->limits;
      report.result = search(part, part_settings);
      if (hunt.ends_with(report.result) || interrupted()) return part;
    }
    report.hunt = hunt.text();
    settings.limits = hunt.limits_left();
  }
  report.result = search(planned, settings);
  return planned;
}

Schedule schedule_of(const PlannedRun& planned, const RunSettings& settings, const RunResult& result) {
  Schedule schedule;
  schedule.scenario = planned.entry->info.name;
  schedule.version = planned.entry->version;
  schedule.mutant = planned.entry->mutant;
  schedule.shape = planned.shape;
  schedule.strategy = planned.strategy.text();
  schedule.seed = planned.strategy.seed;
  schedule.oracles = settings.oracles;
  schedule.depth = settings.limits.depth_max;
  schedule.verdict = result.verdict;
  schedule.oracle = result.oracle;
  schedule.message = result.message;
  schedule.fingerprint = fingerprint(*planned.entry, planned.shape);
  schedule.decisions = result.decisions;
  return schedule;
}

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
  one.error = keep(schedule_of(planned, settings, result), planned, settings.schedules, path);
  if (one.error.empty()) one.report.schedule = path;
}

}  // namespace

std::string why_vacuous(const RunResult& result, const Shape& shape) {
  if (!is_good(result.verdict)) return {};
  if (result.counts.executions == 0) return "no execution ran to its end";
  if (shape.signals > 0 && result.counts.signals_delivered == 0) return "no signal was delivered in any execution";
  if (shape.faults > 0 && result.counts.faults_injected == 0) return "no fault was injected in any execution";
  return {};
}

OneRun run_once(const PlannedRun& planned, const RunSettings& settings) {
  OneRun one;
  one.report.entry = planned.entry;
  one.report.shape = planned.shape;
  one.report.seed = planned.strategy.seed;
  one.report.expected = planned.expected;
  const PlannedRun last = search_in_turn(one.report, planned, settings);
  one.report.strategy = last.strategy.name;
  RunResult& result = one.report.result;
  if (std::string why = why_vacuous(result, planned.shape); !why.empty()) {
    result.verdict = Verdict::vacuous;
    result.message = std::move(why);
    result.strength.clear();
  }
  if (is_bad(result.verdict)) confirm(one, last, settings);
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
