#include "model/litmus/expected.hpp"

#include <algorithm>
#include <iterator>

#include "model/litmus/axioms.hpp"

namespace extram::litmus {

ExpectedOutcomes expected_outcomes(const Test& test) {
  ExpectedOutcomes all;
  std::set<Values> rc11, cpp20, buffering;
  const bool has_plain = std::any_of(test.locations.begin(), test.locations.end(),
                                     [](const auto& l) { return l.sharing != Sharing::atomic; });
  const auto visit = [&](const Execution& execution) {
    const Consistency consistency = consistency_of(execution);
    if (consistency.rc11) rc11.insert(execution.outcome);
    if (consistency.cpp20) (consistency.load_buffering ? buffering : cpp20).insert(execution.outcome);
    if (has_plain && !all.race && consistency.rc11 && consistency.cpp20) {
      all.race = has_race(execution, happens_before(execution, ReleaseSequence::cpp20));
    }
    if (!all.relacy.contains(execution.outcome) && relacy_shows(execution)) all.relacy.insert(execution.outcome);
    if (has_plain && !all.relacy_race) all.relacy_race = relacy_shows(execution, {}, Wanted::with_race);
    return true;
  };
  all.too_large = for_each_candidate(test, visit) == Enumeration::too_large;
  std::ranges::set_intersection(rc11, cpp20, std::inserter(all.required, all.required.end()));
  std::ranges::set_symmetric_difference(rc11, cpp20, std::inserter(all.disputed, all.disputed.end()));
  all.permitted_beyond = all.disputed;
  std::ranges::set_difference(buffering, all.required, std::inserter(all.permitted_beyond, all.permitted_beyond.end()));
  return all;
}

namespace {
bool is_allowed(Consistency consistency) { return consistency.rc11 || consistency.cpp20; }
}  // namespace

std::optional<LimitSet> why_missing(const Test& test, const Outcome& outcome) {
  const std::vector<std::string> names = test.outcome_names();
  std::optional<LimitSet> nearest;
  const auto visit = [&](const Execution& execution) {
    if (!matches(outcome, names, execution.outcome) || !is_allowed(consistency_of(execution))) return true;
    const auto limits = limits_of(execution);
    if (limits && (!nearest || limits->size() < nearest->size())) nearest = limits;
    return !(nearest && nearest->empty());
  };
  if (for_each_candidate(test, visit) == Enumeration::too_large) return std::nullopt;
  return nearest;
}

bool matches(const Outcome& outcome, const std::vector<std::string>& names, const Values& values) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto found = outcome.find(names[i]);
    if (found != outcome.end() && found->second != values[i]) return false;
  }
  return true;
}

Outcome outcome_of(const std::vector<std::string>& names, const Values& values) {
  Outcome outcome;
  for (std::size_t i = 0; i < names.size(); ++i) outcome[names[i]] = values[i];
  return outcome;
}

}  // namespace extram::litmus
