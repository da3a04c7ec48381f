// What a `check` is going to run: rows of the suite, or scenarios with one version or mutant at a size of one's own.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "impl/world/registry.hpp"
#include "model/cli/options.hpp"
#include "model/explore/exhaustive.hpp"
#include "model/explore/pct.hpp"
#include "model/report/result_line.hpp"

namespace extram {

struct StrategyChoice {
  std::string name;  // of kStrategies
  Bounds bounds{};
  std::uint64_t seed = 0;
  std::uint64_t executions = 10'000;  // of random and pct
  int pct_depth = kUsualPctDepth;
  Reductions reductions{};  // of exhaustive

  [[nodiscard]] std::unique_ptr<Strategy> make() const;
  // It draws its executions, and counts them itself.
  [[nodiscard]] bool samples() const { return name == "random" || name == "pct"; }
  // With its bounds, as a schedule names it: "bounded(p=2)".
  [[nodiscard]] std::string text() const;
};

struct PlannedRun {
  const Entry* entry = nullptr;
  Shape shape{};
  StrategyChoice strategy;
  std::optional<Expected> expected;  // by the suite
  bool hunts = false;                // nobody named a strategy: look where failures usually are, then prove
};

struct Plan {
  std::vector<PlannedRun> runs;
  std::string error;  // one line; empty: none
  Exit exit = Exit::good;
};

[[nodiscard]] Plan make_plan(const CheckOptions& options);

[[nodiscard]] std::string_view variant_of(const Entry& entry);

struct Found {
  const Entry* entry = nullptr;
  std::string error;  // one line, with what was probably meant
};
enum class VariantKind : std::uint8_t { version, mutant };
// `version`: of a mutant, where it is told; else the one that the mutant says, or the first that has it.
[[nodiscard]] Found find_entry(std::string_view scenario, std::string_view variant, VariantKind kind,
                               std::string_view version = {});

// Empty where the scenario can be run at this size.
[[nodiscard]] std::string shape_error(const ScenarioInfo& info, const Shape& shape);

}  // namespace extram
