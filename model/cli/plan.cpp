#include "model/cli/plan.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "model/cli/machine_made_entry.hpp"
#include "model/cli/suggest.hpp"
#include "model/explore/exhaustive.hpp"
#include "model/explore/random.hpp"
#include "scenarios/expectations.hpp"

namespace extram {
namespace {

std::vector<std::string_view> scenario_names() {
  std::vector<std::string_view> names;
  for (const Entry& entry : Registry::entries()) {
    if (names.empty() || names.back() != entry.info.name) names.push_back(entry.info.name);
  }
  return names;
}

std::vector<const Entry*> entries_of(std::string_view scenario) {
  std::vector<const Entry*> entries;
  for (const Entry& entry : Registry::entries()) {
    if (entry.info.name == scenario) entries.push_back(&entry);
  }
  return entries;
}

std::string no_scenario(std::string_view scenario) {
  return fmt::format("there is no scenario '{}'{} (`extram list` shows them)", scenario,
                     did_you_mean(scenario, scenario_names()));
}

Plan refused(std::string error, Exit exit = Exit::usage) { return {{}, std::move(error), exit}; }

bool is_strategy(std::string_view strategy) {
  return std::any_of(kStrategies.begin(), kStrategies.end(),
                     [&](const StrategyInfo& row) { return row.name == strategy; });
}

// One row of the suite. Rows that cannot be run are a fault of the suite, not of whoever asks.
std::string row_error(const Expectation& row, const Entry* entry) {
  if (entry == nullptr)
    return fmt::format("the suite asks for {} with {}, which is not built in", row.scenario, row.variant);
  if (!is_strategy(row.strategy)) {
    return fmt::format("the suite asks {} for the strategy '{}', which is none", row.scenario, row.strategy);
  }
  return shape_error(entry->info, row.shape);
}

// Enough for the deepest of the mutants, an ABA, at its scenario's own size.
constexpr int kUsualPreemptions = 3;

class Planner {
 public:
  explicit Planner(const CheckOptions& options) : options_(options) {}

  Plan plan() {
    for (const std::string& scenario : options_.scenarios) {
      if (!Registry::has_scenario(scenario)) return refused(no_scenario(scenario));
    }
    if (options_.names_variant()) return one_variant();
    if (options_.scenarios.empty()) return suite(expectations(), "");
    Plan plan;
    for (const std::string& scenario : unique_scenarios()) {
      const Plan part = one_scenario(scenario);
      if (!part.error.empty()) return part;
      plan.runs.insert(plan.runs.end(), part.runs.begin(), part.runs.end());
    }
    return plan;
  }

 private:
  [[nodiscard]] std::vector<std::string> unique_scenarios() const {
    std::vector<std::string> unique;
    for (const std::string& scenario : options_.scenarios) {
      if (std::find(unique.begin(), unique.end(), scenario) == unique.end()) unique.push_back(scenario);
    }
    return unique;
  }

  Plan one_variant() {
    const bool is_mutant = !options_.mutant.empty();
    const std::string& variant = is_mutant ? options_.mutant : options_.version;
    const VariantKind kind = is_mutant ? VariantKind::mutant : VariantKind::version;
    const std::string& version = options_.version;
    std::vector<const Entry*> entries;
    for (const std::string& scenario : unique_scenarios()) {
      const Found found = find_entry(scenario, variant, kind, version);
      if (found.entry == nullptr) return refused(found.error);
      entries.push_back(found.entry);
    }
    if (options_.scenarios.empty()) {
      for (const std::string_view scenario : scenario_names()) {
        const Found found = find_entry(scenario, variant, kind, version);
        if (found.entry != nullptr) entries.push_back(found.entry);
      }
      if (entries.empty()) {
        return refused(fmt::format("no scenario has a {} '{}' (`extram list` shows what there is)",
                                   is_mutant ? "mutant" : "version", variant));
      }
    }
    return of_own_size(entries);
  }

  // The suite's rows for it. A scenario that the suite leaves out, a stranger's own, is asked with all its versions.
  Plan one_scenario(const std::string& scenario) {
    const auto rows = expectations();
    if (std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.scenario == scenario; })) {
      return suite(rows, scenario);
    }
    std::vector<const Entry*> entries = entries_of(scenario);
    std::erase_if(entries, [](const Entry* entry) { return !entry->mutant.empty(); });
    return of_own_size(entries);
  }

  Plan suite(std::span<const Expectation> rows, std::string_view scenario) {
    if (const auto option = options_.first_of_one_run(); !option.empty()) {
      return refused(fmt::format(
          "{} needs --version or --mutant: the rows of the suite say for themselves what they run", option));
    }
    Plan plan;
    for (const Expectation& row : rows) {
      if (!scenario.empty() && row.scenario != scenario) continue;
      if (options_.quick && !row.quick) continue;
      const Entry* const entry = Registry::find(row.scenario, row.variant);
      if (std::string error = row_error(row, entry); !error.empty()) return refused(std::move(error), Exit::harness);
      StrategyChoice strategy{std::string(row.strategy), {row.preemptions, row.faults}, options_.seed.value_or(1)};
      strategy.executions = options_.max_executions.value_or(strategy.executions);
      plan.runs.push_back({entry, row.shape, std::move(strategy), Expected{row.verdict, row.oracle}});
    }
    return plan;
  }

  Plan of_own_size(const std::vector<const Entry*>& entries) {
    Plan plan;
    for (const Entry* entry : entries) {
      const Shape shape = own_shape(entry->info.shape);
      if (std::string error = shape_error(entry->info, shape); !error.empty()) return refused(std::move(error));
      StrategyChoice strategy = own_strategy();
      if (strategy.name == "exhaustive" && shape.faults > 0 && depends_on_all_threads(shape.fault_kinds)) {
        if (names_strategy()) {
          return refused(
              "exhaustive leaves out orders of steps that a fork or a stall could tell apart: take --strategy full, "
              "bounded, random or pct");
        }
        strategy.name = "full";
      }
      plan.runs.push_back({entry, shape, std::move(strategy), std::nullopt, !names_strategy()});
    }
    return plan;
  }

  [[nodiscard]] Shape own_shape(Shape shape) const {
    shape.threads = options_.threads.value_or(shape.threads);
    shape.callbacks = options_.callbacks.value_or(shape.callbacks);
    shape.ms = options_.ms.value_or(shape.ms);
    shape.signals = options_.signals.value_or(shape.signals);
    shape.faults = options_.faults.value_or(shape.faults);
    shape.fault_kinds = options_.fault_kinds.value_or(shape.fault_kinds);
    shape.ps = options_.ps.value_or(shape.ps);
    shape.stack_kib = options_.stack_kib.value_or(shape.stack_kib);
    shape.body = options_.body.value_or(shape.body);
    shape.profile = options_.profile.value_or(shape.profile);
    shape.signal_points = options_.signal_points.value_or(shape.signal_points);
    shape.fusion = options_.fusion.value_or(shape.fusion);
    return shape;
  }

  // Bounds alone name one: they belong to no other.
  [[nodiscard]] bool names_strategy() const { return !options_.strategy.empty() || options_.bounds; }

  [[nodiscard]] StrategyChoice own_strategy() const {
    const std::string usual = !options_.bounds && is_strategy("exhaustive") ? "exhaustive" : "bounded";
    StrategyChoice strategy{options_.strategy.empty() ? usual : options_.strategy, {}, options_.seed.value_or(1)};
    if (strategy.name == "bounded")
      strategy.bounds = options_.bounds.value_or(Bounds{.preemptions = kUsualPreemptions, .faults = {}});
    strategy.pct_depth = options_.pct_depth.value_or(strategy.pct_depth);
    strategy.executions = options_.max_executions.value_or(strategy.executions);
    strategy.reductions = options_.reductions.value_or(strategy.reductions);
    return strategy;
  }

  const CheckOptions& options_;
};

}  // namespace

std::unique_ptr<Strategy> StrategyChoice::make() const {
  if (name == "exhaustive") return std::make_unique<Exhaustive>(reductions);
  if (name == "random") return std::make_unique<RandomWalk>(seed, executions);
  if (name == "pct") return std::make_unique<Pct>(seed, pct_depth, executions);
  return std::make_unique<DepthFirst>(bounds);
}

std::string StrategyChoice::text() const {
  if (name == "exhaustive" && reductions != Reductions{}) return fmt::format("exhaustive({})", text_of(reductions));
  if (name == "bounded") return DepthFirst(bounds).strength();
  return name == "pct" ? fmt::format("pct(d={})", pct_depth) : name;
}

std::string_view variant_of(const Entry& entry) { return entry.mutant.empty() ? entry.version : entry.mutant; }

namespace {

Found machine_made_entry(std::string_view scenario, std::string_view name, std::string_view version) {
  const MachineMade* const mutant = machine_made_named(name, version);
  if (mutant == nullptr) {
    std::vector<std::string_view> known;
    for (const MachineMade& row : machine_made()) {
      if (version.empty() || row.version == version) known.push_back(row.name);
    }
    return {nullptr, fmt::format("there is no mutant '{}'{}{} (`extram list` shows them)", name,
                                 version.empty() ? "" : fmt::format(" of {}", version), did_you_mean(name, known))};
  }
  const Entry* const entry = Registry::find(scenario, mutant->version);
  if (entry != nullptr) return {&altered_entry(*entry, *mutant), {}};
  return {nullptr, fmt::format("scenario '{}' has no version '{}'", scenario, mutant->version)};
}

}  // namespace

Found find_entry(std::string_view scenario, std::string_view variant, VariantKind kind, std::string_view version) {
  if (!Registry::has_scenario(scenario)) return {nullptr, no_scenario(scenario)};
  const bool wants_mutant = kind == VariantKind::mutant;
  if (wants_mutant && is_machine_made(variant)) return machine_made_entry(scenario, variant, version);
  const Entry* const entry = Registry::find(scenario, variant);
  if (wants_mutant && entry != nullptr && !version.empty() && entry->version != version) {
    return {nullptr, fmt::format("mutant '{}' is one of {}, not of {}", variant, entry->version, version)};
  }
  if (entry != nullptr && entry->mutant.empty() != wants_mutant) return {entry, {}};
  if (entry != nullptr) {
    return {nullptr, fmt::format("'{}' is a {}: use --{}", variant, wants_mutant ? "version" : "mutant",
                                 wants_mutant ? "version" : "mutant")};
  }
  std::vector<std::string_view> known;
  for (const Entry* other : entries_of(scenario)) {
    if (other->mutant.empty() != wants_mutant) known.push_back(variant_of(*other));
  }
  return {nullptr, fmt::format("scenario '{}' has no {} '{}'{} (`extram list` shows them)", scenario,
                               wants_mutant ? "mutant" : "version", variant, did_you_mean(variant, known))};
}

std::string shape_error(const ScenarioInfo& info, const Shape& shape) {
  if (shape.threads >= info.threads_min && shape.threads <= info.threads_max) return {};
  return fmt::format("scenario '{}' runs with {} to {} threads, not with {}", info.name, info.threads_min,
                     info.threads_max, shape.threads);
}

Plan make_plan(const CheckOptions& options) { return Planner(options).plan(); }

}  // namespace extram
