// `extram minimise`: from a schedule that fails to a smaller one that fails in the same way.
#include <fmt/format.h>
#include <fmt/ostream.h>

#include "impl/console/interrupt.hpp"
#include "model/cli/progress.hpp"
#include "model/cli/replay_once.hpp"
#include "model/cli/verbs.hpp"
#include "model/explore/minimise.hpp"
#include "model/report/result_line.hpp"
#include "model/schedule/atomic_file.hpp"
#include "model/schedule/schedule.hpp"
#include "model/schedule/shape_text.hpp"

namespace extram {
namespace {

constexpr std::string_view kEnd = ".sched";
constexpr std::string_view kMinimisedEnd = ".min.sched";

Exit refuse(const Console& console, std::string_view why, Exit exit = Exit::usage) {
  fmt::print(console.err, "extram minimise: {}\n", why);
  return exit;
}

// "a.sched" becomes "a.min.sched"; what is minimised already is minimised in its place.
std::string output_of(const MinimiseOptions& options) {
  if (!options.output.empty()) return options.output;
  std::string path = options.schedule;
  if (path.ends_with(kMinimisedEnd)) return path;
  if (path.ends_with(kEnd)) path.resize(path.size() - kEnd.size());
  return path + std::string(kMinimisedEnd);
}

// Empty where the schedule tells of a failure that can be run again and again in this process.
std::string why_not_minimised(const Schedule& schedule) {
  if (schedule.verdict == Verdict::crash || schedule.verdict == Verdict::hang) {
    return fmt::format("a {} ends the process that looks for it: it cannot be minimised", name_of(schedule.verdict));
  }
  if (is_bad(schedule.verdict)) return {};
  return fmt::format("it ends with {}: only a failure can be minimised", name_of(schedule.verdict));
}

class Search {
 public:
  Search(const Schedule& schedule, const Entry& entry, const Console& console)
      : schedule_(schedule), entry_(entry), console_(console), style_(progress_style()) {}

  Failing best(std::uint64_t& executions) {
    Limits limits;
    limits.depth_max = schedule_.depth;
    Minimiser minimiser(
        [this](const Shape& shape, Strategy& strategy, const Limits& some) { return run_once(shape, strategy, some); },
        {schedule_.verdict, schedule_.oracle}, limits, entry_.info.threads_min);
    Failing start{schedule_.shape, schedule_.decisions, schedule_.message};
    name_progress(start);
    minimiser.on_better = [this](const Failing& better) { name_progress(better); };
    minimiser.goes_on = [] { return !interrupted(); };
    Failing best = minimiser.minimise(std::move(start));
    executions = minimiser.executions();
    return best;
  }

 private:
  RunResult run_once(const Shape& shape, Strategy& strategy, const Limits& limits) {
    ProgressLine line(console_.err, style_, title_);
    RunRequest request;
    request.entry = &entry_;
    request.shape = shape;
    request.oracles = schedule_.oracles;
    request.limits = limits;
    request.on_progress = [&line](const Progress& progress) {
      // A search ends with its budget: how far it is in its tree says nothing of how long it goes on.
      show(line, {progress.counts, progress.seconds, -1.0});
      return !interrupted();
    };
    return run(request, strategy);
  }

  void name_progress(const Failing& best) {
    const Cost cost = best.cost();
    title_ = fmt::format("{} switches, {} decisions at {}", cost[Axis::context_switches], cost[Axis::decisions],
                         size_text(best.shape, entry_.info.shape));
  }

  const Schedule& schedule_;
  const Entry& entry_;
  const Console& console_;
  ProgressStyle style_;
  std::string title_;
};

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
  const std::string path = output_of(options);
  if (const auto why = why_not_writable(path)) return refuse(console, *why);

  const auto differs = [&](const Schedule& schedule) {
    return difference(replay_once({found.entry, schedule.shape, schedule.oracles, schedule.depth, schedule.decisions}),
                      schedule.verdict, schedule.oracle);
  };
  if (const std::string how = differs(before); !how.empty()) {
    return refuse(console, "diverged: " + how, Exit::diverged);
  }
  std::uint64_t executions = 0;
  const Failing best = Search(before, *found.entry, console).best(executions);
  Schedule after = before;
  after.shape = best.shape;
  after.decisions = best.decisions;
  after.message = best.message;
  after.strategy = "minimised";
  after.fingerprint = fingerprint(*found.entry, best.shape);
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
