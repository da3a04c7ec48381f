// The searches of `extram coverage`: what faults meet in a version, over all scenarios together.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/cli/console.hpp"
#include "model/cli/options.hpp"
#include "model/explore/fault_space.hpp"
#include "scenarios/fault_arguments.hpp"
#include "scenarios/fault_survey.hpp"

namespace extram {

struct Surveyed {
  FaultSpace space;
  std::vector<std::string> searched;  // in words
  std::string cut;                    // the first search that did not come to its end, in words; empty: all did
};
// All of the scenarios are there with that version.
[[nodiscard]] Surveyed survey(std::string_view version, std::span<const SurveyRun> runs);

// What the verb looks at, and what it believes.
struct CoverageQuestion {
  std::span<const SurveyRun> runs = fault_survey();
  std::span<const FaultArgument> arguments = fault_arguments();
};
[[nodiscard]] Exit coverage(const CoverageOptions& options, const Console& console, const CoverageQuestion& question);

}  // namespace extram
