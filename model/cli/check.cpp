// `extram check`: runs what was planned, one line a run, and adds up what came of it.
#include <filesystem>

#include <fmt/format.h>
#include <fmt/ostream.h>

#include "impl/console/interrupt.hpp"
#include "model/cli/ci_output.hpp"
#include "model/cli/html_output.hpp"
#include "model/cli/one_run.hpp"
#include "model/cli/plan.hpp"
#include "model/cli/report_output.hpp"
#include "model/cli/verbs.hpp"
#include "model/schedule/atomic_file.hpp"

namespace extram {
namespace {

constexpr std::string_view kUsualFolder = "schedules";

RunSettings settings_of(const CheckOptions& options, const Console& console) {
  RunSettings settings;
  settings.oracles = options.oracles.value_or(OracleSet::all());
  settings.limits.depth_max = options.depth.value_or(settings.limits.depth_max);
  settings.limits.executions_max = options.max_executions.value_or(0);
  settings.limits.seconds_max = options.max_seconds.value_or(0);
  settings.limits.memory_max_mb = options.max_memory_mb;
  settings.jobs = options.jobs;
  settings.hang_seconds = options.hang_seconds;
  settings.shard = options.shard;
  settings.checkpoint = options.checkpoint;
  settings.resumes = options.resume;
  // Zero is no limit to a search; who asks for nothing gets nothing.
  settings.nothing =
      (options.max_executions && *options.max_executions == 0) || (options.max_seconds && !(*options.max_seconds > 0));
  settings.schedules = options.schedules.empty() ? std::string(kUsualFolder) : options.schedules;
  settings.progress = progress_style();
  settings.progress_out = &console.err;
  return settings;
}

// What can be known before a long search not to work in the end.
std::string why_no_reports(const CheckOptions& options, const ReportOutput& json, const HtmlOutput& html,
                           const CiOutput& ci) {
  if (const auto why = json.why_not()) return *why;
  if (const auto why = html.why_not()) return *why;
  if (const auto why = ci.why_not()) return *why;
  if (const auto why = options.checkpoint.empty() ? std::nullopt : why_not_writable(options.checkpoint)) return *why;
  return why_no_folder(options.schedules).value_or("");
}

// Where nobody has named a folder, most runs need none, and it is made for a failure only.
std::string why_no_usual_folder(const CheckOptions& options) {
  if (!options.schedules.empty()) return {};
  const std::filesystem::path folder = kUsualFolder;
  std::error_code error;
  const bool is_there = std::filesystem::is_directory(folder, error);
  return why_not_writable((is_there ? folder / "any" : folder).string()).value_or("");
}

class Checker {
 public:
  Checker(const CheckOptions& options, const Console& console)
      : options_(options),
        json_(options.json, console.out),
        html_(options.html),
        out_(console.out),
        err_(console.err),
        text_(options.json == kStandardOutput ? console.err : console.out),
        colour_(options.json == kStandardOutput ? Colour::off : console.colour),
        width_(options.json == kStandardOutput ? kUsualWidth : console.width),
        settings_(settings_of(options, console)),
        ci_(options, text_) {}

  Exit check(const Plan& plan) {
    if (const std::string why = why_no_reports(options_, json_, html_, ci_); !why.empty()) return refuse(why);
    if (const std::string why = why_no_usual_folder(options_); !why.empty()) {
      fmt::print(err_, "extram check: warning: the schedule of a failure could not be kept, --schedules DIR: {}\n",
                 why);
    }
    for (const PlannedRun& planned : plan.runs) {
      if (interrupted() || !out_.good()) break;  // nobody reads what comes
      const OneRun one = run_once(planned, settings_);
      if (!one.refused.empty()) return refuse(one.refused);
      tell(one, plan.runs.size() == 1);
      ++ran_;
    }
    if (plan.runs.size() > 1) sum_up(plan.runs.size());
    if (ran_ < plan.runs.size()) exit_ = worse(exit_, Exit::truncated);
    if (const auto why = json_.finish()) exit_ = refuse(*why, Exit::harness);
    if (const auto why = ci_.finish(plan.runs.size() - ran_)) exit_ = refuse(*why, Exit::harness);
    if (const auto why = html_.finish()) {
      exit_ = refuse(*why, Exit::harness);
    } else if (html_.is_asked_for()) {
      fmt::print(text_, "report: {}\n", html_.index());
    }
    return exit_;
  }

 private:
  // The runs of a suite get a line each, and more only where one is not as expected.
  void tell(const OneRun& one, bool alone) {
    const Report& report = one.report;
    const Exit exit = exit_of(report);
    text_ << result_line(report) << "\n";
    if (options_.verbose) text_ << counts_text(report) << signals_text(report);
    if (options_.verbose || alone || exit != Exit::good) text_ << limits_text(report);
    if (alone && report.schedule) {
      const Verdict verdict = report.result.verdict;
      if (verdict != Verdict::crash && verdict != Verdict::hang) text_ << minimise_line(*report.schedule);
      const TraceView view{.threads = report.shape.threads,
                           .width = width_,
                           .colour = colour_,
                           .plain = options_.verbose ? PlainAccesses::shown : PlainAccesses::hidden};
      text_ << "\n" << text_trace(one.trace, view);
    }
    if (alone || exit != Exit::good) tell_verdict(report);
    text_.flush();
    json_.add(json_line(report));
    if (const auto why = html_.add(one)) exit_ = worse(exit_, refuse(*why, Exit::harness));
    ci_.add(one);
    if (!one.error.empty()) exit_ = worse(exit_, refuse(one.error, Exit::harness));
    exit_ = worse(exit_, exit);
    held_ += exit == Exit::good ? 1U : 0U;
    seconds_ += report.result.seconds;
  }

  void tell_verdict(const Report& report) {
    const RunResult& result = report.result;
    if (!result.message.empty()) text_ << verdict_line(result.verdict, result.oracle, result.message, colour_);
    if (report.schedule) text_ << replay_line(*report.schedule);
  }

  void sum_up(std::size_t planned) {
    fmt::print(text_, "{} runs: {} as expected, {} not", planned, held_, ran_ - held_);
    if (ran_ < planned) fmt::print(text_, ", {} not run (interrupted)", planned - ran_);
    fmt::print(text_, "; {:.1f} s\n", seconds_);
    text_.flush();
  }

  Exit refuse(std::string_view why, Exit exit = Exit::usage) const {
    fmt::print(err_, "extram check: {}\n", why);
    return exit;
  }

  const CheckOptions& options_;
  ReportOutput json_;
  HtmlOutput html_;
  std::ostream& out_;
  std::ostream& err_;
  std::ostream& text_;  // what people read; standard error where standard output is JSON
  Colour colour_;
  int width_;
  RunSettings settings_;
  CiOutput ci_;
  Exit exit_ = Exit::good;
  std::size_t ran_ = 0;
  std::size_t held_ = 0;
  double seconds_ = 0.0;
};

}  // namespace

Exit check(const CheckOptions& options, const Console& console) {
  const Plan plan = make_plan(options);
  if (!plan.error.empty()) return refuse(console, plan.error, plan.exit);
  if (!options.checkpoint.empty() && plan.runs.size() > 1) {
    return refuse(console, "--checkpoint keeps one run, and this is several: name one scenario");
  }
  if (plan.runs.empty()) return refuse(console, "vacuous: the suite holds no row to run", Exit::vacuous);
  return Checker(options, console).check(plan);
}

}  // namespace extram
