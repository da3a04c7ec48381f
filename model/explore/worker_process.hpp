// A worker process as its parent sees it: what it has in hand, what it has told, whether it still moves, how it died.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "model/explore/child_process.hpp"
#include "model/explore/isolation.hpp"
#include "model/explore/shared_page.hpp"

namespace extram {

// What a search has told so far.
struct Told {
  Counts counts;
  std::vector<std::string> limits;
  std::vector<SiteSignals> signals;

  void add(const Told& more);
};

// Whether a worker still moves. Looks are counted and no clock, so that a machine that was asleep does not count.
class Watch {
 public:
  explicit Watch(double hang_seconds) : hang_seconds_(hang_seconds) {}

  // In words, once it has stood still for too long; empty before.
  [[nodiscard]] std::string why_hung(const Page& page, double cpu_seconds, double seconds_since_last_look);

 private:
  double hang_seconds_;
  double still_ = 0.0;
  double cpu_at_move_ = 0.0;
  std::array<std::uint64_t, 3> seen_{};
};

class WorkerProcess {
 public:
  WorkerProcess(const RunRequest& request, Strategy& strategy, double hang_seconds);

  [[nodiscard]] bool is_idle() const { return !item && !is_ending; }
  void hand(WorkItem item_to_do);
  void ask(std::uint32_t what);
  void end();  // it has nothing in hand, and gets no more
  void let_go();

  SharedPage page;
  Watch watch;
  std::optional<WorkItem> item;  // in hand
  Told told;
  bool owes_report = false;
  bool owes_split = false;
  bool is_held = false;  // has reported, and waits
  bool is_ending = false;
  bool has_told_result = false;
  bool has_ended = false;
  std::string why_killed;  // by its parent; empty: it was not
  ChildProcess process;
};

// What is wrong with a scenario that ends its process, in one line: how, after which step, with which last words.
[[nodiscard]] Failure failure_of(const Ended& ended, const std::string& why_killed, const Page& page);

}  // namespace extram
