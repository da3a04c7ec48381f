#include "model/litmus/judge.hpp"

#include <algorithm>

namespace extram::litmus {
namespace {

class Judge {
 public:
  Judge(const Case& one, const Seen& seen) : case_(one), seen_(seen), names_(one.test.outcome_names()) {}

  Judgement judge() {
    compare_races();
    if (seen_.race) return std::move(judgement_);  // any outcome is permitted then
    if (!case_.required && axioms().too_large) return std::move(judgement_);
    for (const Outcome& outcome : required()) {
      if (is_seen(outcome)) continue;
      if (!seen_.complete) {
        judgement_.not_seen.push_back(outcome);
      } else {
        judgement_.missing.push_back({outcome, why_missing_here(outcome)});
      }
    }
    if (seen_.complete) {
      for (const Outcome& outcome : permitted_beyond()) {
        if (!is_seen(outcome)) judgement_.beyond.push_back({outcome, why_missing_here(outcome)});
      }
    }
    for (const Values& values : seen_.outcomes) {
      if (is_permitted(values)) continue;
      // A file that forbids what C++20 permits is not excused by Relacy's showing it.
      const bool known = axioms().relacy.contains(values) && !axioms().required.contains(values) &&
                         !axioms().permitted_beyond.contains(values);
      judgement_.forbidden.push_back({outcome_of(names_, values), known});
    }
    return std::move(judgement_);
  }

 private:
  const ExpectedOutcomes& axioms() {
    if (!axioms_) axioms_ = expected_outcomes(case_.test);
    return *axioms_;
  }

  void compare_races() {
    const bool expected = case_.race ? *case_.race : seen_.race || (!axioms().too_large && axioms().race);
    if (expected == seen_.race) return;
    if (seen_.race) {
      judgement_.wrong = "a data race is found in a test that should have none";
    } else if (seen_.complete) {
      judgement_.race_is_known = !axioms().too_large && axioms().race && !axioms().relacy_race;
      if (!judgement_.race_is_known) judgement_.wrong = "no data race is found in a test that should have one";
    }
  }

  std::vector<Outcome> required() { return case_.required ? *case_.required : outcomes_of(axioms().required); }
  std::vector<Outcome> permitted_beyond() {
    return case_.required ? case_.permitted_beyond : outcomes_of(axioms().permitted_beyond);
  }
  [[nodiscard]] std::vector<Outcome> outcomes_of(const std::set<Values>& all) const {
    std::vector<Outcome> outcomes;
    for (const Values& values : all) outcomes.push_back(outcome_of(names_, values));
    return outcomes;
  }

  [[nodiscard]] bool is_seen(const Outcome& outcome) const {
    return std::ranges::any_of(seen_.outcomes, [&](const Values& values) { return matches(outcome, names_, values); });
  }

  bool is_permitted(const Values& values) {
    if (!case_.required) return axioms().required.contains(values) || axioms().permitted_beyond.contains(values);
    const auto permits = [&](const Outcome& outcome) { return matches(outcome, names_, values); };
    return std::ranges::any_of(*case_.required, permits) || std::ranges::any_of(case_.permitted_beyond, permits);
  }

  // An outcome that Relacy's own search would show is not excused by any limit.
  std::optional<LimitSet> why_missing_here(const Outcome& outcome) {
    const auto limits = why_missing(case_.test, outcome);
    return limits && limits->empty() ? std::nullopt : limits;
  }

  const Case& case_;
  const Seen& seen_;
  std::vector<std::string> names_;
  std::optional<ExpectedOutcomes> axioms_;
  Judgement judgement_;
};

}  // namespace

bool Judgement::is_good() const {
  return wrong.empty() && std::ranges::all_of(missing, [](const Missing& m) { return m.because.has_value(); }) &&
         std::ranges::all_of(forbidden, [](const Forbidden& f) { return f.known; });
}

Judgement judge(const Case& one, const Seen& seen) { return Judge(one, seen).judge(); }

}  // namespace extram::litmus
