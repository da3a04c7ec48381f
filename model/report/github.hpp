// What GitHub's runner reads: commands that annotate the source, and a table for the summary of a job.
#pragma once

#include <string>
#include <vector>

#include "model/report/ci_run.hpp"

namespace extram {

// "::error file=...,line=...,title=...::what", with its end of line; empty where the run passed.
[[nodiscard]] std::string github_annotation(const CiRun& run);

// Markdown. `not_run`: how many runs were planned and not come to.
[[nodiscard]] std::string github_table(const std::vector<CiRun>& runs, std::size_t not_run);

}  // namespace extram
