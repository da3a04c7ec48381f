// What the extra-M protocol takes to exhaust, and what each reduction is worth.
#include <fmt/format.h>

#include "impl/console/interrupt.hpp"
#include "model/cli/bench_report.hpp"
#include "model/report/result_line.hpp"
#include "model/schedule/shape_text.hpp"

namespace extram {
namespace {

// Complete executions up to the exchange of steps that commute: two checkers of other makes agree on them.
struct Size {
  std::string_view scenario;
  Shape shape;
  BenchPace pace = BenchPace::quick;
  std::uint64_t exact = 0;         // 0: nobody knows
  std::uint64_t exact_orbits = 0;  // threads that are alike counted once
};
constexpr std::array kSizes{
    Size{"callback", {.threads = 2, .callbacks = 1, .ms = 1}, BenchPace::quick, 50},
    Size{"callback", {.threads = 2, .callbacks = 2, .ms = 1}, BenchPace::quick, 10'158},
    Size{"callback", {.threads = 3, .callbacks = 1, .ms = 1}, BenchPace::quick, 66'426, 11'071},
    Size{"callback", {.threads = 4, .callbacks = 1, .ms = 4}},
    Size{"callback", {.threads = 4, .callbacks = 1, .ms = 1}},
    Size{"callback", {.threads = 3, .callbacks = 2, .ms = 1}, BenchPace::usual},
    Size{"callback", {.threads = 5, .callbacks = 1, .ms = 1}, BenchPace::slow},
    Size{"callback", {.threads = 4, .callbacks = 2, .ms = 1}, BenchPace::slow},
    Size{"signal_window", {.threads = 2, .callbacks = 1, .ms = 1, .signals = 1}},
    Size{"signal_window", {.threads = 2, .callbacks = 2, .ms = 1, .signals = 1}},
    Size{"signal_window", {.threads = 3, .callbacks = 1, .ms = 1, .signals = 1}, BenchPace::usual},
};

// How far the slow ones get is what there is to be told of them.
constexpr double kSecondsMax = 900;

struct Variant {
  std::string_view name;
  Reductions reductions;
};
constexpr std::array kVariants{
    Variant{"all", {}},
    Variant{"no symmetry", {.symmetry = false}},
    Variant{"no locks", {.locks = false}},
    Variant{"no merging", {.merging = false}},
    Variant{"none", {.symmetry = false, .locks = false, .merging = false}},
};

std::string exact_text(const Size& size) {
  if (size.exact == 0) return "";
  return size.exact_orbits == 0 ? grouped(size.exact)
                                : fmt::format("{} ({})", grouped(size.exact), grouped(size.exact_orbits));
}

// With everything on, a search may not need more than the complete executions that there are.
std::string why_wrong(const Size& size, const Variant& variant, const RunResult& result) {
  const bool may_be_cut = size.pace == BenchPace::slow && result.verdict == Verdict::truncated;
  if (result.verdict != Verdict::exhausted && !may_be_cut) {
    return fmt::format("{}: {}", verdict_text(result.verdict, result.oracle), result.message);
  }
  const std::uint64_t exact = size.exact_orbits != 0 ? size.exact_orbits : size.exact;
  const bool is_all = variant.reductions == Reductions{};
  if (is_all && exact != 0 && result.counts.ended() > exact) return "more than the exact number";
  return {};
}

void exhaust(BenchReport& report, const Size& size, const Variant& variant) {
  const RunResult result = report.search({.scenario = size.scenario,
                                          .shape = size.shape,
                                          .strategy = {.name = "exhaustive", .reductions = variant.reductions},
                                          .limits = {.seconds_max = size.pace == BenchPace::slow ? kSecondsMax : 0}});
  const Counts& counts = result.counts;
  report.row(
      fmt::format("{:<14} {:<14} {:<12} {:>12} {:>12} {:>12}   {:<16} {:>8.2f}{}", size.scenario, size_text(size.shape),
                  variant.name, grouped(counts.executions), grouped(counts.blocked), grouped(counts.ended()),
                  exact_text(size), result.cpu_seconds, result.verdict == Verdict::exhausted ? "" : "  cut"),
      {{"scenario", size.scenario},
       {"version", "go_1_16"},
       {"threads", size.shape.threads},
       {"callbacks", size.shape.callbacks},
       {"ms", size.shape.ms},
       {"signals", size.shape.signals},
       {"symmetry", variant.reductions.symmetry},
       {"locks", variant.reductions.locks},
       {"merging", variant.reductions.merging},
       {"verdict", name_of(result.verdict)},
       {"executions", counts.executions},
       {"blocked", counts.blocked},
       {"exact", size.exact == 0 ? BenchJson() : BenchJson(size.exact)},
       {"exact_with_symmetry", size.exact_orbits == 0 ? BenchJson() : BenchJson(size.exact_orbits)},
       {"steps", counts.steps},
       {"cpu_seconds", result.cpu_seconds}});
  if (interrupted()) return;
  if (const std::string why = why_wrong(size, variant, result); !why.empty()) report.wrong(why);
}

}  // namespace

void bench_exhausted(BenchReport& report) {
  report.heading(
      "exhausted",
      "go_1_16 by `exhaustive`. `both` may not be more than `exact`, the number of complete\n"
      "  executions that two other checkers agree on (in brackets: with threads that are alike counted once).");
  report.line(fmt::format("{:<14} {:<14} {:<12} {:>12} {:>12} {:>12}   {:<16} {:>8}", "scenario", "size", "reductions",
                          "executions", "blocked", "both", "exact", "CPU s"));
  for (const Size& size : kSizes) {
    if (size.pace > slowest_of(report.options())) continue;
    for (const Variant& variant : kVariants) {
      const bool is_all = variant.reductions == Reductions{};
      const bool is_small = size.exact != 0;  // so that it can be exhausted with a reduction less
      if ((is_all || is_small) && !interrupted()) exhaust(report, size, variant);
    }
  }
}

}  // namespace extram
