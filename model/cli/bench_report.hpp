// What the rows of `extram bench` share: where they go, how a search is measured, and how a ratio is told.
//
// A ratio is of two things that were measured by turns in one run, so that a busy machine is busy for both. It is never
// held against its bar but for people's eyes: what ends a bench badly is a row that did not run, a wrong verdict, or a
// wrong count.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "impl/world/registry.hpp"
#include "model/cli/console.hpp"
#include "model/cli/options.hpp"
#include "model/cli/plan.hpp"
#include "model/cli/progress.hpp"
#include "model/cli/report_output.hpp"
#include "model/explore/run.hpp"

namespace extram {

using BenchJson = nlohmann::ordered_json;

struct Spread {
  double median = 0.0;
  double min = 0.0;
  double max = 0.0;
  std::size_t rounds = 0;
};
[[nodiscard]] Spread spread_of(std::vector<double> values);
[[nodiscard]] std::string text_of(const Spread& spread);  // "0.52 (0.49 to 0.60)"
[[nodiscard]] BenchJson json_of(const Spread& spread);

// What a ratio should be.
struct Bar {
  enum class Side : std::uint8_t { at_least, at_most };
  Side side = Side::at_least;
  double value = 0.0;
  [[nodiscard]] bool holds(double ratio) const { return side == Side::at_least ? ratio >= value : ratio <= value; }
  [[nodiscard]] std::string text() const;
};

class BenchReport {
 public:
  BenchReport(const BenchOptions& options, const Console& console);

  [[nodiscard]] const BenchOptions& options() const { return options_; }

  // What the rows below are, and what they are good for.
  void heading(std::string_view group, std::string_view text);
  // The names of columns, or any other line between the rows.
  void line(std::string_view text);
  void row(std::string_view text, BenchJson json);
  void ratio(std::string_view what, const Spread& spread, const Bar& bar, BenchJson json);
  // Of the last row: the bench ends badly.
  void wrong(std::string_view why);

  [[nodiscard]] ReportOutput& json() { return json_; }
  [[nodiscard]] const std::string& lines() const { return lines_; }
  [[nodiscard]] bool is_wrong() const { return wrong_; }

  // --- measuring, each search in a process of its own ---------------------------------------------------------------
  struct Asked {
    std::string_view scenario = "callback";
    std::string_view version = "go_1_16";
    Shape shape{};
    StrategyChoice strategy{.name = "exhaustive"};
    Limits limits{};
    int jobs = 1;
  };
  [[nodiscard]] RunResult search(const Asked& asked);
  // The same by the machine's own bounded search.
  [[nodiscard]] RunResult own_search(const Asked& asked, int context_bound);
  // In a process of its own, what `body` returns; null where that process died.
  [[nodiscard]] static BenchJson apart(const std::function<BenchJson()>& body);

  // One line on a terminal, which the next one takes the place of.
  void progress(std::string_view text);

 private:
  [[nodiscard]] RunRequest request_of(const Asked& asked) const;

  const BenchOptions& options_;
  ReportOutput json_;
  std::string lines_;   // the same, for the pages
  std::ostream& text_;  // what people read; standard error where standard output is JSON
  std::ostream& err_;
  ProgressStyle style_;
  std::string group_;
  bool wrong_ = false;
};

[[nodiscard]] BenchPace slowest_of(const BenchOptions& options);

// --- the rows, one file each --------------------------------------------------------------------------------------
void bench_exhausted(BenchReport& report);
void bench_relacy(BenchReport& report);
void bench_memory(BenchReport& report);
void bench_jobs(BenchReport& report);
void bench_litmus(BenchReport& report);
void bench_hunt(BenchReport& report);
void bench_native(BenchReport& report);
void bench_lockstep(BenchReport& report);

}  // namespace extram
