// A folder of pages that grows: each verb puts its rows there, and index.html is made anew from all rows that lie
// there. So `check`, `mutants`, `bench` and `coverage` may run in any order, on any day, and rows of another machine
// may be copied in.
//
//   index.html      all runs, coverage, the fault space, detection power, scaling
//   NAME.html       one for each failing schedule NAME.sched
//   check.jsonl  mutants.jsonl  bench.jsonl  coverage.jsonl      the rows, as --json writes them and with what only
//   pages tell
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/report/suite_page.hpp"

namespace extram {

enum class ReportPart : unsigned char { check, mutants, bench, coverage };

class ReportFolder {
 public:
  explicit ReportFolder(std::string folder) : folder_(std::move(folder)) {}

  // Before a long run, why its report could not be kept, in one line; makes the folder. nullopt: nothing speaks
  // against it.
  [[nodiscard]] std::optional<std::string> why_not(ReportPart part) const;

  // What went wrong, in one line. Rows are lines of JSON; they take the place of those that an earlier run left.
  [[nodiscard]] std::optional<std::string> put(ReportPart part, std::string_view rows) const;
  [[nodiscard]] std::optional<std::string> put_page(const std::string& name, std::string_view page) const;

  [[nodiscard]] std::string index() const { return path("index.html"); }

 private:
  [[nodiscard]] std::string path(std::string_view name) const;
  // The rows of a part; where one is none, its error.
  [[nodiscard]] ReportRows rows_of(ReportPart part, std::string& error) const;

  std::string folder_;
};

}  // namespace extram
