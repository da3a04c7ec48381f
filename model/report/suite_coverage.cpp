// What was injected, and what it met: of signals by step, of faults by step and by what the list, the mask and g were.
#include <map>
#include <set>

#include <fmt/format.h>

#include "model/report/result_line.hpp"
#include "model/report/suite_page.hpp"

namespace extram {
namespace {

using Json = nlohmann::ordered_json;

struct Met {
  std::uint64_t reached = 0;
  std::uint64_t struck = 0;
};

// Tables of one variant: of its signals, and of each kind of fault.
struct Space {
  struct Signals {
    std::uint64_t open = 0, blocked = 0, delivered = 0, delivered_blocked = 0;
  };
  std::map<std::string, Signals> signals;
  std::map<std::string, std::map<std::string, std::map<std::string, Met>>> faults;  // by kind, site, state
};

std::string variant_of(const Json& row) {
  const Json& mutant = row.at("mutant");
  return fmt::format("{} {}", row.at("scenario").get<std::string>(),
                     mutant.is_null() ? row.at("version").get<std::string>() : mutant.get<std::string>());
}

void add(Space& space, const Json& row) {
  for (const Json& one : row.value("signal_space", Json::array())) {
    Space::Signals& at = space.signals[one.at("site")];
    at.open += one.at("open").get<std::uint64_t>();
    at.blocked += one.at("blocked").get<std::uint64_t>();
    at.delivered += one.at("delivered").get<std::uint64_t>();
    at.delivered_blocked += one.at("delivered_blocked").get<std::uint64_t>();
  }
  for (const Json& one : row.value("fault_space", Json::array())) {
    Met& met = space.faults[one.at("kind")][one.at("site")][one.at("state")];
    met.reached += one.at("reached").get<std::uint64_t>();
    met.struck += one.at("struck").get<std::uint64_t>();
  }
}

Json signal_rows(const Space& space, std::size_t& missed) {
  Json rows = Json::array();
  for (const auto& [site, at] : space.signals) {
    const bool never = at.open > 0 && at.delivered == 0;
    missed += never ? 1 : 0;
    rows.push_back({{"site", site},
                    {"open", grouped(at.open)},
                    {"blocked", grouped(at.blocked)},
                    {"delivered", grouped(at.delivered)},
                    {"delivered_blocked", at.delivered_blocked == 0 ? "" : grouped(at.delivered_blocked)},
                    {"never", never}});
  }
  return rows;
}

Json fault_table(const std::string& kind, const std::map<std::string, std::map<std::string, Met>>& sites,
                 std::size_t& missed) {
  std::set<std::string> states;
  for (const auto& [site, cells] : sites) {
    for (const auto& [state, met] : cells) states.insert(state);
  }
  Json rows = Json::array();
  for (const auto& [site, cells] : sites) {
    Json row = Json::array();
    for (const std::string& state : states) {
      const auto it = cells.find(state);
      if (it == cells.end()) {
        row.push_back({{"text", "·"}, {"look", "none"}, {"told", "no thread was here in this state"}});
        continue;
      }
      const bool never = it->second.struck == 0;
      missed += never ? 1 : 0;
      row.push_back(
          {{"text", grouped(it->second.struck)},
           {"look", never ? "never" : "some"},
           {"told", fmt::format("struck {} of {} times", grouped(it->second.struck), grouped(it->second.reached))}});
    }
    rows.push_back({{"site", site}, {"cells", std::move(row)}});
  }
  return {{"kind", kind}, {"states", states}, {"rows", std::move(rows)}};
}

}  // namespace

Json coverage_fields(const ReportRows& check) {
  std::map<std::string, Space> spaces;
  for (const Json& row : check) {
    if (row.contains("signal_space") || row.contains("fault_space")) add(spaces[variant_of(row)], row);
  }
  Json all = Json::array();
  for (const auto& [variant, space] : spaces) {
    std::size_t missed = 0;
    Json signals = signal_rows(space, missed);
    Json faults = Json::array();
    for (const auto& [kind, sites] : space.faults) faults.push_back(fault_table(kind, sites, missed));
    std::size_t places = space.signals.size();
    for (const auto& [kind, sites] : space.faults) {
      for (const auto& [site, cells] : sites) places += cells.size();
    }
    all.push_back({{"variant", variant},
                   {"places", places},
                   {"missed", missed == 0 ? "" : std::to_string(missed)},
                   {"any_signals", !signals.empty()},
                   {"signals", std::move(signals)},
                   {"faults", std::move(faults)}});
  }
  return {{"any_coverage", !all.empty()}, {"coverage", std::move(all)}};
}

}  // namespace extram
