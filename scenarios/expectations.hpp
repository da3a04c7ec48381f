// The suite: what `extram check` asks without options, and what it expects to hear. Each row runs one scenario with one
// version or mutant at one size; a verdict that is not the expected one fails the suite, a better one too.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "impl/world/scenario.hpp"
#include "impl/world/verdict.hpp"

namespace extram {

struct Expectation {
  std::string_view scenario;
  std::string_view variant;  // a version or a mutant
  Shape shape;
  std::string_view strategy;       // as on the command line
  std::optional<int> preemptions;  // bounded: at most so many
  std::optional<int> faults;       // bounded: at most so many
  Verdict verdict;
  Oracle oracle = Oracle::none;
  bool quick = true;  // part of `ci/check.sh --quick`
};

[[nodiscard]] std::span<const Expectation> expectations();

}  // namespace extram
