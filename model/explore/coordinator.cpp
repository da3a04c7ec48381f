#include "model/explore/coordinator.hpp"

#include <poll.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/explore/divisible.hpp"
#include "model/explore/result_json.hpp"

namespace extram {
namespace {

using Json = nlohmann::ordered_json;
using std::chrono::milliseconds;

constexpr int kLookMilliseconds = 4;  // budgets are looked at so often
constexpr milliseconds kSplitAgain{1};
constexpr int kDeathsMax = 2;  // of one piece of work, before the work is to blame

Told told_in(const Json& json) {
  return {counts_in(json.at("counts")), json.at("limits").get<std::vector<std::string>>(),
          signals_in(json.at("signals"))};
}

}  // namespace

Coordinator::Coordinator(const RunRequest& request, Strategy& strategy, const Isolation& isolation)
    : request_(request), strategy_(strategy), isolation_(isolation) {}

Isolated Coordinator::run() {
  if (isolation_.resumed && isolation_.resumed->result) {
    plan_ = isolation_.resumed->plan;
    waiting_.assign(isolation_.resumed->items.begin(), isolation_.resumed->items.end());
    return {*isolation_.resumed->result, {}, {}, plan_, units_done(), strategy_.strength()};
  }
  if (finds_work()) {
    save(std::nullopt);
    for (start_workers(); !is_over();) {
      hand_out();
      wait_for_news();
      look_around();
    }
  }
  Isolated isolated;
  isolated.result = conclude_all();
  isolated.refused = refused_;
  isolated.plan = plan_;
  isolated.units_done = units_done();
  isolated.whole_strength = strategy_.strength();
  const bool can_go_on = isolated.result.verdict == Verdict::truncated && !waiting_.empty();
  if (refused_.empty()) save(can_go_on ? std::nullopt : std::optional(isolated.result));
  isolated.not_saved = not_saved_;
  return isolated;
}

bool Coordinator::is_over() const {
  return std::all_of(workers_.begin(), workers_.end(), [](const auto& worker) { return worker->has_ended; });
}

void Coordinator::start_workers() {
  while (workers_.size() < static_cast<std::size_t>(isolation_.jobs)) {
    RunRequest request = request_;
    request.limits.executions_before = total().counts.ended();
    if (isolation_.jobs > 1) request.limits.executions_max = 0;  // counted together, by the parent
    workers_.push_back(std::make_unique<WorkerProcess>(request, strategy_, isolation_.hang_seconds));
  }
}

// --- work -----------------------------------------------------------------------------------------------------------

void Coordinator::hand_out() {
  if (is_saving_ && !stopped_) return;  // what is learnt belongs to what was told
  std::vector<WorkerProcess*> idle;
  bool is_busy = false;
  for (const auto& worker : workers_) {
    if (worker->is_idle() && !worker->has_ended) idle.push_back(worker.get());
    is_busy = is_busy || worker->item;
  }
  for (WorkerProcess* worker : idle) {
    if (stopped_ || (waiting_.empty() && !is_busy)) {
      worker->end();
    } else if (!waiting_.empty()) {
      worker->hand(std::move(waiting_.front()));
      waiting_.pop_front();
      is_busy = true;
    } else {
      asks_to_split(idle.size());
      return;
    }
  }
}

// The one with the most left, for each that has nothing.
void Coordinator::asks_to_split(std::size_t idle) {
  const auto now = Clock::now();
  if (now < next_split_) return;
  next_split_ = now + kSplitAgain;
  WorkerProcess* richest = nullptr;
  for (const auto& worker : workers_) {
    if (!worker->item) continue;
    if (worker->owes_split && --idle == 0) return;
    if (worker->owes_split) continue;
    if (richest == nullptr || worker->page->progress < richest->page->progress) richest = worker.get();
  }
  if (richest != nullptr) richest->ask(kSplit);
}

void Coordinator::take_from(WorkerProcess& worker, const Json& left) {
  if (!worker.item) return;
  if (left.is_null()) {
    worker.item.reset();
    worker.owes_report = worker.owes_split = false;
    return;
  }
  const auto& work = left.get_ref<const std::string&>();
  if (work != worker.item->work) worker.item->deaths = 0;
  worker.item->work = work;
}

// --- what workers tell ----------------------------------------------------------------------------------------------

void Coordinator::wait_for_news() {
  std::vector<pollfd> files;
  std::vector<WorkerProcess*> of_file;
  for (const auto& worker : workers_) {
    if (worker->has_ended) continue;
    files.push_back({worker->process.channel().socket(), POLLIN, 0});
    of_file.push_back(worker.get());
  }
  if (poll(files.data(), files.size(), kLookMilliseconds) <= 0) return;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (files[i].revents != 0) hear(*of_file[i]);
  }
}

void Coordinator::hear(WorkerProcess& worker) {
  const bool is_there = worker.process.channel().gather();
  while (auto message = worker.process.channel().next()) hear(worker, *message);
  if (!is_there) bury(worker);
}

void Coordinator::hear(WorkerProcess& worker, const Json& message) {
  if (message.contains("trace")) {
    for (const Json& event : message.at("trace")) request_.trace->push_back(event_in(event));
  } else if (message.contains("refused")) {
    refused_ = message.at("refused").get<std::string>();
    stop({});
  } else if (message.contains("told")) {
    hear_report(worker, message);
  } else {
    hear_result(worker, message);
  }
}

void Coordinator::hear_report(WorkerProcess& worker, const Json& message) {
  worker.told = told_in(message.at("told"));
  worker.owes_report = false;
  if (message.value("split", false)) worker.owes_split = false;
  worker.is_held = message.value("held", false);
  if (!is_saving_ || stopped_) worker.let_go();
  if (message.contains("given")) {
    const auto share = message.at("share").get<double>();
    waiting_.push_back({message.at("given").get<std::string>(), worker.item->unit, share, 0});
    worker.item->share -= share;
  }
  take_from(worker, message.at("left"));
}

void Coordinator::hear_result(WorkerProcess& worker, const Json& message) {
  RunResult result = result_in(message.at("result"));
  worker.told = {result.counts, {}, result.signals};
  strength_ = message.at("strength").get<std::string>();
  for (const std::string& text : result.leaves_out) {
    if (std::find(leaves_out_.begin(), leaves_out_.end(), text) == leaves_out_.end()) leaves_out_.push_back(text);
  }
  take_from(worker, message.at("left"));
  last_decisions_ = result.decisions;
  const bool is_failure = is_bad(result.verdict) || result.verdict == Verdict::nondeterministic;
  if (!is_failure && result.verdict == Verdict::truncated) worker.told.limits = result.limits;
  worker.is_ending = worker.has_told_result = true;
  if (is_failure) return fail(std::move(result));
  if (strategy_.divisible() == nullptr) only_ = std::move(result);
  if (worker.item) stop({});  // a budget of the worker's own
}

// Its end of the line is closed.
void Coordinator::bury(WorkerProcess& worker) {
  const Ended ended = worker.process.wait();
  worker.has_ended = true;
  cpu_seconds_ += ended.cpu_seconds;
  peak_rss_kb_ = std::max(peak_rss_kb_, ended.peak_rss_kb);
  std::optional<WorkItem> item = std::exchange(worker.item, std::nullopt);
  const bool went_well = worker.has_told_result || !refused_.empty() || (worker.is_ending && !item);
  const bool was_killed = is_kill(ended.signal) && worker.why_killed.empty();
  if (!went_well && item && !(was_killed && ++item->deaths < kDeathsMax)) {
    // Also what it had not told yet counts: nobody runs it again.
    worker.told.counts = blame(ended, worker.why_killed, *worker.page);
  }
  settled_.add(std::exchange(worker.told, {}));
  if (item) waiting_.push_front(std::move(*item));
  if (went_well) return;
  // What it has learnt since is not in what was told.
  DivisibleSearch* const search = strategy_.divisible();
  if (search != nullptr && !search->learn(learnt_)) throw std::logic_error("what was learnt cannot be learnt again");
  if (stopped_) return;
  if (!was_killed) throw std::runtime_error("a worker that had nothing to do ended: " + signal_text(ended.signal));
  // Somebody else's doing: another one goes on, from what was last told.
  if (request_.trace != nullptr) request_.trace->clear();
  std::erase_if(workers_, [&](const auto& other) { return other.get() == &worker; });
  start_workers();
}

// The scenario has ended its worker. What that had counted, with the execution that failed.
Counts Coordinator::blame(const Ended& ended, const std::string& why_killed, const Page& page) {
  const Failure failure = failure_of(ended, why_killed, page);
  RunResult result;
  result.verdict = failure.verdict;
  result.message = failure.message;
  result.thread = failure.thread;
  for (const Decision& decision : page.recorded()) result.decisions.push_back(record(decision));
  if (request_.trace != nullptr) {
    const std::string site = result.decisions.empty() ? "" : result.decisions.back().site;
    request_.trace->push_back({EventKind::failure, std::max(failure.thread, 0), 0, site, failure.message, false});
  }
  fail(std::move(result));
  Counts counts = page.counts;
  ++counts.executions;
  counts.decisions_max = std::max(counts.decisions_max, page.decisions.load());
  return counts;
}

void Coordinator::fail(RunResult result) {
  failures_.push_back(std::move(result));
  stop({});
}

void Coordinator::stop(const std::string& limit) {
  if (!limit.empty()) settled_.add({{}, {limit}, {}});
  if (std::exchange(stopped_, true)) return;
  for (const auto& worker : workers_) worker->page->ask(kStop);
  let_go();
}

}  // namespace extram
