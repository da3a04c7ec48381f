#include "model/litmus/annotate.hpp"

#include <nlohmann/json.hpp>

#include "model/litmus/expected.hpp"

namespace extram::litmus {

std::string annotated(const Case& one) {
  const ExpectedOutcomes expected = expected_outcomes(one.test);
  if (expected.too_large) return {};
  const std::vector<std::string> names = one.test.outcome_names();
  const auto list = [&](const std::set<Values>& outcomes) {
    auto rows = nlohmann::ordered_json::array();
    for (const Values& values : outcomes) rows.push_back(outcome_of(names, values));
    return rows;
  };
  auto line = nlohmann::ordered_json::parse(one.source);
  line["required"] = list(expected.required);
  line["permitted_beyond"] = list(expected.permitted_beyond);
  line["race"] = expected.race;
  return line.dump();
}

}  // namespace extram::litmus
