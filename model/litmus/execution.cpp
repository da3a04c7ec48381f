#include "model/litmus/execution.hpp"

#include <algorithm>

#include "model/litmus/thread_runs.hpp"

namespace extram::litmus {
namespace {

constexpr std::uint64_t kCandidatesMax = 5'000'000;

class Enumerator {
 public:
  Enumerator(const Test& test, const std::function<bool(const Execution&)>& visit) : test_(test), visit_(visit) {}

  Enumeration all() {
    auto runs = all_runs(test_);
    if (!runs) return Enumeration::too_large;
    runs_ = std::move(*runs);
    chosen_.assign(runs_.size(), nullptr);
    choose_runs(0);
    return too_large_ ? Enumeration::too_large : Enumeration::whole;
  }

 private:
  void choose_runs(std::size_t thread) {
    if (thread == runs_.size()) return relate();
    for (const ThreadRun& run : runs_[thread]) {
      if (ended_) return;
      chosen_[thread] = &run;
      choose_runs(thread + 1);
    }
  }

  // The events of the chosen runs, then everything that may relate them.
  void relate() {
    if (++tried_ > kCandidatesMax) too_large_ = ended_ = true;
    std::vector<Event> events;
    for (std::size_t l = 0; l < test_.locations.size(); ++l) {
      events.push_back({.writes = true, .plain = true, .location = static_cast<int>(l)});
      events.back().written = test_.locations[l].init;
    }
    for (const ThreadRun* run : chosen_) events.insert(events.end(), run->events.begin(), run->events.end());
    if (events.size() > kEventsMax) too_large_ = ended_ = true;
    if (ended_) return;
    Execution execution(events.size());
    execution.events = std::move(events);
    for (std::size_t i = 0; i < execution.events.size(); ++i) {
      for (std::size_t k = i + 1; k < execution.events.size(); ++k) {
        const int first = execution.events[i].thread;
        const int second = execution.events[k].thread;
        if (first == second ? first >= 0 : first < 0) execution.sequenced.add(i, k);
      }
    }
    sources_.assign(execution.events.size(), 0);
    read_from(execution, 0);
  }

  void read_from(Execution& execution, std::size_t reader) {
    const auto& events = execution.events;
    while (reader < events.size() && !events[reader].reads) ++reader;
    if (reader == events.size()) return modify(execution, 0);
    for (std::size_t w = 0; w < events.size() && !ended_; ++w) {
      const bool fits = events[w].writes && w != reader && execution.same_location(w, reader) &&
                        events[w].written == events[reader].read && !execution.sequenced.has(reader, w);
      if (!fits) continue;
      sources_[reader] = w;
      read_from(execution, reader + 1);
    }
  }

  void modify(Execution& execution, std::size_t location) {
    if (location == test_.locations.size()) return conclude(execution);
    std::vector<std::size_t> writes;
    for (std::size_t i = test_.locations.size(); i < execution.events.size(); ++i) {
      if (execution.events[i].writes && execution.events[i].location == static_cast<int>(location)) writes.push_back(i);
    }
    orders_.resize(test_.locations.size());
    do {
      if (is_order(execution, location, writes)) {
        orders_[location] = writes;
        modify(execution, location + 1);
      }
    } while (!ended_ && std::next_permutation(writes.begin(), writes.end()));
  }

  // In program order, and each read-modify-write right behind the write that it read.
  [[nodiscard]] bool is_order(const Execution& execution, std::size_t location,
                              const std::vector<std::size_t>& writes) const {
    for (std::size_t i = 0; i < writes.size(); ++i) {
      const std::size_t before = i == 0 ? location : writes[i - 1];
      if (execution.events[writes[i]].reads && sources_[writes[i]] != before) return false;
      for (std::size_t k = i + 1; k < writes.size(); ++k) {
        if (execution.sequenced.has(writes[k], writes[i])) return false;
      }
    }
    return true;
  }

  void conclude(const Execution& shared) {
    if (++tried_ > kCandidatesMax) too_large_ = ended_ = true;
    if (ended_) return;
    Execution execution = shared;
    for (const ThreadRun* run : chosen_) {
      execution.outcome.insert(execution.outcome.end(), run->registers.begin(), run->registers.end());
    }
    for (std::size_t l = 0; l < orders_.size(); ++l) {
      const std::vector<std::size_t>& order = orders_[l];
      for (std::size_t i = 0; i < order.size(); ++i) {
        execution.modified.add(l, order[i]);
        for (std::size_t k = i + 1; k < order.size(); ++k) execution.modified.add(order[i], order[k]);
      }
      execution.outcome.push_back(execution.events[order.empty() ? l : order.back()].written);
    }
    for (std::size_t r = 0; r < execution.events.size(); ++r) {
      if (!execution.events[r].reads) continue;
      execution.read_from.add(sources_[r], r);
      for_each_event(execution.modified.after(sources_[r]), [&](std::size_t w) {
        if (w != r) execution.from_read.add(r, w);
      });
    }
    if (!visit_(execution)) ended_ = true;
  }

  const Test& test_;
  const std::function<bool(const Execution&)>& visit_;
  std::vector<std::vector<ThreadRun>> runs_;
  std::vector<const ThreadRun*> chosen_;
  std::vector<std::size_t> sources_;              // by event: the write that it reads
  std::vector<std::vector<std::size_t>> orders_;  // by location: its writes but the initial one
  std::uint64_t tried_ = 0;
  bool ended_ = false;
  bool too_large_ = false;
};

}  // namespace

Enumeration for_each_candidate(const Test& test, const std::function<bool(const Execution&)>& visit) {
  return Enumerator(test, visit).all();
}

}  // namespace extram::litmus
