#include "impl/native/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

namespace extram::native {
namespace {

constexpr double kTerminalPeriod = 1.0;  // seconds
constexpr double kJsonPeriod = 10.0;
constexpr std::string_view kClearLine = "\r\x1b[K";
constexpr std::size_t kColumns = 79;  // a line that wraps could not be overwritten

double rate_of(const NativeProgress& p) { return p.seconds > 0 ? static_cast<double>(p.callbacks) / p.seconds : 0; }

double seconds_left(const NativeProgress& p, double seconds_max) { return std::max(seconds_max - p.seconds, 0.0); }

}  // namespace

ProgressStyle progress_style() {
  if (::isatty(STDERR_FILENO) == 1) return ProgressStyle::terminal;
  const char* const ci = std::getenv("CI");
  return ci != nullptr && *ci != '\0' ? ProgressStyle::json : ProgressStyle::silent;
}

std::string progress_text(const std::string& title, const NativeProgress& progress, double seconds_max) {
  return fmt::format("{}: {} callbacks, {:.0f}/s, {} signals, {:.0f} s left", title, progress.callbacks,
                     rate_of(progress), progress.deliveries, seconds_left(progress, seconds_max));
}

std::string progress_json(const std::string& title, const NativeProgress& progress, double seconds_max) {
  const nlohmann::ordered_json row{{"progress", title},
                                   {"rounds", progress.rounds},
                                   {"callbacks", progress.callbacks},
                                   {"per_second", rate_of(progress)},
                                   {"signals_delivered", progress.deliveries},
                                   {"seconds_left", seconds_left(progress, seconds_max)},
                                   {"seconds", progress.seconds}};
  return row.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

void ProgressLine::show(const NativeProgress& progress) {
  const double period = style_ == ProgressStyle::json ? kJsonPeriod : kTerminalPeriod;
  if (style_ == ProgressStyle::silent || progress.seconds - last_ < period) return;
  last_ = progress.seconds;
  if (style_ == ProgressStyle::json) {
    fmt::print(out_, "{}", progress_json(title_, progress, seconds_max_));
  } else {
    fmt::print(out_, "{}{}", kClearLine, progress_text(title_, progress, seconds_max_).substr(0, kColumns));
    shown_ = true;
  }
  std::fflush(out_);
}

ProgressLine::~ProgressLine() {
  if (!shown_) return;
  fmt::print(out_, "{}", kClearLine);
  std::fflush(out_);
}

}  // namespace extram::native
