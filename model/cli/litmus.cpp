// `extram litmus`: runs each test of a file, and holds its outcomes against what C++20 says. With --axioms it says that
// only.
#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <nlohmann/json.hpp>

#include "impl/console/interrupt.hpp"
#include "model/cli/plan.hpp"
#include "model/cli/progress.hpp"
#include "model/cli/report_output.hpp"
#include "model/cli/verbs.hpp"
#include "model/explore/run.hpp"
#include "model/litmus/annotate.hpp"
#include "model/litmus/judge.hpp"
#include "model/report/junit.hpp"
#include "scenarios/litmus/bench.hpp"

namespace extram {
namespace {

using litmus::Case;
using litmus::Judgement;
using nlohmann::ordered_json;

struct Tested {
  RunResult result;
  litmus::Seen seen;
  std::uint64_t deadlocks = 0;
  Judgement judgement;
};

// Of the strategies the one that leaves nothing out and needs the fewest executions.
constexpr const char* kUsualStrategy = "exhaustive";

StrategyChoice choice_of(const LitmusOptions& options) {
  StrategyChoice choice{options.strategy.empty() ? kUsualStrategy : options.strategy};
  choice.seed = options.seed.value_or(1);
  choice.executions = options.max_executions.value_or(choice.executions);
  if (choice.name == "bounded") choice.bounds = options.bounds.value_or(Bounds{.preemptions = 3, .faults = {}});
  return choice;
}

ordered_json outcomes_json(const auto& rows, auto outcome_in) {
  ordered_json list = ordered_json::array();
  for (const auto& row : rows) list.push_back(outcome_in(row));
  return list;
}

class LitmusRun {
 public:
  LitmusRun(const LitmusOptions& options, const Console& console)
      : options_(options),
        choice_(choice_of(options)),
        json_(options.json, console.out),
        junit_(options.junit, console.out),
        out_(console.out),
        err_(console.err),
        text_(options.json == kStandardOutput ? console.err : console.out) {}

  Exit run_all() {
    if (const auto why = json_.why_not()) return refuse(*why);
    if (const auto why = junit_.why_not()) return refuse(*why);
    const litmus::Cases cases = litmus::read_cases_file(options_.file);
    if (!cases.error.empty()) return refuse(cases.error);
    if (options_.axioms) return annotate(cases.cases);
    for (const Case& one : cases.cases) {
      if (interrupted()) break;
      const Tested tested = test(one);
      tell(one, tested);
      count(tested);
    }
    if (tests_ < cases.cases.size()) exit_ = worse(exit_, Exit::truncated);
    sum_up();
    if (const auto why = json_.finish()) exit_ = refuse(*why, Exit::harness);
    if (junit_.is_asked_for()) junit_.add(junit("extram litmus", cases_, cases.cases.size() - tests_));
    if (const auto why = junit_.finish()) exit_ = refuse(*why, Exit::harness);
    return exit_;
  }

 private:
  // Runs nothing: writes the tests again, with the outcomes that they should have.
  Exit annotate(const std::vector<Case>& cases) {
    for (const Case& one : cases) {
      const std::string line = annotated(one);
      if (line.empty()) return refuse(fmt::format("{}: has too many executions for the axioms", one.test.name));
      fmt::print(out_, "{}\n", line);
    }
    return Exit::good;
  }

  Tested test(const Case& one) {
    litmus::OutcomeSet outcomes(one.test.outcome_names().size());
    Tested tested;
    litmus::bench = {&one.test, &outcomes, &tested.deadlocks};
    ProgressLine line(err_, progress_style(), one.test.name);
    RunRequest request;
    request.entry = &litmus::interpreter_entry();
    request.shape = {.threads = static_cast<int>(one.test.threads.size())};
    request.limits.executions_max = choice_.samples() ? 0 : options_.max_executions.value_or(0);
    request.limits.seconds_max = options_.max_seconds.value_or(0);
    request.on_progress = [&line](const Progress& progress) {
      show(line, progress);
      return !interrupted();
    };
    const auto strategy = choice_.make();
    tested.result = run(request, *strategy);
    litmus::bench = {};
    const std::vector<litmus::Values> sorted = outcomes.sorted();
    tested.seen.outcomes = {sorted.begin(), sorted.end()};
    tested.seen.race = tested.result.verdict == Verdict::data_race;
    // A test in which no execution counts has been searched to the end all the same.
    const bool ended = tested.result.verdict == Verdict::exhausted || tested.result.verdict == Verdict::vacuous;
    tested.seen.complete = ended && strategy->is_exhaustive() && choice_.name != "bounded" && !outcomes.overflowed();
    tested.judgement = judge(one, tested.seen);
    return tested;
  }

  [[nodiscard]] static Exit exit_of(const Tested& tested) {
    switch (tested.result.verdict) {
      case Verdict::exhausted:
      case Verdict::sampled:
      case Verdict::vacuous:
      case Verdict::data_race:
        return tested.judgement.is_good() ? Exit::good : Exit::bad;
      case Verdict::truncated:
        return tested.judgement.is_good() ? Exit::truncated : Exit::bad;
      case Verdict::nondeterministic:
        return Exit::nondeterministic;
      default:
        return Exit::harness;  // the interpreter breaks no oracle
    }
  }

  [[nodiscard]] static std::string_view mark_of(const Tested& tested) {
    if (exit_of(tested) == Exit::truncated) return "cut";
    if (exit_of(tested) != Exit::good) return "FAILED";
    if (tested.seen.race) return "race";
    return tested.judgement.is_exact() ? "exact" : tested.seen.complete ? "limits" : "part";
  }

  void tell(const Case& one, const Tested& tested) {
    json_.add(json_of(one, tested).dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n");
    const std::string text = text_of(one, tested);
    text_ << text << std::flush;
    const Exit exit = exit_of(tested);
    const bool is_cut = exit == Exit::truncated || exit == Exit::nondeterministic;
    cases_.push_back({.suite = "litmus",
                      .name = one.test.name,
                      .seconds = tested.result.seconds,
                      .fate = exit == Exit::good ? CiFate::passed
                              : is_cut           ? CiFate::unsettled
                                                 : CiFate::failed,
                      .type = std::string(name_of(tested.result.verdict)),
                      .message = fmt::format("{}: {} outcomes not shown, {} forbidden; {}", mark_of(tested),
                                             tested.judgement.missing.size(), tested.judgement.forbidden.size(),
                                             tested.result.message),
                      .body = text});
  }

  [[nodiscard]] static std::string text_of(const Case& one, const Tested& tested) {
    std::string text =
        fmt::format("{:<6}  {:<40}  {:>4} outcomes  {:>9} executions  {:>8} blocked{}\n", mark_of(tested),
                    one.test.name, tested.seen.outcomes.size(), tested.result.counts.executions,
                    tested.result.counts.blocked, tested.deadlocks > 0 ? "  (some wait for ever)" : "");
    const Judgement& j = tested.judgement;
    for (const auto& row : j.missing) {
      text += fmt::format("        not shown: {}  ({})\n", text_of(row.outcome),
                          row.because ? row.because->text() : "no known limit of the memory model");
    }
    for (const auto& row : j.forbidden) {
      text += fmt::format("        forbidden: {}  ({})\n", text_of(row.outcome),
                          row.known ? "Relacy's own search shows it too" : "for no known reason");
    }
    for (const auto& row : j.not_seen) text += fmt::format("        not seen:  {}\n", text_of(row));
    if (!j.wrong.empty()) text += fmt::format("        {}\n", j.wrong);
    if (exit_of(tested) != Exit::good && !tested.result.message.empty()) {
      text += fmt::format("        {}: {}\n", name_of(tested.result.verdict), tested.result.message);
    }
    return text;
  }

  [[nodiscard]] static std::string text_of(const litmus::Outcome& outcome) {
    std::string text;
    for (const auto& [name, value] : outcome) text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, value);
    return text;
  }

  [[nodiscard]] static ordered_json json_of(const Case& one, const Tested& tested) {
    const std::vector<std::string> names = one.test.outcome_names();
    const Judgement& j = tested.judgement;
    const auto outcome = [](const auto& row) { return ordered_json(row.outcome); };
    ordered_json line{{"name", one.test.name}};
    line["outcomes"] =
        outcomes_json(tested.seen.outcomes, [&](const auto& v) { return ordered_json(litmus::outcome_of(names, v)); });
    line["executions"] = tested.result.counts.executions;
    line["blocked"] = tested.result.counts.blocked;
    line["race"] = tested.seen.race;
    line["missing"] = outcomes_json(j.missing, outcome);
    line["missing_because"] = outcomes_json(
        j.missing, [](const auto& row) { return row.because ? ordered_json(row.because->text()) : ordered_json(); });
    line["forbidden"] = outcomes_json(j.forbidden, outcome);
    line["shown_by_relacy_too"] = outcomes_json(j.forbidden, [](const auto& row) { return row.known; });
    line["beyond_not_shown"] = j.beyond.size();
    line["not_seen"] = j.not_seen;
    line["deadlocks"] = tested.deadlocks;
    line["verdict"] = name_of(tested.result.verdict);
    line["complete"] = tested.seen.complete;
    line["good"] = exit_of(tested) == Exit::good;
    line["seconds"] = tested.result.seconds;
    return line;
  }

  void count(const Tested& tested) {
    ++tests_;
    exit_ = worse(exit_, exit_of(tested));
    const Judgement& j = tested.judgement;
    good_ += exit_of(tested) == Exit::good ? 1U : 0U;
    exact_ += !tested.seen.race && tested.seen.complete && j.is_exact() ? 1U : 0U;
    races_ += tested.seen.race ? 1U : 0U;
    for (const auto& row : j.missing) ++missing_[row.because ? row.because->text() : "unexplained"];
    for (const auto& row : j.beyond) ++beyond_[row.because ? row.because->text() : "unexplained"];
    for (const auto& row : j.forbidden) ++forbidden_[row.known ? "shown by Relacy's own search too" : "unexplained"];
    races_not_shown_ += j.race_is_known ? 1U : 0U;
    executions_ += tested.result.counts.executions;
    blocked_ += tested.result.counts.blocked;
  }

  void sum_up() {
    const ordered_json summary{{"tests", tests_},
                               {"good", good_},
                               {"exact", exact_},
                               {"races", races_},
                               {"races_not_shown", races_not_shown_},
                               {"missing", missing_},
                               {"beyond_not_shown", beyond_},
                               {"forbidden", forbidden_},
                               {"executions", executions_},
                               {"blocked", blocked_},
                               {"strategy", choice_.text()}};
    json_.add(ordered_json{{"summary", summary}}.dump() + "\n");
    fmt::print(text_, "{} tests, {} as they should be: {} exact, {} with a race; {} executions, {} blocked ({})\n",
               tests_, good_, exact_, races_, executions_, blocked_, choice_.text());
    for (const auto& [why, number] : missing_) fmt::print(text_, "  {:>4} outcomes not shown: {}\n", number, why);
    for (const auto& [why, number] : beyond_) {
      fmt::print(text_, "  {:>4} permitted ones, not required, not shown: {}\n", number, why);
    }
    for (const auto& [why, number] : forbidden_) fmt::print(text_, "  {:>4} forbidden outcomes: {}\n", number, why);
    if (races_not_shown_ > 0) fmt::print(text_, "  {:>4} races that Relacy cannot show\n", races_not_shown_);
    text_.flush();
  }

  Exit refuse(std::string_view why, Exit exit = Exit::usage) const {
    fmt::print(err_, "extram litmus: {}\n", why);
    return exit;
  }

  const LitmusOptions& options_;
  StrategyChoice choice_;
  ReportOutput json_;
  ReportOutput junit_;
  std::vector<JUnitCase> cases_;
  std::ostream& out_;
  std::ostream& err_;
  std::ostream& text_;  // what people read; standard error where standard output is JSON
  Exit exit_ = Exit::good;
  std::size_t tests_ = 0, good_ = 0, exact_ = 0, races_ = 0, races_not_shown_ = 0;
  std::map<std::string, std::size_t> missing_, beyond_, forbidden_;  // by reason
  std::uint64_t executions_ = 0, blocked_ = 0;
};

}  // namespace

Exit litmus_tests(const LitmusOptions& options, const Console& console) {
  return LitmusRun(options, console).run_all();
}

}  // namespace extram
