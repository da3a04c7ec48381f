// `check --junit FILE --sarif FILE --github`: what build servers read, beside what people do.
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "model/cli/one_run.hpp"
#include "model/cli/options.hpp"
#include "model/cli/report_output.hpp"
#include "model/report/ci_run.hpp"

namespace extram {

class CiOutput {
 public:
  // `text`: where the runner of a workflow looks for commands.
  CiOutput(const CheckOptions& options, std::ostream& text);

  // Before a long run, why its reports could not be kept; nullopt: nothing speaks against it.
  [[nodiscard]] std::optional<std::string> why_not() const;
  void add(const OneRun& one);
  // `not_run`: how many runs were planned and not come to. What went wrong, in one line.
  [[nodiscard]] std::optional<std::string> finish(std::size_t not_run);

 private:
  bool github_;
  std::ostream& text_;
  ReportOutput junit_;
  ReportOutput sarif_;
  std::vector<CiRun> runs_;
};

}  // namespace extram
