// The parent of a search's workers: one loop that hands out work, hears what was told, and looks at budgets.
#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/explore/isolation.hpp"
#include "model/explore/worker_process.hpp"

namespace extram {

class Coordinator {
 public:
  Coordinator(const RunRequest& request, Strategy& strategy, const Isolation& isolation);

  [[nodiscard]] Isolated run();

 private:
  using Clock = std::chrono::steady_clock;

  // What is to be done: everything, a shard's part, or what an earlier run left.
  [[nodiscard]] bool finds_work();
  [[nodiscard]] bool plan();
  [[nodiscard]] std::optional<std::vector<WorkItem>> units_at(std::uint32_t depth);

  void start_workers();
  void hand_out();
  void asks_to_split(std::size_t idle);
  void wait_for_news();
  void hear(WorkerProcess& worker);
  void hear(WorkerProcess& worker, const nlohmann::ordered_json& message);
  void hear_report(WorkerProcess& worker, const nlohmann::ordered_json& message);
  void hear_result(WorkerProcess& worker, const nlohmann::ordered_json& message);
  void bury(WorkerProcess& worker);
  void take_from(WorkerProcess& worker, const nlohmann::ordered_json& left);
  [[nodiscard]] Counts blame(const Ended& ended, const std::string& why_killed, const Page& page);

  void look_around();
  void look_at_budgets();
  [[nodiscard]] std::uint64_t memory_mb() const;  // of this process and its workers
  void watch_workers(double seconds);
  void save_now_and_then();
  // `before`: somebody who searches has not told for a while: what was learnt since does not belong to what it told.
  enum class Learnt : std::uint8_t { now, before };
  void save(std::optional<RunResult> result, Learnt learnt = Learnt::now);
  void let_go();
  void stop(const std::string& limit);
  void fail(RunResult result);

  [[nodiscard]] bool is_over() const;
  [[nodiscard]] std::vector<WorkItem> items_left() const;
  [[nodiscard]] Told total() const;
  [[nodiscard]] double seconds() const;
  [[nodiscard]] double share_done() const;
  [[nodiscard]] RunResult conclude_all();
  [[nodiscard]] std::vector<std::size_t> units_done() const;

  const RunRequest& request_;
  Strategy& strategy_;
  const Isolation& isolation_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_look_ = start_;
  Clock::time_point last_progress_ = start_;
  Clock::time_point last_save_ = start_;
  Clock::time_point next_split_ = start_;

  std::deque<WorkItem> waiting_;  // leftmost first
  std::vector<std::unique_ptr<WorkerProcess>> workers_;
  Told settled_;  // by earlier runs, and by workers that have ended
  double cpu_seconds_ = 0.0;
  long peak_rss_kb_ = 0;
  double seconds_before_ = 0.0;
  double share_ = 1.0;  // of the tree, that this search is about
  double share_done_before_ = 0.0;
  std::uint64_t executions_before_ = 0;
  ShardPlan plan_;
  Told above_;  // the cut of the plan
  std::string strength_;
  std::vector<std::string> leaves_out_;
  std::optional<RunResult> only_;  // of a search that cannot be divided
  std::vector<RecordedDecision> last_decisions_;
  std::vector<RunResult> failures_;
  std::string refused_;
  std::string not_saved_;
  bool stopped_ = false;
  Clock::time_point saving_since_ = start_;
  double save_took_ = 0.0;
  bool is_saving_ = false;  // workers were asked to report for it
  std::string learnt_;      // by the search, when everybody had told what is left
};

}  // namespace extram
