// What a build server is told of one run: in JUnit's XML, in SARIF, and in the commands of GitHub's workflows.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/explore/trace.hpp"
#include "model/report/result_line.hpp"

namespace extram {

struct CiRun {
  Report report;
  Trace trace;        // of the failure
  std::string error;  // of the harness; empty: none
};

// A run that settled nothing (cut by a budget, nothing run, a model that contradicts itself) is never passed: who asked
// did not get an answer.
enum class CiFate : unsigned char { passed, failed, unsettled };
[[nodiscard]] CiFate fate_of(const CiRun& run);

// What went wrong as a name that stays: "I2", "data_race", "expectation" where a failure was expected and not found.
[[nodiscard]] std::string rule_of(const Report& report);
// In one line: "violation(I2): thread 0 ...; expected exhausted".
[[nodiscard]] std::string what_of(const CiRun& run);
// "go_1_15 2x1 signals=1, bounded"; names the run within its scenario.
[[nodiscard]] std::string run_name(const Report& report);

struct SourcePlace {
  std::string path;  // from the top of the repository
  unsigned line = 1;
};
// Where the source has the step of this label: a site of the protocol, in the file of this version where that has it,
// or "file.hpp:12". nullopt: not known here.
[[nodiscard]] std::optional<SourcePlace> source_place(std::string_view label, std::string_view version);

// The last step of the trace that has a known place; where none has, the label is "" and the place the scenario's, if
// that is known.
struct FailingStep {
  std::string label;
  std::optional<SourcePlace> place;
};
[[nodiscard]] FailingStep failing_step(const CiRun& run);

}  // namespace extram
