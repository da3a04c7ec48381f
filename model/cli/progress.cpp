#include "model/cli/progress.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace extram {
namespace {

double rate_of(const Progress& p) {
  return p.seconds > 0 ? static_cast<double>(p.counts.executions - p.executions_before) / p.seconds : 0.0;
}

// What is done holds so many executions; if the rest is like it, the whole holds this many. Negative: unknown.
double estimated_executions(const Progress& p) {
  return p.done > 0 ? static_cast<double>(p.counts.executions) / p.done : -1.0;
}

double seconds_left(const Progress& p) {
  return p.done > p.done_before ? p.seconds * (1.0 - p.done) / (p.done - p.done_before) : -1.0;
}

nlohmann::ordered_json or_null(double value) {
  return value >= 0 ? nlohmann::ordered_json(value) : nlohmann::ordered_json(nullptr);
}

}  // namespace

std::string progress_text(const std::string& title, const Progress& progress) {
  std::string text = fmt::format("{}: {} executions, {:.0f}/s", title, progress.counts.executions, rate_of(progress));
  // An estimate of days, or of more than anybody counts, says no more than that it is going to be long.
  if (const double all = estimated_executions(progress); all >= 0) {
    const std::string count = all < 1e9 ? fmt::format("{:.0f}", all) : fmt::format("{:.0e}", all);
    text += fmt::format(", {:.1f} % of about {}", progress.done * 100, count);
  }
  if (const double left = seconds_left(progress); left >= 0) {
    text += left < 360'000 ? fmt::format(", {:.0f} s left", left) : ", more than 100 h left";
  }
  return text;
}

std::string progress_json(const std::string& title, const Progress& progress) {
  const nlohmann::ordered_json row{
      {"progress", title},
      {"executions", progress.counts.executions},
      {"per_second", rate_of(progress)},
      {"done", or_null(progress.done)},
      {"estimated_executions", or_null(estimated_executions(progress))},
      {"seconds_left", or_null(seconds_left(progress))},
      {"seconds", progress.seconds},
  };
  return row.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

void show(ProgressLine& line, const Progress& progress) {
  line.show(
      progress.seconds, [&](const std::string& title) { return progress_text(title, progress); },
      [&](const std::string& title) { return progress_json(title, progress); });
}

}  // namespace extram
