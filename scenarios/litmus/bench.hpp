// The test that the interpreter runs, and what is to be learned of its executions. One at a time, as a process runs one
// model at a time.
#pragma once

#include <cstdint>

#include "impl/world/scenario.hpp"
#include "impl/world/verdict.hpp"
#include "scenarios/litmus/outcomes.hpp"
#include "scenarios/litmus/test.hpp"

namespace extram::litmus {

// Whether threads that run the same program count as one and the same: outcomes then come up to an exchange of them.
enum class Twins : std::uint8_t { told_apart, exchangeable };

struct Bench {
  const Test* test = nullptr;
  OutcomeSet* outcomes = nullptr;      // of executions that ran to their end; nullptr: nobody asks
  std::uint64_t* deadlocks = nullptr;  // nullptr: a deadlock ends the search, as everywhere
  OutcomeSet* stuck = nullptr;         // of executions that ended in one
  Twins twins = Twins::told_apart;
};
inline Bench bench;

// The interpreter in the world that this program is built for.
[[nodiscard]] const Entry& interpreter_entry();

// Relacy's own full search of the test on the bench: nothing of ours but the interpreter.
struct FullSearch {
  Verdict verdict = Verdict::exhausted;  // or data_race, truncated, violation
  std::uint64_t executions = 0;
};
[[nodiscard]] FullSearch search_by_relacy_itself(std::uint64_t executions_max);

}  // namespace extram::litmus
