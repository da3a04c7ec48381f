#include "model/cli/progress.hpp"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

namespace extram {
namespace {

constexpr double kTerminalPeriod = 0.2;  // seconds
constexpr double kJsonPeriod = 10.0;
constexpr std::string_view kClearLine = "\r\x1b[K";

double rate_of(const Progress& progress) {
  return progress.seconds > 0 ? static_cast<double>(progress.counts.executions) / progress.seconds : 0.0;
}

}  // namespace

ProgressStyle progress_style() {
  if (isatty(STDERR_FILENO) == 1) return ProgressStyle::terminal;
  const char* const ci = std::getenv("CI");
  return ci != nullptr && *ci != '\0' ? ProgressStyle::json : ProgressStyle::silent;
}

std::string progress_text(const std::string& title, const Progress& progress) {
  std::string text = fmt::format("{}: {} executions, {:.0f}/s", title, progress.counts.executions, rate_of(progress));
  if (progress.done > 0) {
    const double left = progress.seconds / progress.done - progress.seconds;
    text += fmt::format(", {:.1f} %", progress.done * 100);
    // An estimate of days says no more than that it is going to be long.
    text += left < 360'000 ? fmt::format(", {:.0f} s left", left) : ", more than 100 h left";
  }
  return text;
}

std::string progress_json(const std::string& title, const Progress& progress) {
  const nlohmann::ordered_json row{
      {"progress", title},
      {"executions", progress.counts.executions},
      {"per_second", rate_of(progress)},
      {"done", progress.done >= 0 ? nlohmann::ordered_json(progress.done) : nlohmann::ordered_json(nullptr)},
      {"seconds", progress.seconds},
  };
  return row.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

void ProgressLine::show(const Progress& progress) {
  const double period = style_ == ProgressStyle::json ? kJsonPeriod : kTerminalPeriod;
  if (style_ == ProgressStyle::silent || progress.seconds - last_ < period) return;
  last_ = progress.seconds;
  if (style_ == ProgressStyle::json) {
    out_ << progress_json(title_, progress) << std::flush;
    return;
  }
  // Cut to a narrow terminal: a line that wraps could not be overwritten.
  out_ << kClearLine << progress_text(title_, progress).substr(0, 79) << std::flush;
  shown_ = true;
}

ProgressLine::~ProgressLine() {
  if (shown_) out_ << kClearLine << std::flush;
}

}  // namespace extram
