// What a search takes of the machine: memory as it goes on, and time with a second process.
#include <fmt/format.h>

#include "impl/console/interrupt.hpp"
#include "model/cli/bench_report.hpp"
#include "model/report/result_line.hpp"
#include "model/schedule/shape_text.hpp"

namespace extram {
namespace {

void compare_memory(BenchReport& report, BenchReport::Asked asked, std::string_view what, std::uint64_t few,
                    std::uint64_t many) {
  std::array<RunResult, 2> results;
  for (std::size_t i = 0; i < 2 && !interrupted(); ++i) {
    asked.limits.executions_max = i == 0 ? few : many;
    results[i] = report.search(asked);
  }
  if (interrupted()) return;
  const double ratio = static_cast<double>(results[1].peak_rss_kb) / static_cast<double>(results[0].peak_rss_kb);
  report.ratio(
      fmt::format("{} {}: {} KiB after {}, {} KiB after {}", size_text(asked.shape), what,
                  grouped(static_cast<std::uint64_t>(results[1].peak_rss_kb)), grouped(results[1].counts.ended()),
                  grouped(static_cast<std::uint64_t>(results[0].peak_rss_kb)), grouped(results[0].counts.ended())),
      spread_of({ratio}), {Bar::Side::at_most, 1.1},
      {{"what", what},
       {"threads", asked.shape.threads},
       {"callbacks", asked.shape.callbacks},
       {"executions_few", results[0].counts.ended()},
       {"peak_rss_kb_few", results[0].peak_rss_kb},
       {"executions_many", results[1].counts.ended()},
       {"peak_rss_kb_many", results[1].peak_rss_kb}});
  for (const RunResult& result : results) {
    if (result.verdict != Verdict::truncated) {
      report.wrong(
          fmt::format("not ended by its budget: {}: {}", verdict_text(result.verdict, result.oracle), result.message));
    }
  }
}

}  // namespace

void bench_memory(BenchReport& report) {
  report.heading("memory", "the peak of a search that goes on, by that of one that does not, each in its own process");
  const Shape shape{.threads = 3, .callbacks = 2, .ms = 1};
  compare_memory(report, {.shape = shape, .strategy = {.name = "full"}}, "full", 100'000, 10'000'000);
  compare_memory(report,
                 {.shape = {.threads = 4, .callbacks = 2, .ms = 1},
                  .strategy = {.name = "exhaustive", .reductions = {.merging = false}}},
                 "without merging", 100'000, 10'000'000);
  compare_memory(report, {.shape = {.threads = 4, .callbacks = 2, .ms = 1}}, "exhaustive", 100'000, 1'000'000);
}

void bench_jobs(BenchReport& report) {
  report.heading("jobs",
                 "callback go_1_16 by one worker process against two, in wall time: what sharing a search is\n"
                 "  worth. A machine whose processors are busy, or that has but one, shows less.");
  BenchReport::Asked asked{.shape = {.threads = 3, .callbacks = 2, .ms = 1}};
  std::vector<double> ratios;
  std::vector<double> free_ratios;
  std::array<RunResult, 2> results;
  for (int round = 0; round < report.options().rounds && !interrupted(); ++round) {
    for (std::size_t i = 0; i < 2; ++i) {
      asked.jobs = static_cast<int>(i) + 1;
      results[i] = report.search(asked);
    }
    ratios.push_back(results[0].seconds / std::max(results[1].seconds, 1e-9));
    free_ratios.push_back(2 * results[0].cpu_seconds / std::max(results[1].cpu_seconds, 1e-9));
  }
  if (interrupted()) return;
  report.ratio(fmt::format("{}: {:.1f} s by {:.1f} s with --jobs 2", size_text(asked.shape), results[0].seconds,
                           results[1].seconds),
               spread_of(ratios), {Bar::Side::at_least, 1.7},
               {{"threads", asked.shape.threads},
                {"callbacks", asked.shape.callbacks},
                {"verdict", name_of(results[0].verdict)},
                {"executions", results[0].counts.executions},
                {"blocked", results[0].counts.blocked},
                {"seconds", results[0].seconds},
                {"verdict_2", name_of(results[1].verdict)},
                {"executions_2", results[1].counts.executions},
                {"blocked_2", results[1].counts.blocked},
                {"seconds_2", results[1].seconds},
                {"cpu_seconds", results[0].cpu_seconds},
                {"cpu_seconds_2", results[1].cpu_seconds},
                {"where_processors_are_free", json_of(spread_of(free_ratios))}});
  report.line(fmt::format("by processor time, as it would be where both are free and never wait: {}",
                          text_of(spread_of(free_ratios))));
  for (const RunResult& result : results) {
    if (result.verdict == Verdict::exhausted) continue;
    report.wrong(fmt::format("{}: {}", verdict_text(result.verdict, result.oracle), result.message));
  }
}

}  // namespace extram
