// A search in worker processes: a crash or an endless loop of a scenario is the end of a worker and a verdict, with the
// decisions that led to it. The parent hands out work, takes what workers give away, keeps the budgets, and saves what
// is left now and then, so that a later run can go on from there.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/explore/run.hpp"

namespace extram {

// A part of a search that is not explored yet.
struct WorkItem {
  std::string work;      // as its strategy writes it; empty: the whole search
  std::size_t unit = 0;  // of the shard's plan, that it is a part of
  double share = 1.0;    // of the whole tree
  int deaths = 0;        // of workers that were killed from outside while they had it
};

// One of `count` parts of a search that are explored apart, on other machines.
struct Shard {
  std::uint32_t index = 1;  // from 1
  std::uint32_t count = 1;
  friend bool operator==(const Shard&, const Shard&) = default;
};

// How the tree was cut: the same for every shard of a search.
struct ShardPlan {
  std::uint64_t hash = 0;  // over all units
  std::size_t units = 0;   // of all shards
  friend bool operator==(const ShardPlan&, const ShardPlan&) = default;
};
// Unit k, from 0, belongs to shard k % count + 1. What lies above the cut counts in shard 1.
[[nodiscard]] std::vector<std::size_t> units_of(const Shard& shard, const ShardPlan& plan);

// A search that was put down: what it has counted, and what is left.
struct Saved {
  Counts counts;
  std::vector<std::string> limits;  // that were reached, but for budgets
  std::vector<SiteSignals> signals;
  double seconds = 0.0;
  double cpu_seconds = 0.0;
  long peak_rss_kb = 0;
  double share = 1.0;  // of the whole tree, that this search is about
  ShardPlan plan;
  std::vector<WorkItem> items;
  std::string learnt;  // beside the items, as the strategy writes it
  std::optional<RunResult> result;  // of a search that has come to its end
};

// Of processor, without a step: then a worker hangs.
inline constexpr double kHangSeconds = 10.0;

struct Isolation {
  int jobs = 1;  // more than one only for searches that can be divided
  double hang_seconds = kHangSeconds;
  std::optional<Shard> shard;
  std::optional<Saved> resumed;
  // Keeps a search, now and then and at the end; what went wrong, in one line.
  std::function<std::optional<std::string>(const Saved&)> save;
  double save_seconds = 0.5;  // and so long that keeping takes a small part of the time
};

struct Isolated {
  RunResult result;
  std::string refused;    // the work to take up is no work of this search, in one line
  std::string not_saved;  // what went wrong when the search was last to be kept
  ShardPlan plan;
  std::vector<std::size_t> units_done;
  std::string whole_strength;  // of all shards together
};

[[nodiscard]] Isolated run_isolated(const RunRequest& request, Strategy& strategy, const Isolation& isolation);

}  // namespace extram
