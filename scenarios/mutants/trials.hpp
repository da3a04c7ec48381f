// Where mutants are tried: scenarios with sizes, cheap ones first. Names and sizes alone: no world.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "impl/world/scenario.hpp"

namespace extram {

struct Trial {
  std::string_view scenario;
  Shape shape;
  std::optional<int> preemptions{};  // that are known to be enough
};

// Of a version: the version itself passes each of them, so that a failure is the mutant's. What all versions pass, for
// one that has no list of its own.
[[nodiscard]] std::span<const Trial> trials_of(std::string_view version);

// For memory orders: at the first sizes the weakest are looked for, at the second the whole of them is checked.
[[nodiscard]] std::span<const Trial> small_trials_of_orders();
[[nodiscard]] std::span<const Trial> large_trials_of_orders();

}  // namespace extram
