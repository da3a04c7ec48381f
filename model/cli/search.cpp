#include "model/cli/search.hpp"

#include <fmt/format.h>

#include "impl/console/interrupt.hpp"
#include "model/cli/hunt.hpp"
#include "model/schedule/atomic_file.hpp"
#include "model/schedule/checkpoint.hpp"
#include "model/schedule/shape_text.hpp"

namespace extram {
namespace {

class Searching {
 public:
  Searching(const PlannedRun& planned, const RunSettings& settings) : planned_(planned), settings_(settings) {
    searched_.last = planned;
  }

  Searched run() {
    if (settings_.nothing) {
      searched_.result.message = "nothing was run: the budget is zero";
    } else if (opens_checkpoint() && !hunts()) {
      proves();
    }
    return std::move(searched_);
  }

 private:
  // A search that nobody could resume is worth a refusal now, and not when it is over.
  bool opens_checkpoint() {
    if (settings_.checkpoint.empty() && !settings_.shard) return true;
    search_ = search_rows(schedule_of(planned_, settings_, {}));
    if (settings_.checkpoint.empty()) return true;
    const SearchRows rows = with_shard(search_, settings_.shard);
    if (settings_.resumes) {
      ReadCheckpoint read = read_checkpoint(settings_.checkpoint, rows);
      searched_.refused = read.error;
      resumed_ = std::move(read.saved);
    } else {
      searched_.refused = why_no_checkpoint(settings_.checkpoint).value_or("");
    }
    if (!searched_.refused.empty()) return false;
    // Also one that is killed at once can be resumed.
    if (!resumed_ && !settings_.shard) {
      Saved start;
      start.items.push_back({});
      searched_.refused = save(start).value_or("");
    }
    return searched_.refused.empty();
  }

  std::optional<std::string> save(const Saved& saved) const {
    return write_atomically(settings_.checkpoint, checkpoint_text(with_shard(search_, settings_.shard), saved));
  }

  // The proof has begun in an earlier run, or elsewhere: then the hunt is over.
  [[nodiscard]] bool hunt_is_over() const {
    const bool has_begun = resumed_ && (resumed_->result || resumed_->counts.ended() != 0 ||
                                        resumed_->items.size() != 1 || !resumed_->items.front().work.empty());
    return has_begun || (settings_.shard && (resumed_ || settings_.shard->index != 1));
  }

  // True: it has found what there is to tell.
  bool hunts() {
    if (!planned_.hunts || hunt_is_over()) return false;
    Hunt hunt(planned_.strategy.seed, settings_.limits);
    while (const HuntPhase* phase = hunt.next()) {
      PlannedRun part = planned_;
      part.strategy = phase->strategy;
      RunSettings part_settings = settings_;
      part_settings.limits = phase->limits;
      searched_.result = run_one(part, part_settings, {}).result;
      if (!hunt.ends_with(searched_.result) && !interrupted()) continue;
      if (!interrupted()) keep_result();
      searched_.last = std::move(part);
      return true;
    }
    searched_.hunt = hunt.text();
    settings_.limits = hunt.limits_left();
    return false;
  }

  void keep_result() {
    if (settings_.checkpoint.empty()) return;
    Saved end;
    end.result = searched_.result;
    searched_.error = save(end).value_or("");
  }

  void proves() {
    Isolation isolation;
    isolation.jobs = settings_.jobs;
    isolation.shard = settings_.shard;
    isolation.resumed = resumed_;
    if (!settings_.checkpoint.empty()) isolation.save = [this](const Saved& saved) { return save(saved); };
    Isolated isolated = run_one(planned_, settings_, std::move(isolation));
    searched_.result = std::move(isolated.result);
    searched_.error = isolated.not_saved;
    if (!isolated.refused.empty()) {
      searched_.refused = fmt::format("{}: its work cannot be taken up: {}; start anew without --resume",
                                      settings_.checkpoint, isolated.refused);
    }
    if (settings_.shard) {
      searched_.shard = ShardReport{*settings_.shard,    id_of(search_),          isolated.plan,
                                    isolated.units_done, isolated.whole_strength, searched_.result.leaves_out};
    }
  }

  static Isolated run_one(const PlannedRun& planned, const RunSettings& settings, Isolation isolation) {
    const std::string title =
        fmt::format("{} {} {}", planned.entry->info.name, variant_of(*planned.entry), size_text(planned.shape));
    ProgressLine line(*settings.progress_out, settings.progress, title);
    RunRequest request;
    request.entry = planned.entry;
    request.shape = planned.shape;
    request.oracles = settings.oracles;
    request.limits = settings.limits;
    // What draws counts its own executions, and reaching that number is no truncation.
    if (planned.strategy.samples()) request.limits.executions_max = 0;
    request.on_progress = [&line](const Progress& progress) {
      show(line, progress);
      return !interrupted();
    };
    isolation.hang_seconds = settings.hang_seconds;
    return run_isolated(request, *planned.strategy.make(), isolation);
  }

  const PlannedRun& planned_;
  RunSettings settings_;
  SearchRows search_;
  std::optional<Saved> resumed_;
  Searched searched_;
};

}  // namespace

Searched search(const PlannedRun& planned, const RunSettings& settings) { return Searching(planned, settings).run(); }

Schedule schedule_of(const PlannedRun& planned, const RunSettings& settings, const RunResult& result) {
  Schedule schedule;
  schedule.scenario = planned.entry->info.name;
  schedule.version = planned.entry->version;
  schedule.mutant = planned.entry->mutant;
  schedule.shape = planned.shape;
  schedule.strategy = planned.strategy.text();
  schedule.seed = planned.strategy.seed;
  schedule.oracles = settings.oracles;
  schedule.depth = settings.limits.depth_max;
  schedule.verdict = result.verdict;
  schedule.oracle = result.oracle;
  schedule.message = result.message;
  schedule.fingerprint = fingerprint(*planned.entry, planned.shape);
  schedule.decisions = result.decisions;
  return schedule;
}

}  // namespace extram
