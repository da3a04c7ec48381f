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
  std::set<std::vector<int>> stuck;      // of executions that ended in a deadlock
  bool deadlock = false;

  friend bool operator==(const Answer& a, const Answer& b) {
    if (a.verdict == Verdict::data_race && b.verdict == Verdict::data_race) return true;
    return a.verdict == b.verdict && a.outcomes == b.outcomes && a.stuck == b.stuck && a.deadlock == b.deadlock;
  }
};

// With threads of the same program in an order of their own: for a search that exchanges them.
[[nodiscard]] inline std::set<std::vector<int>> up_to_twins(const Test& test,
                                                            const std::set<std::vector<int>>& outcomes) {
  std::set<std::vector<int>> all;
  for (const std::vector<int>& outcome : outcomes) {
    std::vector<std::vector<int>> registers;
    auto next = outcome.begin();
    for (const Thread& thread : test.threads) {
      registers.emplace_back(next, next + static_cast<std::ptrdiff_t>(thread.registers.size()));
      next += static_cast<std::ptrdiff_t>(thread.registers.size());
    }
    for (std::size_t t = 0; t < registers.size(); ++t) {
      for (std::size_t u = t + 1; u < registers.size(); ++u) {
        if (kind_of_thread(test, t) == kind_of_thread(test, u) && registers[u] < registers[t]) {
          std::swap(registers[t], registers[u]);
        }
      }
    }
    std::vector<int> ordered;
    for (const auto& own : registers) ordered.insert(ordered.end(), own.begin(), own.end());
    ordered.insert(ordered.end(), next, outcome.end());
    all.insert(std::move(ordered));
  }
  return all;
}
[[nodiscard]] inline Answer up_to_twins(const Test& test, Answer answer) {
  answer.outcomes = up_to_twins(test, answer.outcomes);
  answer.stuck = up_to_twins(test, answer.stuck);
  return answer;
}

struct Searched {
  Answer answer;
  std::uint64_t executions = 0;  // those cut as redundant included
};

namespace detail {

template <class Search>
Searched searched(const Test& test, Twins twins, Search search) {
  constexpr std::size_t kOutcomesMax = 2048;  // of the tests that tests run; more would count as truncated
  OutcomeSet outcomes(test.outcome_names().size(), kOutcomesMax);
  OutcomeSet stuck(test.outcome_names().size(), kOutcomesMax);
  std::uint64_t deadlocks = 0;
  bench = {&test, &outcomes, &deadlocks, &stuck, twins};
  Searched all;
  search(all);
  bench = {};
  for (const auto& outcome : outcomes.sorted()) all.answer.outcomes.insert(outcome);
  for (const auto& outcome : stuck.sorted()) all.answer.stuck.insert(outcome);
  all.answer.deadlock = deadlocks > 0;
  if (outcomes.overflowed() || stuck.overflowed()) all.answer.verdict = Verdict::truncated;
  return all;
}

}  // namespace detail

[[nodiscard]] inline Searched search(const Test& test, Strategy& strategy, Limits limits = {},
                                     Twins twins = Twins::told_apart, Fusion fusion = Fusion::on) {
  return detail::searched(test, twins, [&](Searched& all) {
    RunRequest request;
    request.entry = &interpreter_entry();
    request.shape = {.threads = static_cast<int>(test.threads.size()), .fusion = fusion};
    request.limits = limits;
    const RunResult result = run(request, strategy);
    all.executions = result.counts.executions + result.counts.blocked;
    // A test in which no execution counts is as well searched as others.
    all.answer.verdict = result.verdict == Verdict::vacuous ? Verdict::exhausted : result.verdict;
  });
}

// Relacy's own full search: nothing of ours but the interpreter.
[[nodiscard]] inline Searched search_by_relacy(const Test& test, std::uint64_t executions_max) {
  return detail::searched(test, Twins::told_apart, [&](Searched& all) {
    const FullSearch found = search_by_relacy_itself(executions_max);
    all.executions = found.executions;
    all.answer.verdict = found.verdict;
  });
}

}  // namespace extram::litmus
