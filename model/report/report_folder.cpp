#include "model/report/report_folder.hpp"

#include <array>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "model/schedule/atomic_file.hpp"

namespace extram {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 3> kFiles{"check.jsonl", "mutants.jsonl", "bench.jsonl"};
constexpr std::array<ReportPart, 3> kParts{ReportPart::check, ReportPart::mutants, ReportPart::bench};

// What a page of each part cannot do without.
constexpr std::array<std::string_view, 3> kNeeds{"scenario", "mutant", "group"};

std::string_view file_of(ReportPart part) { return kFiles[static_cast<std::size_t>(part)]; }

}  // namespace

std::string ReportFolder::path(std::string_view name) const { return (fs::path(folder_) / name).string(); }

ReportRows ReportFolder::rows_of(ReportPart part, std::string& error) const {
  ReportRows rows;
  const std::string from = path(file_of(part));
  std::ifstream file(from);
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.empty()) continue;
    Json row = Json::parse(line, nullptr, false);
    if (!row.is_object() || !row.contains(kNeeds[static_cast<std::size_t>(part)])) {
      error = fmt::format("{}:{}: no row of a report: remove the file, or take another folder", from, number);
      return {};
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::optional<std::string> ReportFolder::why_not(ReportPart part) const {
  if (auto why = why_no_folder(folder_)) return why;
  SuiteRows rows;
  std::string wrong;
  for (const ReportPart other : kParts) {
    if (other == part) continue;
    ReportRows some = rows_of(other, wrong);
    if (!wrong.empty()) return wrong;
    (other == ReportPart::check     ? rows.check
     : other == ReportPart::mutants ? rows.mutants
                                    : rows.bench) = std::move(some);
  }
  try {
    (void)suite_page(rows);
  } catch (const Json::exception& unfit) {
    return fmt::format("{}: what lies there is no report of this program ({}): take another folder", folder_,
                       unfit.what());
  }
  return std::nullopt;
}

std::optional<std::string> ReportFolder::put(ReportPart part, std::string_view rows) const {
  if (auto why = write_atomically(path(file_of(part)), rows)) return why;
  SuiteRows all;
  std::string wrong;
  all.check = rows_of(ReportPart::check, wrong);
  all.mutants = rows_of(ReportPart::mutants, wrong);
  all.bench = rows_of(ReportPart::bench, wrong);
  if (!wrong.empty()) return wrong;
  try {
    return write_atomically(index(), suite_page(all));
  } catch (const Json::exception& unfit) {
    return fmt::format("{}: what lies there is no report of this program ({})", folder_, unfit.what());
  }
}

std::optional<std::string> ReportFolder::put_page(const std::string& name, std::string_view page) const {
  return write_atomically(path(name), page);
}

}  // namespace extram
