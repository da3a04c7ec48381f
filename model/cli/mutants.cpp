// `extram mutants`: what the searches, the oracles and the worlds are worth, by the mutants that they kill.
#include <algorithm>
#include <chrono>

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <nlohmann/json.hpp>

#include "impl/console/interrupt.hpp"
#include "model/cli/mutant_report.hpp"
#include "model/cli/mutant_search.hpp"
#include "model/cli/parallel_rows.hpp"
#include "model/cli/progress.hpp"
#include "model/cli/report_output.hpp"
#include "model/cli/suggest.hpp"
#include "model/cli/verbs.hpp"
#include "model/report/junit.hpp"
#include "model/report/report_folder.hpp"
#include "model/schedule/atomic_file.hpp"

namespace extram {
namespace {

// Those that are asked for; all where no name is given.
std::vector<MutantName> chosen(const MutantsOptions& options, std::string& error) {
  std::vector<MutantName> all = all_mutants();
  std::vector<std::string_view> known;
  for (const MutantName& one : all) known.push_back(one.mutant);
  for (const std::string& name : options.names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    error = fmt::format("there is no mutant '{}'{} (`extram list` shows them)", name, did_you_mean(name, known));
    return {};
  }
  std::erase_if(all, [&](const MutantName& one) {
    const bool named = options.names.empty() ||
                       std::find(options.names.begin(), options.names.end(), one.mutant) != options.names.end();
    const bool of_version = options.version.empty() || options.version == one.version;
    // Who survives, and why, is written; a quick look is for those that must not.
    const bool is_left_out = options.quick && options.names.empty() && reason_of(one.mutant, one.version) != nullptr;
    return !named || !of_version || is_left_out;
  });
  if (all.empty()) error = "vacuous: no mutant is of that version";
  return all;
}

class Matrix {
 public:
  Matrix(const MutantsOptions& options, const Console& console, std::vector<MutantName> names)
      : options_(options),
        console_(console),
        names_(std::move(names)),
        text_(options.json == kStandardOutput ? console.err : console.out),
        json_(options.json, console.out),
        junit_(options.junit, console.out),
        rows_(names_.size()) {
    settings_.pace = options.quick ? MutantPace::quick : MutantPace::whole;
    settings_.strategies = options.strategies.empty()
                               ? std::vector<std::string>{"exhaustive", "bounded", "pct", "random"}
                               : options.strategies;
    settings_.schedules = options.schedules;
  }

  Exit run() {
    if (const auto why = json_.why_not()) return refuse(console_, *why);
    if (const auto why = junit_.why_not()) return refuse(console_, *why);
    if (const auto why = why_no_folder(settings_.schedules)) return refuse(console_, *why);
    const ReportFolder pages(options_.html);
    if (const auto why = options_.html.empty() ? std::nullopt : pages.why_not(ReportPart::mutants)) {
      return refuse(console_, *why);
    }
    text_ << matrix_head(settings_.strategies);
    const auto start = std::chrono::steady_clock::now();
    ParallelEnd end;
    {
      ProgressLine line(console_.err, progress_style(), "mutants");
      ParallelRows rows;
      rows.count = names_.size();
      rows.jobs = options_.jobs;
      rows.make = [this](std::size_t i) { return to_json(MutantSearch(names_[i], settings_).run()); };
      rows.take = [this](std::size_t i, const nlohmann::ordered_json& row) { take(i, row); };
      rows.goes_on = [&] {
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        show(line, seconds.count());
        return !interrupted() && console_.out.good();
      };
      end = make_rows(rows);
    }
    if (!end.died.empty()) return refuse(console_, end.died, Exit::harness);
    Exit exit = sum_up(end.whole);
    if (options_.html.empty()) return exit;
    if (const auto why = pages.put(ReportPart::mutants, lines_)) return refuse(console_, *why, Exit::harness);
    fmt::print(text_, "report: {}\n", pages.index());
    return exit;
  }

 private:
  void show(ProgressLine& line, double seconds) const {
    line.show(
        seconds, [&](const std::string& title) { return fmt::format("{}: {} of {}", title, taken_, names_.size()); },
        [&](const std::string& title) {
          return fmt::format("{{\"progress\":\"{}\",\"done\":{},\"of\":{}}}\n", title, taken_, names_.size());
        });
  }

  // Rows are told in order, whatever the order in which they come.
  void take(std::size_t i, const nlohmann::ordered_json& json) {
    rows_[i] = row_in(json);
    ++taken_;
    for (; told_ < rows_.size() && rows_[told_] && !rows_[told_]->interrupted; ++told_) {
      text_ << matrix_line(*rows_[told_]) << std::flush;
      const std::string line =
          to_json(*rows_[told_]).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
      json_.add(line);
      lines_ += line;
    }
  }

  Exit sum_up(bool whole) {
    std::vector<MutantRow> told;
    for (std::size_t i = 0; i < told_; ++i) told.push_back(*rows_[i]);
    const bool asks_oracles = settings_.pace == MutantPace::whole;
    text_ << matrix_summary(told, settings_.strategies, asks_oracles);
    Exit exit = Exit::good;
    std::vector<JUnitCase> cases = junit_cases(told);
    for (const MutantRow& row : told) {
      if (row.complaint.empty()) continue;
      fmt::print(text_, "FAILED  {} {}: {}\n", row.name.version, row.name.mutant, row.complaint);
      exit = Exit::bad;
    }
    // Of a part of the mutants, or of those of one version, nothing follows.
    const bool of_all = whole && asks_oracles && options_.names.empty() && options_.version.empty();
    if (const Oracle lacks = of_all ? oracle_without_a_mutant(told) : Oracle::none; lacks != Oracle::none) {
      const std::string why =
          fmt::format("{} kills no mutant alone, and nobody has said what it implies", name_of(lacks));
      fmt::print(text_, "FAILED  {}\n", why);
      cases.push_back({.suite = "oracles",
                       .name = std::string(name_of(lacks)),
                       .fate = CiFate::failed,
                       .type = "no mutant",
                       .message = why,
                       .body = why});
      exit = Exit::bad;
    }
    if (!whole) {
      fmt::print(text_, "interrupted: {} of {} mutants were tried\n", told.size(), names_.size());
      exit = worse(exit, Exit::truncated);
    }
    text_ << std::flush;
    if (const auto why = json_.finish()) exit = refuse(console_, *why, Exit::harness);
    if (junit_.is_asked_for()) junit_.add(junit("extram mutants", cases, names_.size() - told.size()));
    if (const auto why = junit_.finish()) exit = refuse(console_, *why, Exit::harness);
    return exit;
  }

  // A mutant is a case, which fails where its fate is not as it should be.
  static std::vector<JUnitCase> junit_cases(const std::vector<MutantRow>& rows) {
    std::vector<JUnitCase> cases;
    for (const MutantRow& row : rows) {
      cases.push_back({.suite = row.name.version,
                       .name = row.name.mutant,
                       .fate = row.complaint.empty() ? CiFate::passed : CiFate::failed,
                       .type = std::string(name_of(row.fate)),
                       .message = row.complaint,
                       .body = matrix_line(row),
                       .properties = {{"fate", std::string(name_of(row.fate))}, {"wrong", row.name.wrong}}});
      if (!row.reason.empty()) cases.back().properties.emplace_back("reason", row.reason);
    }
    return cases;
  }

  const MutantsOptions& options_;
  const Console& console_;
  std::vector<MutantName> names_;
  std::ostream& text_;
  ReportOutput json_;
  ReportOutput junit_;
  MutantSettings settings_;
  std::vector<std::optional<MutantRow>> rows_;
  std::string lines_;  // for the pages
  std::size_t taken_ = 0;
  std::size_t told_ = 0;
};

}  // namespace

Exit mutants(const MutantsOptions& options, const Console& console) {
  std::string error;
  std::vector<MutantName> names = chosen(options, error);
  if (names.empty()) return refuse(console, error, error.starts_with("vacuous") ? Exit::vacuous : Exit::usage);
  return Matrix(options, console, std::move(names)).run();
}

}  // namespace extram
