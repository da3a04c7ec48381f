// The fault space of one version as a table: each place by each kind of fault, what was met there, and where nothing
// was, what is said of it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/explore/fault_space.hpp"
#include "scenarios/fault_arguments.hpp"

namespace extram {

// `refuted`: it is said that nothing comes there, and something did. `unexplained`: it was not reached, and nobody has
// said why.
enum class PlaceFate : std::uint8_t { struck, offered, unreachable, equal, gap, refuted, unexplained };
inline constexpr std::array<std::string_view, 7> kPlaceFates{"struck", "offered", "unreachable", "equal",
                                                             "gap",    "refuted", "unexplained"};
[[nodiscard]] constexpr std::string_view name_of(PlaceFate fate) { return kPlaceFates[static_cast<std::size_t>(fate)]; }

struct CoverageCell {
  FaultMet met;
  PlaceFate fate = PlaceFate::unexplained;
  const FaultArgument* argument = nullptr;  // what is said of a place that is not reached, or should not be
};

struct CoverageRow {
  std::string_view site;
  FaultState state;
  std::vector<CoverageCell> cells;  // in the order of kFaultKinds
};

struct CoverageTable {
  std::string_view version;
  std::vector<CoverageRow> rows;  // every site in every state
  std::array<std::size_t, kPlaceFates.size()> counts{};

  [[nodiscard]] std::size_t count(PlaceFate fate) const { return counts[static_cast<std::size_t>(fate)]; }
  [[nodiscard]] std::size_t places() const;
  // Every place is reached, or explained by what is not refuted.
  [[nodiscard]] bool is_good() const { return count(PlaceFate::refuted) == 0 && count(PlaceFate::unexplained) == 0; }
};

[[nodiscard]] CoverageTable coverage_table(std::string_view version, const FaultSpace& space,
                                           std::span<const FaultArgument> arguments = fault_arguments());

enum class CoverageDetail : std::uint8_t { brief, whole };
// Rows that were reached by any kind, the places that are wrong, gaps; `whole`: the arguments too.
[[nodiscard]] std::string to_text(const CoverageTable& table, CoverageDetail detail);
// One object for each row, the last one sums up; each with its end of line.
[[nodiscard]] std::string to_json_lines(const CoverageTable& table, const std::vector<std::string>& searched);

}  // namespace extram
