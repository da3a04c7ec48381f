// How soon the hunt of `check` meets the deadlock of Go 1.15.
#include <fmt/format.h>

#include "impl/console/interrupt.hpp"
#include "model/cli/bench_report.hpp"
#include "model/cli/hunt.hpp"
#include "model/report/result_line.hpp"
#include "model/schedule/shape_text.hpp"

namespace extram {
namespace {

constexpr std::uint64_t kExecutionsMax = 10'000;
constexpr std::array<std::pair<int, int>, 7> kHuntSizes{{{1, 1}, {2, 1}, {2, 2}, {3, 1}, {3, 2}, {4, 1}, {4, 2}}};

void hunt_at(BenchReport& report, const Shape& shape) {
  Hunt hunt(1, {});
  RunResult result;
  std::uint64_t executions = 0;
  std::string by;
  while (const HuntPhase* phase = hunt.next()) {
    by = phase->strategy.text();
    result = report.search({.scenario = "signal_window",
                            .version = "go_1_15",
                            .shape = shape,
                            .strategy = phase->strategy,
                            .limits = phase->limits});
    executions += result.counts.ended();
    if (hunt.ends_with(result) || interrupted()) break;
  }
  if (interrupted()) return;
  const std::string verdict = verdict_text(result.verdict, result.oracle);
  report.row(fmt::format("{:<16} {:<12} {:>8} executions, by {}", size_text(shape), verdict, grouped(executions), by),
             {{"scenario", "signal_window"},
              {"version", "go_1_15"},
              {"threads", shape.threads},
              {"callbacks", shape.callbacks},
              {"signals", shape.signals},
              {"verdict", name_of(result.verdict)},
              {"oracle", name_of(result.oracle)},
              {"executions", executions},
              {"strategy", by}});
  if (result.verdict != Verdict::deadlock) report.wrong("the deadlock was not found");
  if (executions >= kExecutionsMax) report.wrong(fmt::format("more than {} executions", grouped(kExecutionsMax)));
}

}  // namespace

void bench_hunt(BenchReport& report) {
  report.heading("hunt", fmt::format("the deadlock of signal_window go_1_15 found, in less than {} executions",
                                     grouped(kExecutionsMax)));
  for (const auto& [threads, callbacks] : kHuntSizes) {
    if (!interrupted()) hunt_at(report, {.threads = threads, .callbacks = callbacks, .ms = 1, .signals = 1});
  }
}

}  // namespace extram
