#include "model/cli/replay_once.hpp"

#include <fmt/format.h>

#include "model/explore/replay.hpp"
#include "model/report/result_line.hpp"

namespace extram {

Replayed replay_once(const Recorded& recorded) {
  Replayed replayed;
  Replay strategy(recorded.decisions);
  RunRequest request;
  request.entry = recorded.entry;
  request.shape = recorded.shape;
  request.oracles = recorded.oracles;
  request.limits.depth_max = recorded.depth;
  request.trace = &replayed.trace;
  replayed.result = run(request, strategy);
  replayed.divergence = strategy.divergence();
  if (replayed.divergence.empty() && !strategy.used_up()) {
    replayed.divergence =
        fmt::format("step {}: the execution ends here with {}, and the schedule goes on",
                    replayed.result.decisions.size(), verdict_text(replayed.result.verdict, replayed.result.oracle));
  }
  return replayed;
}

std::string difference(const Replayed& replayed, Verdict verdict, Oracle oracle) {
  if (!replayed.divergence.empty()) return replayed.divergence;
  const RunResult& now = replayed.result;
  const bool same = is_bad(verdict) ? now.verdict == verdict && now.oracle == oracle : !is_bad(now.verdict);
  if (same) return {};
  return fmt::format("the schedule says {}, the replay ends with {}", verdict_text(verdict, oracle),
                     verdict_text(now.verdict, now.oracle));
}

}  // namespace extram
