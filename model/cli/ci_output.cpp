#include "model/cli/ci_output.hpp"

#include <cstdlib>
#include <fstream>

#include <fmt/format.h>

#include "model/report/github.hpp"
#include "model/report/junit.hpp"
#include "model/report/sarif.hpp"

namespace extram {
namespace {

// The runner names the file; others have written to it before.
std::optional<std::string> append_to_summary(const std::string& table) {
  const char* const path = std::getenv("GITHUB_STEP_SUMMARY");
  if (path == nullptr || *path == '\0') return std::nullopt;
  std::ofstream file(path, std::ios::app);
  file << table << std::flush;
  if (file) return std::nullopt;
  return fmt::format("cannot write to {}, which GITHUB_STEP_SUMMARY names", path);
}

}  // namespace

CiOutput::CiOutput(const CheckOptions& options, std::ostream& text)
    : junit_is_asked_for_(!options.junit.empty()),
      sarif_is_asked_for_(!options.sarif.empty()),
      github_(options.github),
      text_(text),
      junit_(options.junit, text),
      sarif_(options.sarif, text) {}

std::optional<std::string> CiOutput::why_not() const {
  if (const auto why = junit_.why_not()) return why;
  return sarif_.why_not();
}

void CiOutput::add(const OneRun& one) {
  if (!junit_is_asked_for_ && !sarif_is_asked_for_ && !github_) return;
  runs_.push_back({one.report, one.trace, one.error});
  if (github_) text_ << github_annotation(runs_.back()) << std::flush;
}

std::optional<std::string> CiOutput::finish(std::size_t not_run) {
  if (junit_is_asked_for_) junit_.add(junit(runs_, not_run));
  if (sarif_is_asked_for_) sarif_.add(sarif(runs_, not_run, EXTRAM_VERSION));
  auto why = junit_.finish();
  if (const auto also = sarif_.finish(); also && !why) why = also;
  if (const auto also = github_ ? append_to_summary(github_table(runs_, not_run)) : std::nullopt; also && !why)
    why = also;
  return why;
}

}  // namespace extram
