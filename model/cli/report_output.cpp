#include "model/cli/report_output.hpp"

#include "model/schedule/atomic_file.hpp"

namespace extram {

std::optional<std::string> ReportOutput::why_not() const {
  return is_file() ? why_not_writable(target_) : std::nullopt;
}

void ReportOutput::add(std::string_view line) {
  if (is_standard_output()) standard_output_ << line << std::flush;
  if (is_file()) text_ += line;
}

std::optional<std::string> ReportOutput::finish() {
  return is_file() ? write_atomically(target_, text_) : std::nullopt;
}

}  // namespace extram
