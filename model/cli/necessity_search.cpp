#include "model/cli/necessity_search.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "impl/console/interrupt.hpp"
#include "model/cli/machine_made_entry.hpp"
#include "model/cli/search.hpp"
#include "model/explore/child_process.hpp"
#include "model/explore/minimise.hpp"
#include "model/explore/result_json.hpp"
#include "model/schedule/shape_text.hpp"

namespace extram {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kOfASmallTrial = 100'000;

Failing minimised(const Kill& kill) {
  Limits limits;
  limits.depth_max = kMutantDepthMax;
  const auto runner = [&](const Shape& shape, Strategy& strategy, const Limits& some) {
    RunRequest request;
    request.entry = kill.entry;
    request.shape = shape;
    request.limits = some;
    request.on_progress = [](const Progress&) { return !interrupted(); };
    return run(request, strategy);
  };
  Minimiser minimiser(runner, {kill.result.verdict, kill.result.oracle}, limits, kill.entry->info.threads_min);
  minimiser.goes_on = [] { return !interrupted(); };
  return minimiser.minimise({kill.shape, kill.result.decisions, kill.result.message});
}

// In a process of its own: what fails in one way may crash in another. Then the execution stays as it was found.
void shorten(Kill& kill) {
  if (kill.result.verdict == Verdict::crash || kill.result.verdict == Verdict::hang) return;
  ChildProcess child([&](Channel& channel) {
    const Failing best = minimised(kill);
    RunResult result = kill.result;
    result.decisions = best.decisions;
    result.message = best.message;
    const Shape& s = best.shape;
    (void)channel.send(
        Json{{"result", json_of(result)}, {"shape", {s.threads, s.callbacks, s.ms, s.signals, s.faults}}});
  });
  const auto answer = child.channel().receive();
  if (!answer) return;
  kill.result = result_in(answer->at("result"));
  const Json& shape = answer->at("shape");
  shape.at(0).get_to(kill.shape.threads);
  shape.at(1).get_to(kill.shape.callbacks);
  shape.at(2).get_to(kill.shape.ms);
  shape.at(3).get_to(kill.shape.signals);
  shape.at(4).get_to(kill.shape.faults);
}

std::string written(const Kill& kill, const std::string& folder) {
  if (folder.empty()) return {};
  RunSettings settings;
  settings.limits.depth_max = kMutantDepthMax;
  Schedule schedule = schedule_of({kill.entry, kill.shape, kill.strategy, std::nullopt}, settings, kill.result);
  schedule.strategy = "minimised";
  std::filesystem::create_directories(folder);
  const std::string name = default_name(schedule, kill.entry->info.shape, StrategyInName::hidden);
  const std::string path = (std::filesystem::path(folder) / name).string();
  if (const auto why = write(schedule, path)) throw std::runtime_error(*why);
  return path;
}

std::vector<Alteration> table_of(const Orders& orders) {
  std::vector<Alteration> table;
  for (const auto& [site, order] : orders) table.push_back({info_of(site).name, Change::order, order});
  return table;
}

std::string text_of(const Orders& orders) {
  std::string name;
  for (const auto& [site, order] : orders) {
    name += fmt::format("{}weaken:{}={}", name.empty() ? "" : "+", info_of(site).name, name_of(order));
  }
  return name;
}

// Those that hand nothing on come first, the list's own word last: what they can spare hangs on the rest least.
std::vector<Site> from_the_leaves(std::string_view version) {
  std::vector<Site> sites = ordered_sites(version);
  const auto is_of_the_list = [](Site site) {
    return site == Site::lockextra_load || site == Site::lockextra_cas || site == Site::unlockextra_store;
  };
  std::stable_partition(sites.begin(), sites.end(), [&](Site site) { return !is_of_the_list(site); });
  return sites;
}

}  // namespace

Witness find_witness(const MutantName& name, const std::string& schedules) {
  Witness witness;
  witness.name = name;
  MutantSettings settings;
  MutantSearch search(name, settings);
  std::optional<Kill> kill = search.find();
  witness.searched = search.row().searched;
  witness.exhausted = search.row().exhausted;
  witness.interrupted = interrupted();
  if (!kill || interrupted()) return witness;
  shorten(*kill);
  witness.found = true;
  witness.scenario = kill->entry->info.name;
  witness.size = size_text(kill->shape, kill->entry->info.shape);
  witness.verdict = kill->result.verdict;
  witness.oracle = kill->result.oracle;
  witness.decisions = kill->result.decisions.size();
  witness.schedule = written(*kill, schedules);
  return witness;
}

Json to_json(const Witness& w) {
  const auto or_null = [](const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); };
  return {{"mutant", w.name.mutant},
          {"version", w.name.version},
          {"site", w.name.site},
          {"kind", w.name.kind},
          {"wrong", w.name.wrong},
          {"witness", w.found},
          {"verdict", w.found ? Json(name_of(w.verdict)) : Json(nullptr)},
          {"oracle", w.oracle == Oracle::none ? Json(nullptr) : Json(name_of(w.oracle))},
          {"scenario", or_null(w.scenario)},
          {"size", or_null(w.size)},
          {"decisions", w.decisions},
          {"schedule", or_null(w.schedule)},
          {"searched", w.searched},
          {"exhausted", w.exhausted},
          {"interrupted", w.interrupted}};
}

Witness witness_in(const Json& json) {
  const auto or_empty = [&](const char* key) {
    return json.at(key).is_null() ? std::string() : json.at(key).get<std::string>();
  };
  Witness w;
  w.name = {json.at("mutant"), json.at("version"), json.at("site"), json.at("kind"), json.at("wrong")};
  w.found = json.at("witness");
  w.verdict = verdict_named(or_empty("verdict")).value_or(Verdict::exhausted);
  w.oracle = oracle_named(or_empty("oracle")).value_or(Oracle::none);
  w.scenario = or_empty("scenario");
  w.size = or_empty("size");
  w.decisions = json.at("decisions");
  w.schedule = or_empty("schedule");
  w.searched = json.at("searched").get<std::vector<std::string>>();
  w.exhausted = json.at("exhausted");
  w.interrupted = json.at("interrupted");
  return w;
}

Checked check_orders(std::string_view version, const Orders& orders, std::span<const Trial> trials,
                     std::uint64_t executions_max) {
  Checked checked;
  const std::vector<Alteration> table = table_of(orders);
  for (const Trial& trial : trials) {
    const Entry* const entry = Registry::find(trial.scenario, version);
    if (entry == nullptr || interrupted()) continue;
    const Entry& altered = altered_entry(*entry, text_of(orders), "weaker orders", table);
    const StrategyChoice strategy{.name = std::string(proof_of(trial.shape)), .bounds = {}};
    const RunResult result = search_mutant(altered, trial.shape, strategy, OracleSet::all(), executions_max);
    const bool exhausted = result.verdict == Verdict::exhausted;
    checked.searched.push_back(
        fmt::format("{} {}: {}", trial.scenario, size_text(trial.shape, entry->info.shape),
                    exhausted ? fmt::format("{} in {} executions", result.strength, result.counts.ended())
                              : fmt::format("{} after {} executions", name_of(result.verdict), result.counts.ended())));
    checked.exhausted = checked.exhausted && exhausted;
    if (is_bad(result.verdict)) {
      checked.failed = fmt::format("{}: {}", checked.searched.back(), result.message);
      return checked;
    }
  }
  return checked;
}

Orders weakest_orders(std::string_view version, const std::function<bool(Site, Order)>& fails_alone) {
  Orders found;
  for (const Site site : from_the_leaves(version)) {
    for (const Order order : weaker_orders(info_of(site).kind, info_of(site).order)) {
      if (fails_alone(site, order) || interrupted()) continue;
      Orders weaker = found;
      weaker[site] = order;
      const Checked checked = check_orders(version, weaker, small_trials_of_orders(), kOfASmallTrial);
      if (!checked.failed.empty() || !checked.exhausted) continue;
      found = std::move(weaker);
      break;
    }
  }
  return found;
}

}  // namespace extram
