// `extram coverage`: of each place that a fault could strike at whether any search comes there, and if none does, why.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <nlohmann/json.hpp>

#include "impl/console/interrupt.hpp"
#include "impl/world/registry.hpp"
#include "model/cli/coverage_survey.hpp"
#include "model/cli/coverage_table.hpp"
#include "model/cli/parallel_rows.hpp"
#include "model/cli/report_output.hpp"
#include "model/cli/suggest.hpp"
#include "model/cli/verbs.hpp"
#include "model/report/report_folder.hpp"

namespace extram {
namespace {

using Json = nlohmann::ordered_json;

// What one version came to, as the process tells it that looked.
struct Told {
  std::string text;
  std::string lines;  // of JSON
  bool is_good = false;
};

Told look(std::string_view version, const CoverageQuestion& question, bool verbose) {
  const Surveyed surveyed = survey(version, question.runs);
  const CoverageTable table = coverage_table(version, surveyed.space, question.arguments);
  Told told;
  told.text = fmt::format("{}, by {} searches\n", version, surveyed.searched.size());
  if (verbose) {
    for (const std::string& searched : surveyed.searched) told.text += fmt::format("  searched  {}\n", searched);
  }
  told.text += to_text(table, verbose ? CoverageDetail::whole : CoverageDetail::brief);
  if (!surveyed.cut.empty()) {
    told.text += fmt::format("FAILED  {}: a search did not come to its end: {}\n", version, surveyed.cut);
  }
  told.lines = to_json_lines(table, surveyed.searched);
  told.is_good = table.is_good() && surveyed.cut.empty();
  return told;
}

// Empty where this program can be asked about the version.
std::string why_not_asked(std::string_view version, const CoverageQuestion& question) {
  if (std::find(kArguedVersions.begin(), kArguedVersions.end(), version) == kArguedVersions.end()) {
    const std::vector<std::string_view> known{kArguedVersions.begin(), kArguedVersions.end()};
    return fmt::format("there are no arguments for '{}'{}: one of {}", version, did_you_mean(version, known),
                       joined(known));
  }
  for (const SurveyRun& run : question.runs) {
    if (Registry::find(run.scenario, version) != nullptr) continue;
    return fmt::format("this program has no scenario '{}' with {}: ask the one that extram comes with", run.scenario,
                       version);
  }
  return {};
}

class Coverage {
 public:
  Coverage(const CoverageOptions& options, const Console& console, const CoverageQuestion& question)
      : options_(options),
        console_(console),
        question_(question),
        text_(options.json == kStandardOutput ? console.err : console.out),
        json_(options.json, console.out),
        pages_(options.html) {}

  Exit run(const std::vector<std::string_view>& versions) {
    if (const auto why = json_.why_not()) return refuse(console_, *why);
    const bool makes_pages = !options_.html.empty();
    if (const auto why = makes_pages ? pages_.why_not(ReportPart::coverage) : std::nullopt) {
      return refuse(console_, *why);
    }
    fmt::print(text_, "where faults come: {} steps, each in {} states, by {} kinds\n", sites_with_faults().size(),
               kFaultStates, kFaultKinds.size());
    text_ << std::flush;
    told_.resize(versions.size());
    ParallelRows rows;
    rows.count = versions.size();
    rows.jobs = options_.jobs;
    rows.make = [&](std::size_t i) {
      const Told told = look(versions[i], question_, options_.verbose);
      return Json{{"text", told.text}, {"lines", told.lines}, {"is_good", told.is_good}};
    };
    rows.take = [this](std::size_t i, const Json& row) { take(i, row); };
    rows.goes_on = [this] { return !interrupted() && console_.out.good(); };
    const ParallelEnd end = make_rows(rows);
    if (!end.died.empty()) return refuse(console_, end.died, Exit::harness);
    if (!end.whole) {
      fmt::print(text_, "interrupted: {} of {} versions were looked at\n", taken_, versions.size());
      exit_ = worse(exit_, Exit::truncated);
    }
    text_ << std::flush;
    if (const auto why = json_.finish()) exit_ = refuse(console_, *why, Exit::harness);
    if (!makes_pages) return exit_;
    if (const auto why = pages_.put(ReportPart::coverage, lines_)) return refuse(console_, *why, Exit::harness);
    fmt::print(text_, "report: {}\n", pages_.index());
    return exit_;
  }

 private:
  // Told in their order, whatever the order in which they come. What was cut by Ctrl-C is told of nobody.
  void take(std::size_t i, const Json& row) {
    if (interrupted()) return;
    told_[i] = Told{row.at("text"), row.at("lines"), row.at("is_good")};
    for (; taken_ < told_.size() && told_[taken_]; ++taken_) {
      text_ << told_[taken_]->text << std::flush;
      json_.add(told_[taken_]->lines);
      lines_ += told_[taken_]->lines;
      if (!told_[taken_]->is_good) exit_ = worse(exit_, Exit::bad);
    }
  }

  const CoverageOptions& options_;
  const Console& console_;
  const CoverageQuestion& question_;
  std::ostream& text_;
  ReportOutput json_;
  ReportFolder pages_;
  std::vector<std::optional<Told>> told_;
  std::size_t taken_ = 0;
  std::string lines_;  // for the pages
  Exit exit_ = Exit::good;
};

}  // namespace

Exit coverage(const CoverageOptions& options, const Console& console, const CoverageQuestion& question) {
  std::vector<std::string_view> versions{options.versions.begin(), options.versions.end()};
  if (versions.empty()) versions.assign(kArguedVersions.begin(), kArguedVersions.end());
  for (const std::string_view version : versions) {
    if (const std::string why = why_not_asked(version, question); !why.empty()) return refuse(console, why);
  }
  return Coverage(options, console, question).run(versions);
}

Exit coverage(const CoverageOptions& options, const Console& console) { return coverage(options, console, {}); }

}  // namespace extram
