// What a child in lockstep shares with its parent beside the report page: the decisions that it follows, and the steps
// that it took. One piece of memory without pointers: a header, then the decisions, then room for the steps.
#pragma once

#include <cstddef>
#include <cstdint>

#include "impl/world/verdict.hpp"

namespace extram::native {

inline constexpr std::size_t kSiteMax = 96;  // of a label, with its 0

struct ScriptDecision {
  DecisionKind kind;
  std::int32_t thread;
  std::int32_t index;
  std::int32_t arity;
  char site[kSiteMax];  // ends with 0
};

enum class StepKind : std::uint8_t { step, local, signal, handled, fault };

// A step as it was taken: a shared access, or one that the thread alone can see.
struct ScriptStep {
  StepKind kind;
  std::int32_t thread;
  std::int32_t depth;   // handler frames below
  char site[kSiteMax];  // ends with 0
};

struct alignas(8) Script {
  std::uint32_t decisions_count = 0;
  std::uint32_t steps_max = 0;
  std::uint32_t steps_count = 0;  // beyond steps_max they are counted and not kept
  std::uint32_t position = 0;     // decisions that were taken
  std::uint32_t switches = 0;     // of these, how often the turn went to another thread

  [[nodiscard]] static std::size_t bytes(std::size_t decisions, std::size_t steps) {
    return sizeof(Script) + decisions * sizeof(ScriptDecision) + steps * sizeof(ScriptStep);
  }
  [[nodiscard]] ScriptDecision* decisions() { return reinterpret_cast<ScriptDecision*>(this + 1); }
  [[nodiscard]] ScriptStep* steps() { return reinterpret_cast<ScriptStep*>(decisions() + decisions_count); }
};

static_assert(alignof(ScriptDecision) <= alignof(Script) && alignof(ScriptStep) <= alignof(ScriptDecision));

}  // namespace extram::native
