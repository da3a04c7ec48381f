// `extram minimise`: from a schedule that fails to a smaller one that fails in the same way.
#include <fmt/format.h>
#include <fmt/ostream.h>

#include "impl/console/interrupt.hpp"
#include "model/cli/minimise_search.hpp"
#include "model/cli/replay_once.hpp"
#include "model/cli/verbs.hpp"
#include "model/explore/cost.hpp"
#include "model/report/result_line.hpp"
#include "model/schedule/atomic_file.hpp"
#include "model/schedule/schedule.hpp"

namespace extram {
namespace {

void tell(const Console& console, const Schedule& before, const Schedule& after, std::uint64_t executions,
          const std::string& path) {
  const Cost was = cost_of(before.shape, before.decisions);
  const Cost is = cost_of(after.shape, after.decisions);
  fmt::print(console.out, " {} {}: {}\n", after.scenario, after.variant(), verdict_text(after.verdict, after.oracle));
  for (std::size_t i = 0; i < kAxes.size(); ++i) {
    const auto axis = static_cast<Axis>(i);
    if (was[axis] == 0) continue;
    fmt::print(console.out, "   {:<24}  {:>5}{}\n", kAxes[i], was[axis],
               is[axis] == was[axis] ? "" : fmt::format(" -> {}", is[axis]));
  }
  fmt::print(console.out, " {} after {} executions\n", was == is ? "nothing smaller was found" : "smaller", executions);
  console.out << replay_line(path) << std::flush;
}

}  // namespace

Exit minimise(const MinimiseOptions& options, const Console& console) {
  const ReadSchedule read = read_schedule(options.schedule);
  if (!read.schedule) return refuse(console, read.error);
  const Schedule& before = *read.schedule;
  const Found found = entry_of(before);
  if (found.entry == nullptr) return refuse(console, fmt::format("{}: {}", options.schedule, found.error));
  if (const std::string why = why_not_minimised(before); !why.empty()) {
    return refuse(console, fmt::format("{}: {}", options.schedule, why));
  }
  const std::string path = options.output.empty() ? minimised_path(options.schedule) : options.output;
  if (const auto why = why_not_writable(path)) return refuse(console, *why);

  const auto differs = [&](const Schedule& schedule) {
    return difference(replay_once({found.entry, schedule.shape, schedule.oracles, schedule.depth, schedule.decisions}),
                      schedule.verdict, schedule.oracle);
  };
  if (const std::string how = differs(before); !how.empty()) {
    return refuse(console, "diverged: " + how, Exit::diverged);
  }
  const auto [after, executions] =
      minimised(before, *found.entry, {.progress = progress_style(), .progress_out = &console.err});
  if (const std::string how = differs(after); !how.empty()) {
    return refuse(console, "the model is nondeterministic: what failed did not fail again: " + how,
                  Exit::nondeterministic);
  }
  if (const auto why = write(after, path)) return refuse(console, *why, Exit::harness);
  tell(console, before, after, executions, path);
  if (!interrupted()) return Exit::good;
  return refuse(console, "interrupted: what was found so far is written", Exit::truncated);
}

}  // namespace extram
