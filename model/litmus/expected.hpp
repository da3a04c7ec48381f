// What the axioms say of a whole test: its outcomes, and why Relacy does not show one of them.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "model/litmus/litmus_file.hpp"
#include "model/litmus/relacy_model.hpp"

namespace extram::litmus {

using Values = std::vector<int>;  // of Test::outcome_names()

struct ExpectedOutcomes {
  bool too_large = false;             // of the rest nothing is known then
  std::set<Values> required;          // by RC11 and by C++20, load buffering aside
  std::set<Values> permitted_beyond;  // by one of the two, or by load buffering
  std::set<Values> disputed;          // of these, those that RC11 or C++20 has without load buffering
  std::set<Values> relacy;            // shown by Relacy's full search
  bool race = false;
  bool relacy_race = false;  // that Relacy's full search shows
};
[[nodiscard]] ExpectedOutcomes expected_outcomes(const Test& test);

// Of an outcome that C++20 allows, by all its executions: the limits of Relacy's model that keep the nearest of them
// from being shown. Empty: it is shown; nullopt: the axioms do not know either.
[[nodiscard]] std::optional<LimitSet> why_missing(const Test& test, const Outcome& outcome);

[[nodiscard]] bool matches(const Outcome& outcome, const std::vector<std::string>& names, const Values& values);
[[nodiscard]] Outcome outcome_of(const std::vector<std::string>& names, const Values& values);

}  // namespace extram::litmus
