// Where `--json FILE|-`, `--junit FILE` and `--sarif FILE` go. A file is there whole at the end or not at all; standard
// output gets each line at once.
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace extram {

inline constexpr std::string_view kStandardOutput = "-";

class ReportOutput {
 public:
  // `target`: a path, "-", or empty for none.
  ReportOutput(std::string target, std::ostream& standard_output)
      : target_(std::move(target)), standard_output_(standard_output) {}

  [[nodiscard]] bool is_asked_for() const { return !target_.empty(); }
  // Before a long run, why its report could not be kept; nullopt: nothing speaks against it.
  [[nodiscard]] std::optional<std::string> why_not() const;
  void add(std::string_view line);
  // What went wrong, in one line.
  [[nodiscard]] std::optional<std::string> finish();

 private:
  [[nodiscard]] bool is_standard_output() const { return target_ == kStandardOutput; }
  [[nodiscard]] bool is_file() const { return !target_.empty() && !is_standard_output(); }

  std::string target_;
  std::ostream& standard_output_;
  std::string text_;
};

}  // namespace extram
