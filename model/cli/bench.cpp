// `extram bench`: what one run shows in ratios and counts. Times are told, and prove nothing: machines are shared.
//
// Google Benchmark is not used: it repeats what takes microseconds until the mean is steady. Here a row is a whole
// search, in a process of its own, by turns with another that it is compared with.
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <fmt/ostream.h>

#include "impl/console/interrupt.hpp"
#include "model/cli/bench_report.hpp"
#include "model/cli/verbs.hpp"
#include "model/report/report_folder.hpp"
#include "model/schedule/atomic_file.hpp"

namespace extram {
namespace {

struct Rows {
  std::string_view name;
  void (*run)(BenchReport& report);
};
constexpr std::array<Rows, kBenchGroups.size()> kRows{{{"exhausted", bench_exhausted},
                                                       {"relacy", bench_relacy},
                                                       {"hunt", bench_hunt},
                                                       {"jobs", bench_jobs},
                                                       {"litmus", bench_litmus},
                                                       {"memory", bench_memory},
                                                       {"native", bench_native},
                                                       {"lockstep", bench_lockstep}}};

bool is_asked_for(const BenchOptions& options, std::string_view name) {
  const auto& groups = options.groups;
  if (!groups.empty()) return std::find(groups.begin(), groups.end(), name) != groups.end();
  const auto* const group =
      std::find_if(kBenchGroups.begin(), kBenchGroups.end(), [&](const BenchGroup& row) { return row.name == name; });
  return group->pace <= slowest_of(options);
}

std::string why_not(const BenchOptions& options) {
  if (Registry::find("callback", "go_1_16") == nullptr || Registry::find("signal_window", "go_1_15") == nullptr) {
    return "the scenarios that it measures are not built in";
  }
  if (!is_asked_for(options, "litmus") || std::filesystem::exists(options.litmus)) return {};
  return fmt::format("there is no {} here: run this where the project is, or name litmus tests with --litmus FILE",
                     options.litmus);
}

}  // namespace

Exit bench(const BenchOptions& options, const Console& console) {
  const auto refuse = [&](std::string_view why, Exit exit) {
    fmt::print(console.err, "extram bench: {}\n", why);
    return exit;
  };
  BenchReport report(options, console);
  if (const auto why = report.json().why_not()) return refuse(*why, Exit::usage);
  if (const std::string why = why_not(options); !why.empty()) return refuse(why, Exit::usage);
  if (const auto why = why_no_folder(options.plots)) return refuse(*why, Exit::usage);
  const ReportFolder pages(options.html);
  if (const auto why = options.html.empty() ? std::nullopt : pages.why_not(ReportPart::bench)) {
    return refuse(*why, Exit::usage);
  }
  for (const Rows& rows : kRows) {
    if (is_asked_for(options, rows.name) && !interrupted() && console.out.good()) rows.run(report);
  }
  if (const auto why = report.json().finish()) return refuse(*why, Exit::harness);
  if (!options.html.empty()) {
    if (const auto why = pages.put(ReportPart::bench, report.lines())) return refuse(*why, Exit::harness);
    report.line("report: " + pages.index());
  }
  if (interrupted()) return Exit::truncated;
  return report.is_wrong() ? Exit::bad : Exit::good;
}

}  // namespace extram
