#include "impl/console/progress_line.hpp"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace extram {
namespace {

constexpr double kTerminalPeriod = 0.2;  // seconds
constexpr double kJsonPeriod = 10.0;
constexpr std::string_view kClearLine = "\r\x1b[K";
constexpr std::size_t kColumns = 79;  // a line that wraps could not be overwritten

}  // namespace

ProgressStyle progress_style() {
  if (::isatty(STDERR_FILENO) == 1) return ProgressStyle::terminal;
  const char* const ci = std::getenv("CI");
  return ci != nullptr && *ci != '\0' ? ProgressStyle::json : ProgressStyle::silent;
}

void ProgressLine::show(double seconds, const Words& text, const Words& json) {
  const double period = style_ == ProgressStyle::json ? kJsonPeriod : kTerminalPeriod;
  if (style_ == ProgressStyle::silent || seconds - last_ < period) return;
  last_ = seconds;
  if (style_ == ProgressStyle::json) {
    out_ << json(title_) << std::flush;
    return;
  }
  out_ << kClearLine << text(title_).substr(0, kColumns) << std::flush;
  shown_ = true;
}

ProgressLine::~ProgressLine() {
  if (shown_) out_ << kClearLine << std::flush;
}

}  // namespace extram
