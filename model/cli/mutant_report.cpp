#include "model/cli/mutant_report.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "model/report/result_line.hpp"

namespace extram {
namespace {

std::string cell(const Column& column) {
  if (column.kill) return grouped(*column.kill);
  return column.why_not.empty() ? "-" : "n/a";
}

std::size_t with_fate(const std::vector<MutantRow>& rows, Fate fate) {
  return static_cast<std::size_t>(
      std::count_if(rows.begin(), rows.end(), [fate](const MutantRow& row) { return row.fate == fate; }));
}

// Of the killed, a column: how many it kills, of how many that it tried, and after how many executions.
std::string column_line(const std::vector<MutantRow>& rows, const std::string& name, bool is_a_search) {
  std::vector<std::uint64_t> kills;
  std::size_t tried = 0;
  for (const MutantRow& row : rows) {
    if (row.fate != Fate::killed) continue;
    for (const Column& column : row.columns) {
      if (column.name != name || !column.why_not.empty()) continue;
      ++tried;
      if (column.kill) kills.push_back(*column.kill);
    }
  }
  std::string text = fmt::format("  {:<12} kills {} of {}", name, kills.size(), tried);
  if (is_a_search && !kills.empty()) {
    std::sort(kills.begin(), kills.end());
    const auto hard = std::upper_bound(kills.begin(), kills.end(), 1U);
    text += fmt::format(": after {} executions in the median, {} at most", grouped(kills[kills.size() / 2]),
                        grouped(kills.back()));
    if (hard != kills.end()) {
      text += fmt::format("; {} take more than one, {} in the median", kills.end() - hard,
                          grouped(hard[(kills.end() - hard) / 2]));
    }
  }
  return text + "\n";
}

// The mutants that an oracle kills alone, and how many it kills among others.
struct OracleKills {
  std::vector<std::string_view> alone;
  std::size_t among_others = 0;
};

OracleKills kills_of(const std::vector<MutantRow>& rows, Oracle oracle) {
  OracleKills kills;
  for (const MutantRow& row : rows) {
    if (std::find(row.oracles.begin(), row.oracles.end(), oracle) == row.oracles.end()) continue;
    if (row.oracles.size() == 1) {
      kills.alone.push_back(row.name.mutant);
    } else {
      ++kills.among_others;
    }
  }
  return kills;
}

std::string oracle_line(const std::vector<MutantRow>& rows, const OracleInfo& oracle) {
  const OracleKills kills = kills_of(rows, oracle.id);
  const std::string_view implies = implication_of(oracle.id);
  if (kills.alone.empty()) {
    return fmt::format("  {:<5} kills none alone, {} among others{}{}\n", oracle.name, kills.among_others,
                       implies.empty() ? "" : ": ", implies);
  }
  return fmt::format("  {:<5} alone kills {}{}; {} among others\n", oracle.name, kills.alone.front(),
                     kills.alone.size() == 1 ? "" : fmt::format(" and {} more", kills.alone.size() - 1),
                     kills.among_others);
}

std::string oracles_of(const MutantRow& row) {
  std::string text;
  for (const Oracle oracle : row.oracles) text += fmt::format("{}{}", text.empty() ? "" : " ", name_of(oracle));
  return text;
}

}  // namespace

std::string matrix_head(const std::vector<std::string>& strategies) {
  std::string line = fmt::format("{:<10}  {:<44}  {:<7}  {:<15}  {:<21}", "fate", "mutant", "version", "by", "in");
  for (const std::string& name : strategies) line += fmt::format("  {:>10}", name);
  return line + "    lockstep      tsan    stress  oracles that kill it alone\n";
}

std::string matrix_line(const MutantRow& row) {
  const bool killed = row.fate == Fate::killed;
  std::string line = fmt::format("{:<10}  {:<44}  {:<7}  {:<15}  {:<21}", name_of(row.fate), row.name.mutant,
                                 row.name.version, killed ? verdict_text(row.verdict, row.oracle) : "",
                                 killed ? fmt::format("{} {}", row.scenario, row.size) : "");
  for (const Column& column : row.columns) line += fmt::format("  {:>10}", cell(column));
  if (killed && !row.oracles.empty()) line += "  " + oracles_of(row) + (row.only_oracles ? "" : " ...");
  line.erase(line.find_last_not_of(' ') + 1);
  line += "\n";
  if (!row.reason.empty()) line += fmt::format("            {}\n", row.reason);
  return line;
}

// Of at least one mutant.
bool was_tried(const std::vector<MutantRow>& rows, std::string_view world) {
  return std::any_of(rows.begin(), rows.end(), [&](const MutantRow& row) {
    return std::any_of(row.columns.begin(), row.columns.end(),
                       [&](const Column& column) { return column.name == world && column.why_not.empty(); });
  });
}

Oracle oracle_without_a_mutant(const std::vector<MutantRow>& rows) {
  for (const OracleInfo& oracle : kOracles) {
    if (oracle.id == Oracle::user || !implication_of(oracle.id).empty()) continue;
    if (kills_of(rows, oracle.id).alone.empty()) return oracle.id;
  }
  return Oracle::none;
}

std::string matrix_summary(const std::vector<MutantRow>& rows, const std::vector<std::string>& strategies,
                           bool asks_oracles) {
  const std::size_t killed = with_fate(rows, Fate::killed);
  const std::size_t equivalent = with_fate(rows, Fate::equivalent);
  std::string text = fmt::format("{} mutants: {} killed, {} equivalent, {} survived", rows.size(), killed, equivalent,
                                 with_fate(rows, Fate::survived));
  if (rows.size() > equivalent) {
    text += fmt::format("; {:.1f} % of those that are not equivalent are killed",
                        100.0 * static_cast<double>(killed) / static_cast<double>(rows.size() - equivalent));
  }
  text += "\n";
  for (const std::string& name : strategies) text += column_line(rows, name, true);
  for (const char* name : {"lockstep", "tsan", "stress"}) text += column_line(rows, name, false);
  if (killed > 0 && !was_tried(rows, "tsan")) {
    text += "  no race was tried under ThreadSanitizer: build the preset tsan-gcc beside this one\n";
  }
  if (asks_oracles) {
    for (const OracleInfo& oracle : kOracles) {
      if (oracle.id != Oracle::user) text += oracle_line(rows, oracle);
    }
  }
  return text;
}

}  // namespace extram
