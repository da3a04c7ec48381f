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

struct PartInfo {
  ReportPart part;
  std::string_view file;
  std::string_view needs;  // what a page of it cannot do without
  ReportRows SuiteRows::*rows;
};
constexpr std::array kParts{PartInfo{ReportPart::check, "check.jsonl", "scenario", &SuiteRows::check},
                            PartInfo{ReportPart::mutants, "mutants.jsonl", "mutant", &SuiteRows::mutants},
                            PartInfo{ReportPart::bench, "bench.jsonl", "group", &SuiteRows::bench},
                            PartInfo{ReportPart::coverage, "coverage.jsonl", "version", &SuiteRows::coverage}};

const PartInfo& info_of(ReportPart part) { return kParts[static_cast<std::size_t>(part)]; }

}  // namespace

std::string ReportFolder::path(std::string_view name) const { return (fs::path(folder_) / name).string(); }

ReportRows ReportFolder::rows_of(ReportPart part, std::string& error) const {
  ReportRows rows;
  const std::string from = path(info_of(part).file);
  std::ifstream file(from);
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.empty()) continue;
    Json row = Json::parse(line, nullptr, false);
    if (!row.is_object() || !row.contains(info_of(part).needs)) {
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
  for (const PartInfo& other : kParts) {
    if (other.part == part) continue;
    rows.*other.rows = rows_of(other.part, wrong);
    if (!wrong.empty()) return wrong;
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
  if (auto why = write_atomically(path(info_of(part).file), rows)) return why;
  SuiteRows all;
  std::string wrong;
  for (const PartInfo& other : kParts) {
    all.*other.rows = rows_of(other.part, wrong);
    if (!wrong.empty()) return wrong;
  }
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
