// Ours against Relacy's own bounded search, over the same model, by turns.
#include <fmt/format.h>

#include "impl/console/interrupt.hpp"
#include "model/cli/bench_report.hpp"
#include "model/report/result_line.hpp"
#include "model/schedule/shape_text.hpp"

namespace extram {
namespace {

constexpr int kContextBound = 3;

struct Pair {
  RunResult ours;
  RunResult relacys;
};

// False: something did not run as it should, and is told.
bool runs_well(BenchReport& report, const RunResult& result) {
  if (result.verdict == Verdict::exhausted || result.verdict == Verdict::truncated) return true;
  if (!interrupted()) report.wrong(fmt::format("{}: {}", verdict_text(result.verdict, result.oracle), result.message));
  return false;
}

double steps_per_second(const RunResult& result) {
  return static_cast<double>(result.counts.steps) / std::max(result.cpu_seconds, 1e-9);
}

BenchJson json_of(const BenchReport::Asked& ours, const Pair& last) {
  return {{"threads", ours.shape.threads},
          {"callbacks", ours.shape.callbacks},
          {"merging", ours.strategy.reductions.merging},
          {"context_bound", kContextBound},
          {"executions", last.ours.counts.executions},
          {"blocked", last.ours.counts.blocked},
          {"steps", last.ours.counts.steps},
          {"cpu_seconds", last.ours.cpu_seconds},
          {"relacy_executions", last.relacys.counts.executions},
          {"relacy_steps", last.relacys.counts.steps},
          {"relacy_cpu_seconds", last.relacys.cpu_seconds}};
}

// The median is of ours by Relacy's. The last pair is told beside it.
template <class Of>
bool compare(BenchReport& report, const BenchReport::Asked& ours, const BenchReport::Asked& relacys, Of of,
             std::vector<double>& ratios, Pair& last) {
  for (int round = 0; round < report.options().rounds && !interrupted(); ++round) {
    last.ours = report.search(ours);
    last.relacys = report.own_search(relacys, kContextBound);
    if (!runs_well(report, last.ours) || !runs_well(report, last.relacys)) return false;
    ratios.push_back(of(last.ours) / of(last.relacys));
  }
  return !interrupted();
}

void compare_rates(BenchReport& report, const BenchReport::Asked& ours) {
  BenchReport::Asked relacys = ours;
  relacys.limits.executions_max = 50'000;
  std::vector<double> ratios;
  Pair last;
  if (!compare(report, ours, relacys, steps_per_second, ratios, last)) return;
  BenchJson json = json_of(ours, last);
  json["what"] = "steps_per_second";
  report.ratio(fmt::format("{} {}: {:.1f} M steps/s by Relacy's {:.1f} M", size_text(ours.shape),
                           ours.strategy.reductions.merging ? "exhaustive" : "without merging",
                           steps_per_second(last.ours) / 1e6, steps_per_second(last.relacys) / 1e6),
               spread_of(ratios), {Bar::Side::at_least, 0.7}, std::move(json));
}

void compare_times(BenchReport& report, const BenchReport::Asked& ours) {
  std::vector<double> ratios;
  Pair last;
  if (!compare(
          report, ours, ours, [](const RunResult& r) { return r.cpu_seconds; }, ratios, last))
    return;
  for (const RunResult* result : {&last.ours, &last.relacys}) {
    if (result->verdict != Verdict::exhausted) report.wrong("not exhausted");
  }
  BenchJson json = json_of(ours, last);
  json["what"] = "time_to_exhaust";
  report.ratio(fmt::format("{}: all in {:.3f} s by three preemptions in {:.3f} s", size_text(ours.shape),
                           last.ours.cpu_seconds, last.relacys.cpu_seconds),
               spread_of(ratios), {Bar::Side::at_most, 0.5}, std::move(json));
}

}  // namespace

void bench_relacy(BenchReport& report) {
  report.heading(
      "relacy",
      "`exhaustive` against Relacy's own bounded search (three preemptions) on callback go_1_16: steps a\n"
      "  second, which tell what a step costs, and the processor time to the end, which tells what is saved.\n"
      "  The bar is that one of the two is met.");
  BenchReport::Asked asked{.shape = {.threads = 4, .callbacks = 1, .ms = 1}};
  compare_rates(report, asked);
  asked.strategy.reductions.merging = false;
  asked.limits.executions_max = 50'000;
  compare_rates(report, asked);
  compare_times(report, {.shape = {.threads = 3, .callbacks = 1, .ms = 1}});
}

}  // namespace extram
