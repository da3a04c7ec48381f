#include "model/report/ci_run.hpp"

#include <charconv>

#include <fmt/format.h>

#include "model/report/source_rows.hpp"
#include "model/report/text_trace.hpp"
#include "model/schedule/schedule.hpp"
#include "model/schedule/shape_text.hpp"

namespace extram {

CiFate fate_of(const CiRun& run) {
  if (!run.error.empty()) return CiFate::unsettled;
  switch (run.report.result.verdict) {
    case Verdict::truncated:
    case Verdict::vacuous:
    case Verdict::nondeterministic:
    case Verdict::diverged:
      return CiFate::unsettled;
    default:
      break;
  }
  if (run.report.expected) return is_held(run.report) ? CiFate::passed : CiFate::failed;
  return is_bad(run.report.result.verdict) ? CiFate::failed : CiFate::passed;
}

std::string rule_of(const Report& report) {
  const RunResult& result = report.result;
  if (result.verdict == Verdict::exhausted || result.verdict == Verdict::sampled) return "expectation";
  if (result.verdict == Verdict::violation && result.oracle != Oracle::none) return std::string(name_of(result.oracle));
  return std::string(name_of(result.verdict));
}

std::string what_of(const CiRun& run) {
  const Report& report = run.report;
  std::string text = verdict_text(report.result.verdict, report.result.oracle);
  if (!report.result.message.empty()) text += ": " + report.result.message;
  if (report.expected && !is_held(report)) {
    text += "; expected " + verdict_text(report.expected->verdict, report.expected->oracle);
  }
  if (!run.error.empty()) text += "; " + run.error;
  return text;
}

std::string run_name(const Report& report) {
  std::string name =
      fmt::format("{} {}, {}", report.entry->mutant.empty() ? report.entry->version : report.entry->mutant,
                  size_text(report.shape), report.strategy);
  if (report.shard) name += fmt::format(", shard {}/{}", report.shard->shard.index, report.shard->shard.count);
  return name;
}

std::optional<SourcePlace> source_place(std::string_view label, std::string_view version) {
  const SourceRow* site = nullptr;
  for (const SourceRow& row : source_rows()) {
    const bool is_of_version = row.path.ends_with(fmt::format("/{}.hpp", version));
    if (row.label == label && (site == nullptr || is_of_version)) site = &row;
  }
  if (site != nullptr) return SourcePlace{std::string(site->path), site->line};
  const auto colon = label.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  unsigned line = 0;
  const char* const end = label.data() + label.size();
  const auto [stop, error] = std::from_chars(label.data() + colon + 1, end, line);
  if (error != std::errc{} || stop != end || line == 0) return std::nullopt;
  for (const SourceRow& row : source_rows()) {
    if (row.label == label.substr(0, colon)) return SourcePlace{std::string(row.path), line};
  }
  return std::nullopt;
}

FailingStep failing_step(const CiRun& run) {
  for (auto event = run.trace.rbegin(); event != run.trace.rend(); ++event) {
    if (auto place = source_place(event->site, run.report.entry->version)) return {event->site, std::move(place)};
  }
  return {"", source_place(fmt::format("scenario {}", run.report.entry->info.name), run.report.entry->version)};
}

}  // namespace extram
