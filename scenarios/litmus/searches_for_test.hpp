// Runs a litmus test by every search there is, for tests that compare them.
#pragma once

#include <set>
#include <vector>

#include "model/explore/run.hpp"
#include "scenarios/litmus/interpreter.hpp"

namespace extram::litmus {

// What a search says of a test: all that must not depend on how it searches.
struct Answer {
  Verdict verdict = Verdict::exhausted;  // or data_race, truncated, or what should never be
  std::set<std::vector<int>> outcomes;   // meaningless beside a race
  bool deadlock = false;

  friend bool operator==(const Answer& a, const Answer& b) {
    if (a.verdict == Verdict::data_race && b.verdict == Verdict::data_race) return true;
    return a.verdict == b.verdict && a.outcomes == b.outcomes && a.deadlock == b.deadlock;
  }
};

struct Searched {
  Answer answer;
  std::uint64_t executions = 0;  // those cut as redundant included
};

namespace detail {

template <class Search>
Searched searched(const Test& test, Search search) {
  OutcomeSet outcomes(test.outcome_names().size());
  std::uint64_t deadlocks = 0;
  bench = {&test, &outcomes, &deadlocks};
  Searched all;
  search(all);
  bench = {};
  for (const auto& outcome : outcomes.sorted()) all.answer.outcomes.insert(outcome);
  all.answer.deadlock = deadlocks > 0;
  return all;
}

}  // namespace detail

[[nodiscard]] inline Searched search(const Test& test, Strategy& strategy, Limits limits = {}) {
  return detail::searched(test, [&](Searched& all) {
    RunRequest request;
    request.entry = &interpreter_entry();
    request.shape = {.threads = static_cast<int>(test.threads.size())};
    request.limits = limits;
    const RunResult result = run(request, strategy);
    all.executions = result.counts.executions + result.counts.blocked;
    // A test in which no execution counts is as well searched as others.
    all.answer.verdict = result.verdict == Verdict::vacuous ? Verdict::exhausted : result.verdict;
  });
}

// Relacy's own full search: nothing of ours but the interpreter.
[[nodiscard]] inline Searched search_by_relacy(const Test& test, std::uint64_t executions_max) {
  return detail::searched(test, [&](Searched& all) {
    const FullSearch found = search_by_relacy_itself(executions_max);
    all.executions = found.executions;
    all.answer.verdict = found.verdict;
  });
}

}  // namespace extram::litmus
