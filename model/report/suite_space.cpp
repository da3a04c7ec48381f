// The fault space of each version, of rows as `coverage --json` writes them: where faults come, and why nowhere else.
#include <map>

#include <fmt/format.h>

#include "model/report/result_line.hpp"
#include "model/report/suite_page.hpp"

namespace extram {
namespace {

using Json = nlohmann::ordered_json;

struct Argued {
  std::size_t places = 0;
  std::string fate;
};

struct SpaceTable {
  Json sum;
  Json kinds = Json::array();
  Json rows = Json::array();
  std::vector<std::string> order;           // of the arguments
  std::map<std::string, Argued> arguments;  // by their text
};

std::string look_of(const std::string& fate) {
  if (fate == "struck") return "some";
  if (fate == "unreachable") return "none";
  return fate == "refuted" || fate == "unexplained" ? "wrong" : "never";
}

Json cell_of(const std::string& kind, const Json& met) {
  const auto fate = met.at("fate").get<std::string>();
  const std::string why = met.at("why").is_null() ? "" : ": " + met.at("why").get<std::string>();
  const auto reached = met.at("reached").get<std::uint64_t>();
  const std::string counts = fmt::format("{}/{}", grouped(reached), grouped(met.at("struck").get<std::uint64_t>()));
  const std::string text = reached > 0 ? counts : fate == "unreachable" ? "·" : fate == "gap" ? "gap" : "?";
  return {{"text", text}, {"look", look_of(fate)}, {"told", fmt::format("{} {}{}", kind, fate, why)}};
}

void add(SpaceTable& table, const Json& row) {
  bool is_told = false;
  Json cells = Json::array();
  Json kinds = Json::array();
  for (const auto& [kind, met] : row.at("kinds").items()) {
    kinds.push_back(kind);
    cells.push_back(cell_of(kind, met));
    const auto fate = met.at("fate").get<std::string>();
    is_told = is_told || fate != "unreachable";
    if (met.at("why").is_null()) continue;
    const auto why = met.at("why").get<std::string>();
    Argued& argued = table.arguments[why];
    if (argued.places++ == 0) table.order.push_back(why);
    argued.fate = fate;
  }
  table.kinds = std::move(kinds);
  if (!is_told) return;
  table.rows.push_back({{"site", row.at("site")},
                        {"list", row.at("list")},
                        {"signals", row.at("signals")},
                        {"g", row.at("g")},
                        {"cells", std::move(cells)}});
}

Json fields_of(const std::string& version, const SpaceTable& table) {
  const auto count = [&](const char* fate) { return table.sum.value(fate, std::uint64_t{0}); };
  Json arguments = Json::array();
  for (const std::string& why : table.order) {
    const Argued& argued = table.arguments.at(why);
    arguments.push_back({{"fate", argued.fate}, {"places", grouped(argued.places)}, {"text", why}});
  }
  const std::uint64_t wrong = count("refuted") + count("unexplained");
  return {{"version", version},
          {"places", grouped(table.sum.value("places", std::uint64_t{0}))},
          {"reached", grouped(count("struck") + count("offered"))},
          {"struck", grouped(count("struck"))},
          {"unreachable", grouped(count("unreachable"))},
          {"gaps", grouped(count("gap"))},
          {"wrong", wrong == 0 ? "" : grouped(wrong)},
          {"kinds", table.kinds},
          {"rows", table.rows},
          {"arguments", std::move(arguments)},
          {"searched", table.sum.value("searched", Json::array())}};
}

}  // namespace

Json space_fields(const ReportRows& coverage) {
  std::vector<std::string> order;
  std::map<std::string, SpaceTable> tables;
  for (const Json& row : coverage) {
    const auto version = row.at("version").get<std::string>();
    if (!tables.contains(version)) order.push_back(version);
    SpaceTable& table = tables[version];
    if (row.contains("kinds")) {
      add(table, row);
    } else {
      table.sum = row;
    }
  }
  Json all = Json::array();
  for (const std::string& version : order) all.push_back(fields_of(version, tables.at(version)));
  return {{"any_space", !all.empty()}, {"spaces", std::move(all)}};
}

}  // namespace extram
