// `extram necessity`: of each memory order and each step of mask, signal stack and g what goes wrong without it.
#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <nlohmann/json.hpp>

#include "impl/console/interrupt.hpp"
#include "model/cli/machine_made_entry.hpp"
#include "model/cli/necessity_search.hpp"
#include "model/cli/parallel_rows.hpp"
#include "model/cli/progress.hpp"
#include "model/cli/report_output.hpp"
#include "model/cli/suggest.hpp"
#include "model/cli/verbs.hpp"
#include "model/schedule/atomic_file.hpp"
#include "scenarios/mutants/conjecture.hpp"

namespace extram {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 2> kVersions{"go_1_16", "go_1_21"};
constexpr std::uint64_t kOfALargeTrial = 300'000;
constexpr std::string_view kNoWitness = "no witness within these bounds, under Relacy's memory model";
constexpr std::string_view kWarning =
    "  That a weaker order passes here refutes nothing beyond this model: it never lets a load read a store that "
    "comes\n"
    "  later (load buffering), keeps each variable's stores in the order in which they were executed, reads at most "
    "one\n"
    "  store back, and takes seq_cst beside weaker accesses for stronger than it is (README, the limits).\n";

bool is_asked_about(const MachineMade& row) {
  if (row.kind == "weaken") return true;
  const SiteKind kind = info_of(row.site).kind;
  return row.kind == "drop" && (kind == SiteKind::mask || kind == SiteKind::altstack || kind == SiteKind::setg);
}

std::vector<MutantName> asked_about(std::string_view version, const std::vector<std::string>& sites) {
  std::vector<MutantName> names;
  for (const MachineMade& row : machine_made()) {
    if (row.version != version || !is_asked_about(row)) continue;
    if (!sites.empty() && std::find(sites.begin(), sites.end(), info_of(row.site).name) == sites.end()) continue;
    names.push_back(
        {row.name, std::string(row.version), info_of(row.site).name, std::string(row.kind), std::string(row.wrong)});
  }
  return names;
}

std::string no_witness(const Witness& w) {
  if (w.searched.empty()) return "never met: no trial takes this step";
  return fmt::format("{} ({})", kNoWitness, w.exhausted ? "exhausted" : "a search was cut");
}

class Necessity {
 public:
  Necessity(const NecessityOptions& options, const Console& console)
      : options_(options),
        console_(console),
        text_(options.json == kStandardOutput ? console.err : console.out),
        json_(options.json, console.out) {}

  Exit run(const std::vector<std::string_view>& versions) {
    if (const auto why = json_.why_not()) return refuse(console_, *why);
    if (const auto why = why_no_folder(options_.schedules)) return refuse(console_, *why);
    for (const std::string_view version : versions) {
      if (!interrupted()) of(version);
    }
    if (interrupted()) {
      fmt::print(text_, "interrupted\n");
      exit_ = worse(exit_, Exit::truncated);
    }
    text_ << std::flush;
    if (const auto why = json_.finish()) exit_ = refuse(console_, *why, Exit::harness);
    return exit_;
  }

 private:
  void of(std::string_view version) {
    const std::vector<MutantName> names = asked_about(version, options_.sites);
    if (names.empty()) return;
    witnesses_.clear();
    fmt::print(text_, "{}: what each memory order, and each step of mask, signal stack and g, is for\n", version);
    ProgressLine line(console_.err, progress_style(), std::string(version));
    ParallelRows rows;
    rows.count = names.size();
    rows.jobs = options_.jobs;
    rows.make = [&](std::size_t i) { return to_json(find_witness(names[i], options_.schedules)); };
    std::vector<std::optional<Witness>> came(names.size());
    rows.take = [&](std::size_t i, const Json& row) {
      came[i] = witness_in(row);
      for (; witnesses_.size() < came.size() && came[witnesses_.size()];) tell(*came[witnesses_.size()]);
    };
    rows.goes_on = [this] { return !interrupted() && console_.out.good(); };
    const ParallelEnd end = make_rows(rows);
    if (!end.died.empty()) exit_ = refuse(console_, end.died, Exit::harness);
    if (end.whole && options_.sites.empty()) tell_weakest(version);
  }

  void tell(const Witness& w) {
    if (!w.interrupted) {
      const std::string what =
          w.found ? fmt::format("{:<15}  {} {}, {} decisions{}", verdict_text(w.verdict, w.oracle), w.scenario, w.size,
                                w.decisions, w.schedule.empty() ? "" : "  " + w.schedule)
                  : no_witness(w);
      fmt::print(text_, "  {:<44}  {}\n", w.name.mutant, what);
      text_ << std::flush;
      add(to_json(w));
    }
    witnesses_.push_back(w);
  }

  // Or nobody can say, since no trial meets it.
  [[nodiscard]] bool fails_alone(Site site, Order order) const {
    const std::string name = fmt::format("weaken:{}={}", info_of(site).name, name_of(order));
    return std::any_of(witnesses_.begin(), witnesses_.end(),
                       [&](const Witness& w) { return w.name.mutant == name && (w.found || w.searched.empty()); });
  }

  void tell_weakest(std::string_view version) {
    fmt::print(text_, "{}: the weakest orders that were found with which all of this passes\n", version);
    text_ << std::flush;
    const Orders weakest = weakest_orders(version, [this](Site site, Order order) { return fails_alone(site, order); });
    Json orders = Json::object();
    Json beyond = Json::array();
    for (const Site site : ordered_sites(version)) {
      const auto found = weakest.find(site);
      const Order order = found == weakest.end() ? info_of(site).order : found->second;
      const auto guess = conjectured_order(site);
      fmt::print(text_, "  {:<44}  {:<8}  {}\n", info_of(site).name, name_of(order),
                 !guess            ? "nobody had guessed"
                 : *guess == order ? "as conjectured"
                                   : fmt::format("conjectured: {}", name_of(*guess)));
      orders[info_of(site).name] = name_of(order);
      if (guess && *guess != order) beyond.push_back(info_of(site).name);
    }
    if (interrupted()) return;
    const Checked checked = check_orders(version, weakest, large_trials_of_orders(), kOfALargeTrial);
    for (const std::string& searched : checked.searched) fmt::print(text_, "  together  {}\n", searched);
    text_ << kWarning;
    if (!checked.failed.empty()) {
      fmt::print(text_, "FAILED  {}: together these orders fail: {}\n", version, checked.failed);
      exit_ = worse(exit_, Exit::bad);
    }
    add({{"version", version},
         {"weakest", std::move(orders)},
         {"not_as_conjectured", std::move(beyond)},
         {"searched", checked.searched},
         {"exhausted", checked.exhausted},
         {"failed", checked.failed.empty() ? Json(nullptr) : Json(checked.failed)}});
  }

  void add(const Json& row) { json_.add(row.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"); }

  const NecessityOptions& options_;
  const Console& console_;
  std::ostream& text_;
  ReportOutput json_;
  std::vector<Witness> witnesses_;
  Exit exit_ = Exit::good;
};

}  // namespace

Exit necessity(const NecessityOptions& options, const Console& console) {
  std::vector<std::string_view> versions{kVersions.begin(), kVersions.end()};
  if (!options.version.empty()) {
    if (std::find(versions.begin(), versions.end(), options.version) == versions.end()) {
      return refuse(console, fmt::format("there is no table of mutants of '{}'{}: one of {}", options.version,
                                         did_you_mean(options.version, versions), joined(versions)));
    }
    versions = {options.version};
  }
  for (const std::string& site : options.sites) {
    if (std::any_of(versions.begin(), versions.end(), [&](auto v) { return !asked_about(v, {site}).empty(); }))
      continue;
    std::vector<std::string_view> known;
    for (const SiteInfo& row : kSites) known.emplace_back(row.name);
    return refuse(console, fmt::format("no memory order, and no step of mask, signal stack or g, is called '{}'{}",
                                       site, did_you_mean(site, known)));
  }
  return Necessity(options, console).run(versions);
}

}  // namespace extram
