// What a run says in the end, and the bounded choices that lead to one execution.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "impl/world/at.hpp"
#include "impl/world/oracle.hpp"

namespace extram {

enum class Verdict : std::uint8_t {
  exhausted,
  sampled,
  violation,
  data_race,
  deadlock,
  livelock,
  leak,
  truncated,
  vacuous,
  nondeterministic,
  crash,
  hang,
  diverged,
};

inline constexpr std::array<std::pair<Verdict, std::string_view>, 13> kVerdicts{{
    {Verdict::exhausted, "exhausted"},
    {Verdict::sampled, "sampled"},
    {Verdict::violation, "violation"},
    {Verdict::data_race, "data_race"},
    {Verdict::deadlock, "deadlock"},
    {Verdict::livelock, "livelock"},
    {Verdict::leak, "leak"},
    {Verdict::truncated, "truncated"},
    {Verdict::vacuous, "vacuous"},
    {Verdict::nondeterministic, "nondeterministic"},
    {Verdict::crash, "crash"},
    {Verdict::hang, "hang"},
    {Verdict::diverged, "diverged"},
}};

[[nodiscard]] constexpr std::string_view name_of(Verdict verdict) {
  for (const auto& [id, name] : kVerdicts) {
    if (id == verdict) return name;
  }
  return "?";
}

[[nodiscard]] constexpr std::optional<Verdict> verdict_named(std::string_view text) {
  for (const auto& [id, name] : kVerdicts) {
    if (name == text) return id;
  }
  return std::nullopt;
}

// The protocol broke, as opposed to: the search ended, or could not be trusted.
[[nodiscard]] constexpr bool is_bad(Verdict verdict) {
  switch (verdict) {
    case Verdict::violation:
    case Verdict::data_race:
    case Verdict::deadlock:
    case Verdict::livelock:
    case Verdict::leak:
    case Verdict::crash:
    case Verdict::hang:
      return true;
    default:
      return false;
  }
}

enum class DecisionKind : std::uint8_t {
  thread,            // which enabled thread takes the next step
  stale_load,        // 0: the newest value; n: the n-th older one
  spurious_failure,  // 0: the weak compare-exchange succeeds; 1: it fails for no reason
  memory_reuse,      // 0: freed memory is kept apart; 1: it is handed out again at once
  signal,            // 0: none; 1: the thread's next signal is delivered here
  fault,             // 0: the call succeeds; 1: it fails
  user,              // the scenario's own choice
};

inline constexpr std::array<std::string_view, 7> kDecisionKinds{
    "thread", "stale_load", "spurious_failure", "memory_reuse", "signal", "fault", "user"};

[[nodiscard]] constexpr std::string_view name_of(DecisionKind kind) {
  return kDecisionKinds[static_cast<std::size_t>(kind)];
}

[[nodiscard]] constexpr std::optional<DecisionKind> decision_kind_named(std::string_view text) {
  for (std::size_t i = 0; i < kDecisionKinds.size(); ++i) {
    if (kDecisionKinds[i] == text) return static_cast<DecisionKind>(i);
  }
  return std::nullopt;
}

// One bounded choice. For `thread`, `thread` is the one chosen, `index` its rank among the enabled ones in ascending
// order and `at` the step that it is about to take; for the other kinds, the thread and the step that make the choice.
struct Decision {
  DecisionKind kind = DecisionKind::thread;
  std::uint8_t thread = 0;
  std::uint16_t index = 0;
  std::uint16_t arity = 1;
  At at{""};
};

// A decision as it stands in a file: the step is a name, since a file outlives every table.
struct RecordedDecision {
  DecisionKind kind = DecisionKind::thread;
  int thread = 0;
  std::string site;
  int index = 0;
  int arity = 1;
  friend bool operator==(const RecordedDecision&, const RecordedDecision&) = default;
};

}  // namespace extram
