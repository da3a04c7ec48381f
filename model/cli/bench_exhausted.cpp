// What the extra-M protocol takes to exhaust, and what each reduction is worth.
#include <fmt/format.h>

#include "model/cli/bench_report.hpp"
#include "model/cli/interrupt.hpp"
#include "model/report/result_line.hpp"
#include "model/schedule/shape_text.hpp"

namespace extram {
namespace {

// Complete executions up to the exchange of steps that commute: two checkers of other makes agree on them.
struct Size {
  Shape shape;
  std::uint64_t exact = 0;         // 0: nobody knows
  std::uint64_t exact_orbits = 0;  // threads that are alike counted once
  bool is_small = false;           // then it can be exhausted with a reduction less
  bool is_quick = true;
};
constexpr std::array kSizes{
    Size{{.threads = 2, .callbacks = 1, .ms = 1}, 50, 0, true},
    Size{{.threads = 2, .callbacks = 2, .ms = 1}, 10'158, 0, true},
    Size{{.threads = 3, .callbacks = 1, .ms = 1}, 66'426, 11'071, true},
    Size{{.threads = 4, .callbacks = 1, .ms = 4}},
    Size{{.threads = 4, .callbacks = 1, .ms = 1}},
    Size{{.threads = 3, .callbacks = 2, .ms = 1}, 0, 0, false, false},
};

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
  if (result.verdict != Verdict::exhausted) {
    return fmt::format("{}: {}", verdict_text(result.verdict, result.oracle), result.message);
  }
  const std::uint64_t exact = size.exact_orbits != 0 ? size.exact_orbits : size.exact;
  const bool is_all = variant.reductions == Reductions{};
  if (is_all && exact != 0 && result.counts.ended() > exact) return "more than the exact number";
  return {};
}

void exhaust(BenchReport& report, const Size& size, const Variant& variant) {
  const RunResult result =
      report.search({.shape = size.shape, .strategy = {.name = "exhaustive", .reductions = variant.reductions}});
  const Counts& counts = result.counts;
  report.row(fmt::format("{:<10} {:<12} {:>12} {:>12} {:>12}   {:<16} {:>8.2f}", size_text(size.shape, {}),
                         variant.name, grouped(counts.executions), grouped(counts.blocked), grouped(counts.ended()),
                         exact_text(size), result.cpu_seconds),
             {{"scenario", "callback"},
              {"version", "go_1_16"},
              {"threads", size.shape.threads},
              {"callbacks", size.shape.callbacks},
              {"ms", size.shape.ms},
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
      "callback go_1_16 by `exhaustive`. `both` may not be more than `exact`, the number of complete\n"
      "  executions that two other checkers agree on (in brackets: with threads that are alike counted once).");
  report.line(fmt::format("{:<10} {:<12} {:>12} {:>12} {:>12}   {:<16} {:>8}", "size", "reductions", "executions",
                          "blocked", "both", "exact", "CPU s"));
  for (const Size& size : kSizes) {
    if (report.options().quick && !size.is_quick) continue;
    for (const Variant& variant : kVariants) {
      const bool is_all = variant.reductions == Reductions{};
      if ((is_all || size.is_small) && !interrupted()) exhaust(report, size, variant);
    }
  }
}

}  // namespace extram
