#include "model/cli/mutant_search.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "impl/console/interrupt.hpp"
#include "model/cli/machine_made_entry.hpp"
#include "model/cli/mutant_worlds.hpp"
#include "model/explore/isolation.hpp"
#include "model/schedule/shape_text.hpp"
#include "scenarios/expectations.hpp"

namespace extram {
namespace {

constexpr int kPreemptions = 3;
constexpr std::uint64_t kFirstLook = 500;  // executions with one preemption, before a trial is searched through

constexpr int kFewThreads = 2;

std::uint64_t of_a_trial(MutantPace pace) { return pace == MutantPace::quick ? 50'000 : 300'000; }
std::uint64_t of_a_column(MutantPace pace) { return pace == MutantPace::quick ? 2'000 : 50'000; }

StrategyChoice choice(std::string_view name, int preemptions, std::uint64_t executions) {
  StrategyChoice strategy{.name = std::string(name), .bounds = {}, .seed = 1};
  if (name == "bounded") strategy.bounds.preemptions = preemptions;
  strategy.executions = executions;
  return strategy;
}

}  // namespace

std::vector<MutantName> all_mutants() {
  std::vector<MutantName> all;
  for (const Entry& entry : Registry::entries()) {
    if (entry.mutant.empty()) continue;
    const bool known =
        std::any_of(all.begin(), all.end(), [&](const MutantName& m) { return m.mutant == entry.mutant; });
    if (known) continue;
    all.push_back(
        {std::string(entry.mutant), std::string(entry.version), "", "written", std::string(entry.mutant_text)});
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.mutant < b.mutant; });
  for (const MachineMade& row : machine_made()) {
    if (std::none_of(Registry::entries().begin(), Registry::entries().end(),
                     [&](const Entry& entry) { return entry.version == row.version; })) {
      continue;
    }
    all.push_back(
        {row.name, std::string(row.version), info_of(row.site).name, std::string(row.kind), std::string(row.wrong)});
  }
  return all;
}

std::vector<Trial> trials_of(const MutantName& name) {
  std::vector<Trial> trials;
  for (const Expectation& row : expectations()) {
    if (row.variant == name.mutant && is_bad(row.verdict)) trials.push_back({row.scenario, row.shape, row.preemptions});
  }
  const auto usual = trials_of(name.version);
  trials.insert(trials.end(), usual.begin(), usual.end());
  return trials;
}

RunResult search_mutant(const Entry& entry, const Shape& shape, const StrategyChoice& strategy, OracleSet oracles,
                        std::uint64_t executions_max) {
  RunRequest request;
  request.entry = &entry;
  request.shape = shape;
  request.oracles = oracles;
  request.limits.depth_max = kMutantDepthMax;
  request.limits.executions_max = strategy.samples() ? 0 : executions_max;
  request.on_progress = [](const Progress&) { return !interrupted(); };
  return run_isolated(request, *strategy.make(), {}).result;
}

std::string_view proof_of(const Shape& shape) {
  return shape.ps != 0 && shape.threads <= kFewThreads ? "full" : "exhaustive";
}

std::optional<Kill> MutantSearch::find_in(const Trial& trial) {
  const std::string version = is_machine_made(row_.name.mutant) ? row_.name.version : std::string();
  const Found found = find_entry(trial.scenario, row_.name.mutant, VariantKind::mutant, version);
  if (found.entry == nullptr) return std::nullopt;
  const Entry& entry = *found.entry;
  const std::uint64_t most = of_a_trial(settings_.pace);
  const int known = trial.preemptions.value_or(1);
  RunResult last;
  const std::string proof(proof_of(trial.shape));
  for (const StrategyChoice& strategy : {choice("bounded", known, trial.preemptions ? most : kFirstLook),
                                         choice(proof, 0, most), choice("pct", 0, of_a_column(settings_.pace))}) {
    const RunResult result = search_mutant(entry, trial.shape, strategy, OracleSet::all(), strategy.executions);
    if (is_bad(result.verdict)) return Kill{&entry, trial.shape, strategy, result};
    if (interrupted()) return std::nullopt;
    if (strategy.name == proof) last = result;
    if (last.verdict == Verdict::exhausted) break;
  }
  // Of a step that is never met there is nothing to be said.
  if (last.verdict == Verdict::vacuous || (!entry.alterations.empty() && last.counts.altered == 0)) return std::nullopt;
  row_.searched.push_back(fmt::format("{} {}: {}", trial.scenario, size_text(trial.shape, entry.info.shape),
                                      last.verdict == Verdict::exhausted
                                          ? fmt::format("{} in {} executions", last.strength, last.counts.ended())
                                          : fmt::format("cut after {} executions", last.counts.ended())));
  row_.exhausted = row_.exhausted && last.verdict == Verdict::exhausted;
  return std::nullopt;
}

std::optional<Kill> MutantSearch::find() {
  row_.exhausted = true;
  for (const Trial& trial : trials_of(row_.name)) {
    if (interrupted()) break;
    if (std::optional<Kill> kill = find_in(trial)) return kill;
  }
  row_.exhausted = row_.exhausted && !row_.searched.empty();
  return std::nullopt;
}

// Each search on its own, in the scenario that is known to show the mutant.
void MutantSearch::fill_columns(Kill& kill) {
  const std::uint64_t most = of_a_column(settings_.pace);
  std::uint64_t least = kill.result.counts.ended();
  for (const std::string& name : settings_.strategies) {
    if (interrupted()) return;
    const StrategyChoice strategy = choice(name, kPreemptions, most);
    RunResult result = search_mutant(*kill.entry, kill.shape, strategy, OracleSet::all(), most);
    Column column{name, std::nullopt, {}};
    if (is_bad(result.verdict)) {
      column.kill = result.counts.ended();
      if (result.counts.ended() <= least) {
        least = result.counts.ended();
        kill.strategy = strategy;
        kill.result = std::move(result);
      }
    }
    row_.columns.push_back(std::move(column));
  }
}

// Those that kill it are taken away one by one, until none is left that does: what is left kills it neither together
// nor alone, and each that was taken away has killed it while the ones before it were off.
void MutantSearch::ask_each_oracle(const Kill& kill) {
  OracleSet on = OracleSet::all();
  const std::uint64_t most = of_a_column(settings_.pace);
  for (std::size_t i = 0; i < kOracles.size() && !interrupted(); ++i) {
    RunResult result = search_mutant(*kill.entry, kill.shape, choice("exhaustive", 0, most), on, most);
    if (result.verdict == Verdict::truncated) {
      result = search_mutant(*kill.entry, kill.shape, kill.strategy, on, most);
    }
    if (!is_bad(result.verdict)) {
      row_.only_oracles = result.verdict == Verdict::exhausted;  // else nobody knows what the rest would have shown
      return;
    }
    const bool is_new = std::find(row_.oracles.begin(), row_.oracles.end(), result.oracle) == row_.oracles.end();
    if (result.oracle == Oracle::none || !is_new) return;  // it ends badly whoever is asked
    row_.oracles.push_back(result.oracle);
    on = on.without(OracleSet(result.oracle));
  }
}

MutantRow MutantSearch::run() {
  std::optional<Kill> kill = find();
  if (kill) {
    fill_columns(*kill);
    row_.fate = Fate::killed;
    row_.scenario = kill->entry->info.name;
    row_.size = size_text(kill->shape, kill->entry->info.shape);
    row_.verdict = kill->result.verdict;
    row_.oracle = kill->result.oracle;
    const MutantWorlds worlds(*kill, settings_);
    const std::vector<Column> real = worlds.columns();
    row_.columns.insert(row_.columns.end(), real.begin(), real.end());
    row_.schedule = worlds.keep();
    if (settings_.pace == MutantPace::whole) ask_each_oracle(*kill);
  } else {
    for (const std::string& name : settings_.strategies) row_.columns.push_back({name, std::nullopt, {}});
  }
  explain(row_);
  row_.interrupted = interrupted();
  return std::move(row_);
}

}  // namespace extram
