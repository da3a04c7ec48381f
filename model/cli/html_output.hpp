// Where `check --html DIR` goes: a page for each failure, its smallest execution first, and the page of all runs.
#pragma once

#include <optional>
#include <ostream>
#include <string>

#include "model/cli/one_run.hpp"
#include "model/report/report_folder.hpp"

namespace extram {

class HtmlOutput {
 public:
  // `folder`: empty for none.
  explicit HtmlOutput(const std::string& folder) : folder_(folder), is_asked_for_(!folder.empty()) {}

  // Before a long run, why its report could not be kept.
  [[nodiscard]] std::optional<std::string> why_not() const;
  // What went wrong, in one line. Of a failure a smaller schedule is looked for, and written beside its own.
  [[nodiscard]] std::optional<std::string> add(const OneRun& one);
  [[nodiscard]] std::optional<std::string> finish();
  [[nodiscard]] bool is_asked_for() const { return is_asked_for_; }
  [[nodiscard]] std::string index() const { return folder_.index(); }

 private:
  [[nodiscard]] std::optional<std::string> add_page(const OneRun& one, const std::string& name);

  ReportFolder folder_;
  bool is_asked_for_;
  std::string rows_;
};

}  // namespace extram
