#include "model/cli/replay_once.hpp"

#include <fmt/format.h>

#include "model/cli/machine_made_entry.hpp"
#include "model/explore/isolation.hpp"
#include "model/explore/replay.hpp"
#include "model/report/result_line.hpp"

namespace extram {

// A schedule tells how one execution ended. The verdicts of whole searches are no such end, but that a search ended
// well means that each of its executions did.
Found entry_of(const Schedule& schedule) {
  if (schedule.world != "relacy") {
    return {nullptr, fmt::format("the schedule is for the world '{}'; this program replays relacy's", schedule.world)};
  }
  const bool is_an_end =
      is_bad(schedule.verdict) || schedule.verdict == Verdict::exhausted || schedule.verdict == Verdict::sampled;
  if (!is_an_end) {
    return {nullptr, fmt::format("its verdict is {}, with which no execution ends", name_of(schedule.verdict))};
  }
  const VariantKind kind = schedule.mutant.empty() ? VariantKind::version : VariantKind::mutant;
  // A machine-made mutant has one name in all versions; one that was written tells its own, which is looked at below.
  const std::string version = is_machine_made(schedule.mutant) ? schedule.version : std::string();
  Found found = find_entry(schedule.scenario, schedule.variant(), kind, version);
  if (found.entry == nullptr) return found;
  if (found.entry->version != schedule.version) {
    return {nullptr, fmt::format("mutant '{}' is one of {}, not of {}", schedule.mutant, found.entry->version,
                                 schedule.version)};
  }
  if (std::string error = shape_error(found.entry->info, schedule.shape); !error.empty()) return {nullptr, error};
  return found;
}

Replayed replay_once(const Recorded& recorded) {
  Replayed replayed;
  Replay strategy(recorded.decisions);
  RunRequest request;
  request.entry = recorded.entry;
  request.shape = recorded.shape;
  request.oracles = recorded.oracles;
  request.limits.depth_max = recorded.depth;
  request.trace = &replayed.trace;
  Isolation isolation;
  isolation.hang_seconds = recorded.hang_seconds;
  replayed.result = run_isolated(request, strategy, isolation).result;
  replayed.divergence = replayed.result.divergence;
  if (replayed.divergence.empty() && replayed.result.decisions.size() < recorded.decisions.size()) {
    replayed.divergence =
        fmt::format("step {}: the execution ends here with {}, and the schedule goes on",
                    replayed.result.decisions.size(), verdict_text(replayed.result.verdict, replayed.result.oracle));
  }
  return replayed;
}

std::string difference(const Replayed& replayed, Verdict verdict, Oracle oracle) {
  if (!replayed.divergence.empty()) return replayed.divergence;
  const RunResult& now = replayed.result;
  // One execution that ended by itself is a sample; one that was cut, at the depth or by the model, shows nothing.
  const bool same = is_bad(verdict) ? now.verdict == verdict && now.oracle == oracle : now.verdict == Verdict::sampled;
  if (same) return {};
  return fmt::format("step {}: the schedule says {}, the replay ends with {}", now.decisions.size(),
                     verdict_text(verdict, oracle), verdict_text(now.verdict, now.oracle));
}

}  // namespace extram
