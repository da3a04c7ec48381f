// How large a failing execution is, on every axis that its reader has to follow.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "impl/world/scenario.hpp"
#include "model/explore/replay.hpp"

namespace extram {

enum class Axis : std::uint8_t {
  threads,
  callbacks,
  ms,
  signals_offered,  // to each thread
  faults_offered,
  faults,  // that happened
  signals,
  stale_loads,
  spurious_failures,
  memory_reuses,
  user_choices,  // other than the first
  context_switches,
  decisions,
};

inline constexpr std::array<std::string_view, 13> kAxes{
    "threads",
    "callbacks of each",
    "Ms at the start",
    "signals offered to each",
    "faults offered to each",
    "faults",
    "signals",
    "stale loads",
    "spurious failures",
    "reuses of memory",
    "choices of the scenario",
    "context switches",
    "decisions",
};

class Cost {
 public:
  [[nodiscard]] std::uint64_t& operator[](Axis axis) { return of_[static_cast<std::size_t>(axis)]; }
  [[nodiscard]] std::uint64_t operator[](Axis axis) const { return of_[static_cast<std::size_t>(axis)]; }
  friend bool operator==(const Cost&, const Cost&) = default;

 private:
  std::array<std::uint64_t, kAxes.size()> of_{};
};

[[nodiscard]] Cost cost_of(const Shape& shape, std::span<const RecordedDecision> decisions);

// On no axis larger. Of two costs it may be that neither fits within the other.
[[nodiscard]] bool fits_within(const Cost& cost, const Cost& most);

// On no axis larger and on one smaller. The number of decisions counts only where all else is the same: an execution
// without a signal is the simpler one, though it is asked longer whether one comes.
[[nodiscard]] bool is_smaller(const Cost& cost, const Cost& than);

// The axis that counts choices of this kind; of thread switches, the context switches.
[[nodiscard]] Axis axis_of(DecisionKind kind);

}  // namespace extram
