// Where the fault space is surveyed: searches that come to all of its places that a version has, in seconds together.
// Names and sizes alone: no world.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "impl/world/scenario.hpp"

namespace extram {

// `spared`: faults are offered and never strike.
enum class Strikes : std::uint8_t { spared, struck };

// What comes of it is judged by nobody: a scenario may be one that signals or faults break.
struct SurveyRun {
  std::string_view scenario;
  Shape shape;
  Strikes strikes = Strikes::spared;
  std::optional<int> preemptions{};  // none: all
  std::optional<int> faults{};       // of an execution, signals too; none: all
};

[[nodiscard]] std::span<const SurveyRun> fault_survey();

}  // namespace extram
