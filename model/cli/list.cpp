// `extram list`: what can be asked for, by name.
#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <nlohmann/json.hpp>

#include "impl/world/registry.hpp"
#include "model/cli/plan.hpp"
#include "model/cli/suggest.hpp"
#include "model/cli/verbs.hpp"
#include "model/schedule/shape_text.hpp"
#include "scenarios/bugs/catalogue.hpp"
#include "scenarios/mutants/machine_made.hpp"

namespace extram {
namespace {

// Entries of one scenario stand together, versions before mutants.
struct ScenarioRows {
  const ScenarioInfo* info = nullptr;
  std::vector<std::string_view> versions;
  std::vector<std::string_view> mutants;
};

std::vector<ScenarioRows> scenarios() {
  std::vector<ScenarioRows> rows;
  for (const Entry& entry : Registry::entries()) {
    if (rows.empty() || rows.back().info->name != entry.info.name) rows.push_back({&entry.info, {}, {}});
    (entry.mutant.empty() ? rows.back().versions : rows.back().mutants).push_back(variant_of(entry));
  }
  return rows;
}

// One entry for each version, or for each mutant, whatever the number of scenarios that have it.
std::vector<const Entry*> variants(VariantKind kind) {
  std::vector<const Entry*> rows;
  for (const Entry& entry : Registry::entries()) {
    if (entry.mutant.empty() != (kind == VariantKind::version)) continue;
    const bool known =
        std::any_of(rows.begin(), rows.end(), [&](const Entry* row) { return variant_of(*row) == variant_of(entry); });
    if (!known) rows.push_back(&entry);
  }
  std::sort(rows.begin(), rows.end(), [](const Entry* a, const Entry* b) { return variant_of(*a) < variant_of(*b); });
  return rows;
}

// Of the catalogue, as far as this program has it.
std::vector<const Bug*> bugs() {
  std::vector<const Bug*> rows;
  for (const Bug& bug : kBugs) {
    if (Registry::find(bug.scenario, bug.failing) != nullptr) rows.push_back(&bug);
  }
  return rows;
}

// A version that is there for one bug alone: the catalogue names it.
bool is_of_catalogue(std::string_view version) {
  return !version.starts_with("go_") && std::any_of(kBugs.begin(), kBugs.end(), [&](const Bug& b) {
    return b.failing == version || b.fixed == version;
  });
}

// Those of the catalogue only where there are no others.
std::vector<std::string_view> shown(const std::vector<std::string_view>& versions) {
  std::vector<std::string_view> some = versions;
  std::erase_if(some, is_of_catalogue);
  return some.empty() ? versions : some;
}

std::vector<std::string_view> waived_names(const Entry& entry) {
  std::vector<std::string_view> names;
  for (const OracleInfo& row : kOracles) {
    if (entry.waived.contains(row.id)) names.push_back(row.name);
  }
  return names;
}

void print_scenarios(std::ostream& out) {
  out << "scenarios (by default: foreign threads x callbacks of each, Ms, signals and faults for each thread)\n";
  for (const ScenarioRows& row : scenarios()) {
    const Shape& s = row.info->shape;
    fmt::print(out, "  {:<18}  {}\n", row.info->name, row.info->question);
    fmt::print(out,
               "  {:<18}  threads {} ({} to {}), callbacks {}, ms {}, signals {}, faults {}, ps {}, stack {} KiB, body "
               "{}, profile {}\n",
               "", s.threads, row.info->threads_min, row.info->threads_max, s.callbacks, s.ms, s.signals, s.faults,
               s.ps, s.stack_kib, name_of(s.body), name_of(s.profile));
    fmt::print(out, "  {:<18}  versions {}\n", "", joined(shown(row.versions)));
    if (!row.mutants.empty()) fmt::print(out, "  {:<18}  {} mutants\n", "", row.mutants.size());
  }
}

void print_variants(std::ostream& out) {
  out << "versions (those of the bugs stand below)\n";
  for (const Entry* row : variants(VariantKind::version)) {
    if (is_of_catalogue(row->version)) continue;
    const auto waived = waived_names(*row);
    fmt::print(out, "  {}{}\n", row->version,
               waived.empty() ? "" : fmt::format("  (does not promise {})", joined(waived)));
  }
  out << "mutants\n";
  for (const Entry* row : variants(VariantKind::mutant)) {
    fmt::print(out, "  {:<28}  {}: {}\n", row->mutant, row->version, row->mutant_text);
  }
}

void print_bugs(std::ostream& out) {
  out << "bugs (each has a version that fails and a fixed twin: check SCENARIO --version V)\n";
  for (const Bug* bug : bugs()) {
    fmt::print(out, "  {:<30}  {}\n", bug->issue, bug->wrong);
    fmt::print(out, "  {:<30}  {}: {} fails ({}, {}), {} passes\n", "", bug->scenario, bug->failing,
               name_of(bug->verdict), name_of(bug->oracle), bug->fixed);
  }
}

// Each in one line with all versions that have it.
void print_machine_made(std::ostream& out) {
  out << "mutants made by a machine\n";
  for (const MachineMade& row : machine_made()) {
    if (machine_made_named(row.name) != &row) continue;
    std::vector<std::string_view> versions;
    for (const MachineMade& other : machine_made()) {
      if (other.name == row.name) versions.push_back(other.version);
    }
    fmt::print(out, "  {:<46}  {}\n", row.name, joined(versions));
  }
}

void print_rest(std::ostream& out) {
  out << "oracles\n";
  for (const OracleInfo& row : kOracles) fmt::print(out, "  {:<4}  {}\n", row.name, row.text);
  out << "strategies\n";
  for (const StrategyInfo& row : kStrategies) {
    fmt::print(out, "  {:<10}  {}\n", row.name, row.text);
  }
}

nlohmann::ordered_json scenario_json(const ScenarioRows& row) {
  const Shape& s = row.info->shape;
  return {{"name", row.info->name},
          {"question", row.info->question},
          {"threads_min", row.info->threads_min},
          {"threads_max", row.info->threads_max},
          {"defaults",
           {{"threads", s.threads},
            {"callbacks", s.callbacks},
            {"ms", s.ms},
            {"signals", s.signals},
            {"faults", s.faults},
            {"ps", s.ps},
            {"stack_kib", s.stack_kib},
            {"body", name_of(s.body)},
            {"profile", name_of(s.profile)},
            {"signal_points", name_of(s.signal_points)},
            {"fusion", name_of(s.fusion)}}},
          {"versions", row.versions},
          {"mutants", row.mutants}};
}

nlohmann::ordered_json everything() {
  auto none = nlohmann::ordered_json::array();
  nlohmann::ordered_json all{{"scenarios", none}, {"versions", none}, {"mutants", none},   {"machine_made", none},
                             {"bugs", none},      {"oracles", none},  {"strategies", none}};
  for (const ScenarioRows& row : scenarios()) all["scenarios"].push_back(scenario_json(row));
  for (const Entry* row : variants(VariantKind::version)) {
    all["versions"].push_back({{"name", row->version}, {"waived", waived_names(*row)}});
  }
  for (const Entry* row : variants(VariantKind::mutant)) {
    all["mutants"].push_back({{"name", row->mutant}, {"version", row->version}, {"wrong", row->mutant_text}});
  }
  for (const MachineMade& row : machine_made()) {
    all["machine_made"].push_back({{"name", row.name},
                                   {"version", row.version},
                                   {"kind", row.kind},
                                   {"site", info_of(row.site).name},
                                   {"wrong", row.wrong}});
  }
  for (const Bug* bug : bugs()) {
    all["bugs"].push_back({{"issue", bug->issue},
                           {"wrong", bug->wrong},
                           {"scenario", bug->scenario},
                           {"fails", bug->failing},
                           {"verdict", name_of(bug->verdict)},
                           {"oracle", name_of(bug->oracle)},
                           {"fixed", bug->fixed},
                           {"member", bug->member}});
  }
  for (const OracleInfo& row : kOracles) all["oracles"].push_back({{"id", row.name}, {"text", row.text}});
  for (const StrategyInfo& row : kStrategies) {
    all["strategies"].push_back({{"name", row.name}, {"text", row.text}});
  }
  return all;
}

}  // namespace

Exit list(const ListOptions& options, const Console& console) {
  if (options.json) {
    console.out << everything().dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << "\n";
  } else {
    print_scenarios(console.out);
    print_variants(console.out);
    print_machine_made(console.out);
    print_bugs(console.out);
    print_rest(console.out);
  }
  return Exit::good;
}

}  // namespace extram
