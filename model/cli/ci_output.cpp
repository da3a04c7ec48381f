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
std::string summary_file() {
  const char* const path = std::getenv("GITHUB_STEP_SUMMARY");
  return path == nullptr ? std::string() : path;
}

// An empty text only asks whether it could be done.
std::optional<std::string> append_to_summary(const std::string& text) {
  const std::string path = summary_file();
  if (path.empty()) return std::nullopt;
  std::ofstream file(path, std::ios::app);
  file << text << std::flush;
  if (file) return std::nullopt;
  return fmt::format("cannot write to {}, which GITHUB_STEP_SUMMARY names", path);
}

}  // namespace

CiOutput::CiOutput(const CheckOptions& options, std::ostream& text)
    : github_(options.github), text_(text), junit_(options.junit, text), sarif_(options.sarif, text) {}

std::optional<std::string> CiOutput::why_not() const {
  if (const auto why = junit_.why_not()) return why;
  if (const auto why = sarif_.why_not()) return why;
  return github_ ? append_to_summary("") : std::nullopt;
}

void CiOutput::add(const OneRun& one) {
  if (!junit_.is_asked_for() && !sarif_.is_asked_for() && !github_) return;
  runs_.push_back({one.report, one.trace, one.error});
  if (github_) text_ << github_annotation(runs_.back()) << std::flush;
}

std::optional<std::string> CiOutput::finish(std::size_t not_run) {
  if (junit_.is_asked_for()) {
    std::vector<JUnitCase> cases;
    for (const CiRun& run : runs_) cases.push_back(junit_case(run));
    junit_.add(junit("extram check", cases, not_run));
  }
  if (sarif_.is_asked_for()) sarif_.add(sarif(runs_, not_run, EXTRAM_VERSION));
  auto why = junit_.finish();
  if (const auto also = sarif_.finish(); also && !why) why = also;
  if (const auto also = github_ ? append_to_summary(github_table(runs_, not_run)) : std::nullopt; also && !why)
    why = also;
  return why;
}

}  // namespace extram
