// What a search in worker processes is to do: everything, what an earlier run left, or a shard's part of the tree.
#include "model/explore/isolation.hpp"

#include <nlohmann/json.hpp>

#include "model/explore/coordinator.hpp"
#include "model/explore/divisible.hpp"
#include "model/explore/result_json.hpp"
#include "model/explore/worker.hpp"

namespace extram {
namespace {

// Enough that shards end at about the same time, whatever their units hold.
constexpr std::size_t kUnitsOfEach = 8;
constexpr std::uint32_t kDepthMax = 200;
constexpr int kTickMilliseconds = 20;
// A cut that is deeper by so much and makes no more units has met the leaves of the tree.
constexpr std::uint32_t kDepthWithoutGain = 12;

std::uint64_t hash_of(const std::vector<WorkItem>& units) {
  std::uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a, 64 bits
  for (const WorkItem& unit : units) {
    for (const char c : unit.work) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    hash = (hash ^ 0xffU) * 0x100000001b3U;
  }
  return hash;
}

}  // namespace

std::vector<std::size_t> units_of(const Shard& shard, const ShardPlan& plan) {
  std::vector<std::size_t> units;
  for (std::size_t unit = shard.index - 1; unit < plan.units; unit += shard.count) units.push_back(unit);
  return units;
}

Isolated run_isolated(const RunRequest& request, Strategy& strategy, const Isolation& isolation) {
  Isolation mine = isolation;
  if (strategy.divisible() == nullptr) mine.jobs = 1;
  return Coordinator(request, strategy, mine).run();
}

bool Coordinator::finds_work() {
  if (isolation_.resumed) {
    const Saved& saved = *isolation_.resumed;
    settled_ = {saved.counts, saved.limits, saved.signals};
    cpu_seconds_ = saved.cpu_seconds;
    peak_rss_kb_ = saved.peak_rss_kb;
    seconds_before_ = saved.seconds;
    share_ = saved.share;
    plan_ = saved.plan;
    waiting_.assign(saved.items.begin(), saved.items.end());
    executions_before_ = saved.counts.executions;
    share_done_before_ = std::max(share_done(), 0.0);
    learnt_ = saved.learnt;
    DivisibleSearch* const search = strategy_.divisible();
    if (search == nullptr || search->learn(learnt_)) return true;
    refused_ = "what it has learnt is damaged";
    return false;
  }
  if (isolation_.shard) return plan();
  waiting_.push_back({});
  return true;
}

// The shallowest cut with units enough. What lies above it is run by every shard, and counted by the first.
bool Coordinator::plan() {
  std::vector<WorkItem> units;
  Told above;
  std::uint32_t best = 0;
  for (std::uint32_t depth = 1; depth <= kDepthMax && depth <= best + kDepthWithoutGain; ++depth) {
    auto found = units_at(depth);
    if (!found) return false;
    if (best != 0 && found->size() <= units.size()) continue;
    best = depth;
    units = std::move(*found);
    above = above_;
    if (units.size() >= kUnitsOfEach * isolation_.shard->count) break;
  }
  plan_ = {hash_of(units), units.size()};
  share_ = 0.0;
  for (const std::size_t unit : units_of(*isolation_.shard, plan_)) {
    share_ += units[unit].share;
    units[unit].unit = unit;
    waiting_.push_back(std::move(units[unit]));
  }
  if (isolation_.shard->index == 1) settled_.add(above);
  return true;
}

// nullopt: something failed above the cut, and is told.
std::optional<std::vector<WorkItem>> Coordinator::units_at(std::uint32_t depth) {
  SharedPage page(request_.limits.depth_max);
  Watch watch(isolation_.hang_seconds);
  ChildProcess planner(
      [&](Channel& channel) { plan_as_child(request_, *strategy_.divisible(), depth, *page, channel); });
  std::string why_killed;
  std::optional<nlohmann::ordered_json> message;
  for (bool is_there = true; is_there && !message && why_killed.empty();) {
    planner.channel().wait(kTickMilliseconds);
    is_there = planner.channel().gather();
    message = planner.channel().next();
    why_killed = watch.why_hung(*page, planner.cpu_seconds(), kTickMilliseconds / 1000.0);
  }
  if (!message && !why_killed.empty()) planner.kill();
  const Ended ended = planner.wait();
  cpu_seconds_ += ended.cpu_seconds;
  if (!message) {
    settled_.add({blame(ended, why_killed, *page), {}, {}});
    return std::nullopt;
  }
  RunResult result = result_in(message->at("result"));
  above_ = {result.counts, result.limits, result.signals};
  leaves_out_ = result.leaves_out;
  if (is_bad(result.verdict) || result.verdict == Verdict::nondeterministic) {
    settled_.add({result.counts, {}, result.signals});
    fail(std::move(result));
    return std::nullopt;
  }
  std::vector<WorkItem> units;
  for (const auto& unit : message->at("units")) {
    units.push_back({unit.at("work").get<std::string>(), 0, unit.at("share").get<double>(), 0});
  }
  return units;
}

}  // namespace extram
