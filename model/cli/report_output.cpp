#include "model/cli/report_output.hpp"

#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "model/schedule/atomic_file.hpp"

namespace extram {
namespace {

// A pipe or a device cannot be replaced by a file.
bool is_special(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error) && !std::filesystem::is_regular_file(path, error);
}

}  // namespace

std::optional<std::string> ReportOutput::why_not() const {
  return is_file() && !(is_special(target_) && !std::filesystem::is_directory(target_)) ? why_not_writable(target_)
                                                                                        : std::nullopt;
}

void ReportOutput::add(std::string_view line) {
  if (is_standard_output()) standard_output_ << line << std::flush;
  if (is_file()) text_ += line;
}

std::optional<std::string> ReportOutput::finish() {
  if (!is_file()) return std::nullopt;
  if (!is_special(target_)) return write_atomically(target_, text_);
  std::ofstream file(target_);
  file << text_ << std::flush;
  if (file) return std::nullopt;
  return fmt::format("cannot write {}", target_);
}

}  // namespace extram
