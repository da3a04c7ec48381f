#include "model/cli/coverage_table.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/report/result_line.hpp"

namespace extram {
namespace {

using Json = nlohmann::ordered_json;

// A place that is equal to another one is at a step that threads are known to come to with this mask and g.
bool step_is_reached(const FaultSpace& space, const FaultPlace& place) {
  for (std::size_t list = 0; list < kLockStates.size(); ++list) {
    const FaultState state{static_cast<LockState>(list), place.state.masked, place.state.g_is_nil};
    for (const FaultKindInfo& kind : kFaultKinds) {
      if (space.at(place.site, state, kind.name).reached > 0) return true;
    }
  }
  return false;
}

PlaceFate fate_of(const FaultSpace& space, const FaultPlace& place, const FaultArgument* argument) {
  const FaultMet met = space.at(place.site, place.state, place.kind);
  if (met.reached > 0) {
    if (argument != nullptr && argument->fate != Unmet::equal) return PlaceFate::refuted;
    return met.struck > 0 ? PlaceFate::struck : PlaceFate::offered;
  }
  if (argument == nullptr) return PlaceFate::unexplained;
  switch (argument->fate) {
    case Unmet::unreachable:
      return PlaceFate::unreachable;
    case Unmet::equal:
      return step_is_reached(space, place) ? PlaceFate::equal : PlaceFate::unexplained;
    case Unmet::gap:
      break;
  }
  return PlaceFate::gap;
}

// "1,234/56": so often it could have struck, and did.
std::string text_of(const CoverageCell& cell) {
  switch (cell.fate) {
    case PlaceFate::struck:
    case PlaceFate::offered:
      return fmt::format("{}/{}", grouped(cell.met.reached), grouped(cell.met.struck));
    case PlaceFate::unreachable:
      return "-";
    case PlaceFate::equal:
      return "=";
    case PlaceFate::gap:
      return "gap";
    case PlaceFate::refuted:
      return fmt::format("{}/{}!", grouped(cell.met.reached), grouped(cell.met.struck));
    case PlaceFate::unexplained:
      break;
  }
  return "?";
}

std::string sentence(const CoverageTable& table, PlaceFate fate, const CoverageRow& row, const CoverageCell& cell,
                     std::string_view kind) {
  return fmt::format("FAILED  {}: {} at {}, {}: {}\n", table.version, kind, row.site, text_of(row.state),
                     fate == PlaceFate::refuted
                         ? fmt::format("was reached, and it is said that nothing comes there: {}", cell.argument->text)
                         : "was reached by no search, and nobody has said why");
}

void add_wrong(const CoverageTable& table, std::string& text) {
  for (const CoverageRow& row : table.rows) {
    for (std::size_t k = 0; k < row.cells.size(); ++k) {
      const PlaceFate fate = row.cells[k].fate;
      if (fate != PlaceFate::refuted && fate != PlaceFate::unexplained) continue;
      text += sentence(table, fate, row, row.cells[k], kFaultKinds[k].name);
    }
  }
}

// Of each sentence how many places it is for, in the order of the places.
std::string arguments_text(const CoverageTable& table, PlaceFate fate) {
  std::vector<std::string_view> order;
  std::map<std::string_view, std::size_t> places;
  for (const CoverageRow& row : table.rows) {
    for (const CoverageCell& cell : row.cells) {
      if (cell.fate == fate && places[cell.argument->text]++ == 0) order.push_back(cell.argument->text);
    }
  }
  std::string text;
  for (const std::string_view why : order) {
    text += fmt::format("  {:<11}  {:>5} places: {}\n", name_of(fate), grouped(places[why]), why);
  }
  return text;
}

Json json_of(const CoverageTable& table, const CoverageRow& row) {
  Json kinds = Json::object();
  for (std::size_t k = 0; k < row.cells.size(); ++k) {
    const CoverageCell& cell = row.cells[k];
    kinds[std::string(kFaultKinds[k].name)] = {
        {"reached", cell.met.reached},
        {"struck", cell.met.struck},
        {"fate", name_of(cell.fate)},
        {"why", cell.argument == nullptr ? Json(nullptr) : Json(cell.argument->text)}};
  }
  return {{"version", table.version},         {"site", row.site},        {"list", row.state.list_name()},
          {"signals", row.state.mask_name()}, {"g", row.state.g_name()}, {"kinds", std::move(kinds)}};
}

}  // namespace

std::size_t CoverageTable::places() const {
  std::size_t places = 0;
  for (const std::size_t count : counts) places += count;
  return places;
}

CoverageTable coverage_table(std::string_view version, const FaultSpace& space,
                             std::span<const FaultArgument> arguments) {
  CoverageTable table{version, {}, {}};
  for (const std::string_view site : sites_with_faults()) {
    for (std::size_t n = 0; n < kFaultStates; ++n) {
      CoverageRow row{site, FaultState::numbered(n), {}};
      for (const FaultKindInfo& kind : kFaultKinds) {
        const FaultPlace place{version, site, row.state, kind.name};
        const FaultArgument* const argument = argument_for(place, arguments);
        row.cells.push_back({space.at(site, row.state, kind.name), fate_of(space, place, argument), argument});
        ++table.counts[static_cast<std::size_t>(row.cells.back().fate)];
      }
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

std::string to_text(const CoverageTable& table, CoverageDetail detail) {
  std::string text = fmt::format("  {:<26}  {:<44}", "at the step", "in this state");
  for (const FaultKindInfo& kind : kFaultKinds) text += fmt::format("  {:>14}", kind.name);
  text += '\n';
  for (const CoverageRow& row : table.rows) {
    const auto is_told = [](const CoverageCell& cell) {
      return cell.fate != PlaceFate::unreachable && cell.fate != PlaceFate::equal;
    };
    if (std::none_of(row.cells.begin(), row.cells.end(), is_told)) continue;
    text += fmt::format("  {:<26}  {:<44}", row.site, text_of(row.state));
    for (const CoverageCell& cell : row.cells) text += fmt::format("  {:>14}", text_of(cell));
    text += '\n';
  }
  if (detail == CoverageDetail::whole) {
    text += arguments_text(table, PlaceFate::unreachable) + arguments_text(table, PlaceFate::equal);
  }
  text += arguments_text(table, PlaceFate::gap);
  add_wrong(table, text);
  return text + fmt::format(
                    "{}: {} places: {} reached, {} of them struck; {} argued unreachable, {} equal to "
                    "others, {} gaps; {} refuted, {} unexplained\n",
                    table.version, grouped(table.places()),
                    grouped(table.count(PlaceFate::struck) + table.count(PlaceFate::offered)),
                    grouped(table.count(PlaceFate::struck)), grouped(table.count(PlaceFate::unreachable)),
                    grouped(table.count(PlaceFate::equal)), table.count(PlaceFate::gap),
                    table.count(PlaceFate::refuted), table.count(PlaceFate::unexplained));
}

std::string to_json_lines(const CoverageTable& table, const std::vector<std::string>& searched) {
  std::string lines;
  const auto add = [&](const Json& row) { lines += row.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"; };
  for (const CoverageRow& row : table.rows) add(json_of(table, row));
  Json sum{{"version", table.version}, {"places", table.places()}};
  for (std::size_t i = 0; i < kPlaceFates.size(); ++i) sum[std::string(kPlaceFates[i])] = table.counts[i];
  sum["searched"] = searched;
  add(sum);
  return lines;
}

}  // namespace extram
