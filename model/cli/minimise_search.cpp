#include "model/cli/minimise_search.hpp"

#include <fmt/format.h>

#include "impl/console/interrupt.hpp"
#include "model/cli/progress.hpp"
#include "model/explore/minimise.hpp"
#include "model/schedule/shape_text.hpp"

namespace extram {
namespace {

constexpr std::string_view kEnd = ".sched";
constexpr std::string_view kMinimisedEnd = ".min.sched";

class Search {
 public:
  Search(const Schedule& schedule, const Entry& entry, const MinimiseSettings& settings)
      : schedule_(schedule), entry_(entry), settings_(settings) {}

  Failing best(std::uint64_t& executions) {
    Limits limits;
    limits.depth_max = schedule_.depth;
    Minimiser minimiser(
        [this](const Shape& shape, Strategy& strategy, const Limits& some) { return run_once(shape, strategy, some); },
        {schedule_.verdict, schedule_.oracle}, limits, entry_.info.threads_min);
    Failing start{schedule_.shape, schedule_.decisions, schedule_.message};
    name_progress(start);
    minimiser.on_better = [this](const Failing& better) { name_progress(better); };
    minimiser.goes_on = [&] {
      const bool enough = settings_.executions_max != 0 && minimiser.executions() >= settings_.executions_max;
      return !interrupted() && !enough;
    };
    Failing best = minimiser.minimise(std::move(start));
    executions = minimiser.executions();
    return best;
  }

 private:
  RunResult run_once(const Shape& shape, Strategy& strategy, const Limits& limits) {
    RunRequest request;
    request.entry = &entry_;
    request.shape = shape;
    request.oracles = schedule_.oracles;
    request.limits = limits;
    if (settings_.progress_out == nullptr) {
      request.on_progress = [](const Progress&) { return !interrupted(); };
      return run(request, strategy);
    }
    ProgressLine line(*settings_.progress_out, settings_.progress, title_);
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
  const MinimiseSettings& settings_;
  std::string title_;
};

}  // namespace

std::string minimised_path(const std::string& path) {
  if (path.ends_with(kMinimisedEnd)) return path;
  const bool ends = path.ends_with(kEnd);
  return path.substr(0, path.size() - (ends ? kEnd.size() : 0)) + std::string(kMinimisedEnd);
}

std::string why_not_minimised(const Schedule& schedule) {
  if (schedule.verdict == Verdict::crash || schedule.verdict == Verdict::hang) {
    return fmt::format("a {} ends the process that looks for it: it cannot be minimised", name_of(schedule.verdict));
  }
  if (is_bad(schedule.verdict)) return {};
  return fmt::format("it ends with {}: only a failure can be minimised", name_of(schedule.verdict));
}

Minimised minimised(const Schedule& schedule, const Entry& entry, const MinimiseSettings& settings) {
  Minimised smaller{schedule};
  const Failing best = Search(schedule, entry, settings).best(smaller.executions);
  smaller.schedule.shape = best.shape;
  smaller.schedule.decisions = best.decisions;
  smaller.schedule.message = best.message;
  smaller.schedule.strategy = "minimised";
  smaller.schedule.fingerprint = fingerprint(entry, best.shape);
  return smaller;
}

}  // namespace extram
