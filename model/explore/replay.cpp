#include "model/explore/replay.hpp"

#include <fmt/format.h>

namespace extram {
namespace {

std::string describe(const RecordedDecision& d) {
  return fmt::format("thread {} at {}: {} {}/{}", d.thread, d.site.empty() ? "-" : d.site, name_of(d.kind), d.index,
                     d.arity);
}

}  // namespace

RecordedDecision record(const Decision& decision) {
  return {decision.kind, decision.thread, decision.at.label(), decision.index, decision.arity};
}

void Replay::diverge(const std::string& now) {
  divergence_ = position_ < decisions_.size()
                    ? fmt::format("step {}: the schedule has {}, the model has {}", position_,
                                  describe(decisions_[position_]), now)
                    : fmt::format("step {}: the schedule has ended, the model goes on with {}", position_, now);
}

int Replay::next_thread(std::span<const NextStep> threads, int) {
  if (!divergence_.empty()) return kAbandon;  // a choice inside the last step was not the recorded one
  int enabled = 0;
  for (const auto& t : threads) enabled += t.enabled ? 1 : 0;
  if (position_ == decisions_.size()) {
    diverge(fmt::format("a choice among {} threads", enabled));
    return kAbandon;
  }
  const RecordedDecision& want = decisions_[position_];
  const bool fits = want.kind == DecisionKind::thread && want.thread >= 0 &&
                    want.thread < static_cast<int>(threads.size()) && want.arity == enabled;
  if (fits) {
    const NextStep& next = threads[static_cast<std::size_t>(want.thread)];
    int rank = 0;
    for (int i = 0; i < want.thread; ++i) rank += threads[static_cast<std::size_t>(i)].enabled ? 1 : 0;
    if (next.enabled && rank == want.index && next.at.label() == want.site) {
      ++position_;
      return want.thread;
    }
  }
  std::string now = fmt::format("{} enabled threads", enabled);
  for (std::size_t i = 0; i < threads.size(); ++i) {
    if (threads[i].alive) {
      now += fmt::format(", thread {} {} {}", i, threads[i].enabled ? "at" : "waiting at", threads[i].at.label());
    }
  }
  diverge(now);
  return kAbandon;
}

int Replay::index(const Decision& question) {
  if (!divergence_.empty()) return 0;
  RecordedDecision now = record(question);
  if (position_ < decisions_.size()) {
    const RecordedDecision& want = decisions_[position_];
    now.index = want.index;
    if (now == want && want.index >= 0 && want.index < want.arity) {
      ++position_;
      return want.index;
    }
    now.index = 0;
  }
  diverge(describe(now));
  return 0;
}

bool Replay::ends(bool) {
  if (divergence_.empty() && position_ < decisions_.size()) {
    divergence_ = fmt::format("step {}: the schedule goes on with {}, the model has ended", position_,
                              describe(decisions_[position_]));
  }
  return true;
}

}  // namespace extram
