// What the parent of a search looks at between two pieces of news: budgets, who stands still, what is to be kept; and
// what it makes of everything in the end.
#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/explore/coordinator.hpp"
#include "model/explore/divisible.hpp"

namespace extram {
namespace {

using std::chrono::duration;
using std::chrono::milliseconds;

constexpr milliseconds kLookPeriod{4};
constexpr milliseconds kProgressPeriod{100};
constexpr double kSaveWithoutReports = 0.5;  // seconds that a save waits for workers in a long execution
constexpr double kSaveFactor = 20.0;         // as long as a save took, the next one waits
constexpr double kLookMax = 0.2;             // seconds; more have passed where this process was asleep

// As opposed to a limit of one execution, which holds for a search that goes on later, too.
bool is_of_budget(const std::string& limit) { return !limit.starts_with("depth"); }

}  // namespace

double Coordinator::seconds() const { return duration<double>(Clock::now() - start_).count(); }

Told Coordinator::total() const {
  Told all = settled_;
  for (const auto& worker : workers_) all.add(worker->told);
  return all;
}

std::vector<WorkItem> Coordinator::items_left() const {
  std::vector<WorkItem> items;
  for (const auto& worker : workers_) {
    if (worker->item) items.push_back(*worker->item);
  }
  items.insert(items.end(), waiting_.begin(), waiting_.end());
  return items;
}

double Coordinator::share_done() const {
  double left = 0.0;
  for (const WorkItem& item : waiting_) left += item.share;
  for (const auto& worker : workers_) {
    if (worker->item) left += 1.0 - worker->page->progress;
  }
  return share_ > 0.0 && left <= 1.0 + 1e-6 ? std::max(1.0 - left / share_, 0.0) : -1.0;
}

void Coordinator::look_around() {
  const auto now = Clock::now();
  if (now - last_look_ < kLookPeriod) return;
  watch_workers(std::min(duration<double>(now - last_look_).count(), kLookMax));
  last_look_ = now;
  look_at_budgets();
  save_now_and_then();
}

void Coordinator::look_at_budgets() {
  if (stopped_) return;
  Counts counts = settled_.counts;
  for (const auto& worker : workers_) counts += worker->has_ended ? worker->told.counts : worker->page->counts;
  const Limits& limits = request_.limits;
  if (limits.seconds_max > 0 && seconds() >= limits.seconds_max) {
    return stop(fmt::format("time: stopped after {} s", limits.seconds_max));
  }
  if (isolation_.jobs > 1 && limits.executions_max != 0 && counts.ended() >= limits.executions_max) {
    return stop(fmt::format("executions: stopped after {} or a few more", limits.executions_max));
  }
  if (limits.memory_max_mb > 0) {
    const std::uint64_t memory = memory_mb();
    if (memory >= limits.memory_max_mb) {
      return stop(fmt::format("memory: stopped at {} MiB, of {}", memory, limits.memory_max_mb));
    }
  }
  if (!request_.on_progress || last_look_ - last_progress_ < kProgressPeriod) return;
  last_progress_ = last_look_;
  const Progress progress{counts, seconds(), share_done(), executions_before_, share_done_before_};
  if (!request_.on_progress(progress)) stop("interrupted by a signal");
}

std::uint64_t Coordinator::memory_mb() const {
  std::uint64_t kb = resident_kb(0);
  for (const auto& worker : workers_) kb += worker->has_ended ? 0 : worker->process.resident_kb();
  return kb / 1024;
}

void Coordinator::watch_workers(double seconds) {
  for (const auto& worker : workers_) {
    if (!worker->item || worker->has_ended || !worker->why_killed.empty()) continue;
    worker->why_killed = worker->watch.why_hung(*worker->page, worker->process.cpu_seconds(), seconds);
    if (!worker->why_killed.empty()) worker->process.kill();
  }
}

// Workers tell what they have left, and then everything that is left is kept at once.
void Coordinator::save_now_and_then() {
  if (!isolation_.save || stopped_) return;
  const double since = duration<double>(last_look_ - last_save_).count();
  if (since < std::max(isolation_.save_seconds, kSaveFactor * save_took_)) return;
  if (!std::exchange(is_saving_, true)) {
    saving_since_ = last_look_;
    for (const auto& worker : workers_) {
      if (worker->item) worker->ask(kReport);
    }
  }
  const bool all_have_told =
      std::none_of(workers_.begin(), workers_.end(), [](const auto& worker) { return worker->owes_report; });
  const double waited = duration<double>(last_look_ - saving_since_).count();
  if (!all_have_told && waited < kSaveWithoutReports) return;
  save(std::nullopt, all_have_told ? Learnt::now : Learnt::before);
  is_saving_ = false;
  let_go();
  last_save_ = Clock::now();
  save_took_ = duration<double>(last_save_ - saving_since_).count();
}

void Coordinator::let_go() {
  for (const auto& worker : workers_) worker->let_go();
}

void Coordinator::save(std::optional<RunResult> result, Learnt learnt) {
  if (!isolation_.save) return;
  DivisibleSearch* const search = strategy_.divisible();
  if (search != nullptr && learnt == Learnt::now) learnt_ = result ? std::string() : search->learnt();
  const Told all = total();
  Saved saved;
  saved.counts = all.counts;
  saved.signals = all.signals;
  // Those of budgets are mended by a later run.
  saved.limits = all.limits;
  std::erase_if(saved.limits, is_of_budget);
  saved.seconds = seconds_before_ + seconds();
  saved.cpu_seconds = cpu_seconds_;
  for (const auto& worker : workers_) {
    if (!worker->has_ended) saved.cpu_seconds += worker->process.cpu_seconds();
  }
  saved.peak_rss_kb = peak_rss_kb_;
  saved.share = share_;
  saved.plan = plan_;
  saved.items = items_left();
  saved.learnt = learnt_;
  saved.result = std::move(result);
  not_saved_ = isolation_.save(saved).value_or("");
}

std::vector<std::size_t> Coordinator::units_done() const {
  if (!isolation_.shard) return {};
  std::vector<std::size_t> units = units_of(*isolation_.shard, plan_);
  const auto left = items_left();
  std::erase_if(units, [&](std::size_t unit) {
    return std::any_of(left.begin(), left.end(), [=](const WorkItem& item) { return item.unit == unit; });
  });
  return units;
}

RunResult Coordinator::conclude_all() {
  Told all = total();
  RunResult result;
  // A budget that was spent together with the search has cut nothing.
  if (waiting_.empty() && strategy_.divisible() != nullptr) std::erase_if(all.limits, is_of_budget);
  const auto before = [](const RunResult& a, const RunResult& b) {
    return std::lexicographical_compare(a.decisions.begin(), a.decisions.end(), b.decisions.begin(), b.decisions.end(),
                                        [](const auto& x, const auto& y) { return x.index < y.index; });
  };
  if (!failures_.empty()) {
    result = *std::min_element(failures_.begin(), failures_.end(), before);
  } else if (only_ && !stopped_) {
    result = *only_;
  } else {
    result.decisions = last_decisions_;
    result.limits = all.limits;
    result.leaves_out = leaves_out_;
    result.counts = all.counts;
    if (isolation_.shard && all.limits.empty()) {
      // A shard may hold no execution at all. The whole is judged by whoever joins them.
      result.verdict = Verdict::exhausted;
      result.strength = fmt::format("shard({}/{})", isolation_.shard->index, isolation_.shard->count);
      result.limits = leaves_out_;
      result.limits.insert(result.limits.begin(), fmt::format("the other {} shards", isolation_.shard->count - 1));
    } else {
      conclude(result, strategy_.is_exhaustive(), strength_);
    }
  }
  result.leaves_out = leaves_out_;
  result.counts = all.counts;
  result.signals = all.signals;
  result.seconds = seconds_before_ + seconds();
  result.cpu_seconds = cpu_seconds_;
  result.peak_rss_kb = peak_rss_kb_;
  return result;
}

}  // namespace extram
