#include "model/schedule/oracle_list.hpp"

#include <algorithm>

namespace extram {

std::string text_of(OracleSet oracles) {
  std::string names;
  for (const OracleInfo& row : kOracles) {
    if (oracles.contains(row.id)) names.append(names.empty() ? "" : ",").append(row.name);
  }
  const bool every =
      std::all_of(kOracles.begin(), kOracles.end(), [&](const auto& row) { return oracles.contains(row.id); });
  if (every) return "all";
  return names.empty() ? "none" : names;
}

std::optional<OracleSet> oracles_in(std::string_view text) {
  if (text == "all") return OracleSet::all();
  OracleSet set;
  if (text == "none") return set;
  for (;;) {
    const auto comma = text.find(',');
    const auto oracle = oracle_named(text.substr(0, comma));
    if (!oracle) return std::nullopt;
    set = set.with(*oracle);
    if (comma == std::string_view::npos) return set;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace extram
