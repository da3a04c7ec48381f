#include "model/explore/worker_process.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/explore/result_json.hpp"
#include "model/explore/worker.hpp"

namespace extram {
namespace {

// A worker that waits in the kernel uses no processor; then so many times as long.
constexpr double kBlockedFactor = 6.0;
constexpr std::string_view kRelacyAssertion = "RELACY INTERNAL ASSERT FAILED";

std::string after_which_step(std::span<const Decision> decisions) {
  const auto last = std::find_if(decisions.rbegin(), decisions.rend(),
                                 [](const Decision& d) { return d.kind == DecisionKind::thread; });
  if (last == decisions.rend()) return "before the first step";
  return fmt::format("in or after the step {} of thread {}", last->at.label(), last->thread);
}

}  // namespace

void Told::add(const Told& more) {
  counts += more.counts;
  for (const std::string& limit : more.limits) {
    if (std::find(limits.begin(), limits.end(), limit) == limits.end()) limits.push_back(limit);
  }
  add_signals(signals, more.signals);
}

std::string Watch::why_hung(const Page& page, double cpu_seconds, double seconds_since_last_look) {
  const std::array<std::uint64_t, 3> now{page.counts.steps, page.counts.ended(), page.decisions};
  if (now != seen_) {
    seen_ = now;
    still_ = 0.0;
    cpu_at_move_ = cpu_seconds;
    return {};
  }
  still_ += seconds_since_last_look;
  if (cpu_seconds - cpu_at_move_ >= hang_seconds_) {
    return fmt::format("no step for {:g} s of processor", hang_seconds_);
  }
  if (still_ >= kBlockedFactor * hang_seconds_)
    return fmt::format("no step for {:g} s", kBlockedFactor * hang_seconds_);
  return {};
}

WorkerProcess::WorkerProcess(const RunRequest& request, Strategy& strategy, double hang_seconds)
    : page(request.limits.depth_max),
      watch(hang_seconds),
      process([&](Channel& channel) { work_as_child(request, strategy, *page, channel); }) {}

void WorkerProcess::hand(WorkItem item_to_do) {
  page->progress.store(1.0 - item_to_do.share);
  process.channel().send({{"work", item_to_do.work}});
  item = std::move(item_to_do);
}

void WorkerProcess::ask(std::uint32_t what) {
  owes_report = owes_report || (what & kReport) != 0;
  owes_split = owes_split || (what & kSplit) != 0;
  page->ask(what);
}

void WorkerProcess::let_go() {
  if (std::exchange(is_held, false)) process.channel().send({{"go", nullptr}});
}

void WorkerProcess::end() {
  is_ending = true;
  process.channel().send({{"end", nullptr}});
}

Failure failure_of(const Ended& ended, const std::string& why_killed, const Page& page) {
  const auto decisions = page.recorded();
  const std::string_view words = page.last_words.data();
  Failure failure;
  failure.thread = decisions.empty() ? -1 : decisions.back().thread;
  if (!why_killed.empty()) {
    failure.verdict = Verdict::hang;
    failure.message =
        fmt::format("{}, {}: a loop that waits must be an await", why_killed, after_which_step(decisions));
    return failure;
  }
  failure.verdict = Verdict::crash;
  if (words.starts_with(kRelacyAssertion)) {
    failure.verdict = Verdict::nondeterministic;
    failure.message = fmt::format("Relacy's own check failed {}, so that the memory of the model is damaged: {}",
                                  after_which_step(decisions), words);
    return failure;
  }
  failure.message = ended.signal != 0 ? "killed by " + signal_text(ended.signal)
                                      : fmt::format("the process ended itself with {}", ended.code);
  failure.message += ", " + after_which_step(decisions);
  if (!words.empty() && ended.signal != 0) failure.message += fmt::format(": {}", words);
  return failure;
}

}  // namespace extram
