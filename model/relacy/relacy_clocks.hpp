// Relacy's records of who has seen what, in a form that is the same for all states between which nothing that may come
// tells a difference.
//
// Relacy gives each thread a clock, which counts its accesses, and remembers for each access when it was made. All it
// ever asks is whether a clock has reached such a time. Clocks move on by taking the maximum with other clocks (those
// of threads and fences, and those that stores left with an atomic). So of the times of one thread all that counts is
// which of these clocks has reached which of them; and a time that every living thread has reached is as good as none.
#pragma once

#include <algorithm>

#include "model/relacy/state_namer.hpp"

namespace extram {

template <rl::thread_id_t N>
class RelacyClocks final : public ClockReader {
 public:
  void read(const Variables& variables, NameHash& hash, std::vector<bool>& previous_seen) override {
    collect(variables, previous_seen);
    columns_.resize(static_cast<std::size_t>(N));
    for (const int u : order_) {
      columns_[static_cast<std::size_t>(u)].take(clocks_, living_, static_cast<std::size_t>(u));
    }
    emit_settled(variables, hash);
    for_each_time(variables, previous_seen, [this](std::size_t u, rl::timestamp_t time) { columns_[u].mark(time); });
    for (const int u : order_) columns_[static_cast<std::size_t>(u)].count();
    PairsInHash pairs(hash);
    for (const rl::timestamp_t* clock : clocks_) {
      for (const int u : order_) pairs.add(columns_[static_cast<std::size_t>(u)].reached(clock[u]));
    }
    for_each_time(variables, previous_seen,
                  [&](std::size_t u, rl::timestamp_t time) { pairs.add(columns_[u].rank(time)); });
    pairs.finish();
    if (variables.exact) emit_writers(variables, hash);
  }

  [[nodiscard]] bool knows(const rl::thread_info_base& thread, const rl::atomic_data& atomic) const override {
    const Record& newest = record(static_cast<const Atomic&>(atomic), 0);
    for (std::size_t u = 0; u < static_cast<std::size_t>(N); ++u) {
      if (thread.acq_rel_order_[u] < newest.acq_rel_order_[u]) return false;
    }
    return true;
  }

 private:
  using Info = rl::thread_info<N>;
  using Atomic = rl::atomic_data_impl<N>;
  using Plain = rl::var_data_impl<N>;
  using Record = typename Atomic::history_record;
  using Clock = std::array<rl::timestamp_t, static_cast<std::size_t>(N)>;
  static constexpr rl::timestamp_t kNever = ~rl::timestamp_t{0};

  // The times of one thread, against the clocks. A time's class is the number of clocks that have not reached it.
  class Column {
   public:
    void take(const std::vector<const rl::timestamp_t*>& clocks, const std::vector<const rl::timestamp_t*>& living,
              std::size_t u) {
      rl::timestamp_t lowest = living.empty() ? kNever - 1 : living.front()[u];
      for (const rl::timestamp_t* clock : living) lowest = std::min(lowest, clock[u]);
      clocks_.assign(1, lowest);
      for (const rl::timestamp_t* clock : clocks) {
        if (clock[u] > lowest) clocks_.push_back(clock[u]);
      }
      std::sort(clocks_.begin(), clocks_.end());
      clocks_.erase(std::unique(clocks_.begin(), clocks_.end()), clocks_.end());
      kinds_.assign(clocks_.size() + 1, 0);
    }
    void mark(rl::timestamp_t time) {
      if (time > clocks_.front() && time != kNever) kinds_[class_of(time)] = 1;
    }
    // From here on kinds_[c] is the number of classes up to c that there are times of. Class 0 is no class.
    void count() {
      kinds_[0] = 0;
      for (std::size_t c = 1; c < kinds_.size(); ++c) kinds_[c] += kinds_[c - 1];
    }
    [[nodiscard]] std::uint32_t rank(rl::timestamp_t time) const {
      if (time == kNever) return ~std::uint32_t{0};
      return time <= clocks_.front() ? 0 : kinds_[class_of(time)];
    }
    [[nodiscard]] bool all_reached(rl::timestamp_t time) const { return time <= clocks_.front(); }
    [[nodiscard]] std::uint32_t reached(rl::timestamp_t clock) const {
      return clock <= clocks_.front() ? 0 : kinds_[class_of(clock)];
    }

   private:
    // Of a clock, its own place among them.
    [[nodiscard]] std::size_t class_of(rl::timestamp_t time) const {
      return static_cast<std::size_t>(std::lower_bound(clocks_.begin(), clocks_.end(), time) - clocks_.begin());
    }
    std::vector<rl::timestamp_t> clocks_;  // distinct, ascending; the first is what every living thread has reached
    std::vector<std::uint32_t> kinds_;
  };

  [[nodiscard]] static const Info& info(const ThreadState& thread) { return static_cast<const Info&>(*thread.relacy); }
  [[nodiscard]] static const Record& record(const Atomic& atomic, unsigned back) {
    return atomic.history_[(atomic.current_index_ - back) % rl::atomic_history_size];
  }

  // Whether a load of some living thread could return the store before the newest.
  [[nodiscard]] static bool previous_is_visible(const Variables& variables, const Atomic& atomic) {
    const Record& newest = record(atomic, 0);
    if (!record(atomic, 1).busy_ || !newest.busy_ || (newest.seq_cst_ && !variables.exact)) return false;
    return std::any_of(variables.threads.begin(), variables.threads.end(), [&](const ThreadState& thread) {
      if (!thread.alive) return false;
      const rl::timestamp_t* const clock = info(thread).acq_rel_order_;
      if (clock[newest.thread_id_] >= newest.acq_rel_timestamp_) return false;
      for (std::size_t u = 0; u < static_cast<std::size_t>(N); ++u) {
        if (clock[u] >= newest.first_seen_order_[u]) return false;
      }
      return true;
    });
  }

  // What the thread knows, or is going to know before it does anything.
  [[nodiscard]] static const rl::timestamp_t* clock_of(const ThreadState& thread, bool exact, Clock& known) {
    if (exact || thread.acquires == nullptr) return info(thread).acq_rel_order_;
    const Record& newest = record(static_cast<const Atomic&>(*thread.acquires), 0);
    for (std::size_t u = 0; u < known.size(); ++u) {
      known[u] = std::max(info(thread).acq_rel_order_[u], newest.acq_rel_order_[u]);
    }
    return known.data();
  }

  void collect(const Variables& variables, std::vector<bool>& previous_seen) {
    clocks_.clear();
    living_.clear();
    order_.assign(variables.order.begin(), variables.order.end());
    for (std::size_t i = 0; i < variables.order.size(); ++i) {
      const ThreadState& thread = variables.threads[static_cast<std::size_t>(variables.order[i])];
      if (!thread.alive) continue;
      clocks_.push_back(clock_of(thread, variables.exact, known_[i]));
      living_.push_back(clocks_.back());
      if (!variables.exact) continue;
      clocks_.push_back(info(thread).acquire_fence_order_);
      clocks_.push_back(info(thread).release_fence_order_);
    }
    if (variables.exact) clocks_.push_back(variables.fence);
    previous_seen.clear();
    for (const AtomicState& state : variables.atomics) {
      const Atomic& atomic = static_cast<const Atomic&>(*state.data);
      clocks_.push_back(record(atomic, 0).acq_rel_order_);
      previous_seen.push_back(previous_is_visible(variables, atomic));
      if (previous_seen.back()) clocks_.push_back(record(atomic, 1).acq_rel_order_);
    }
  }

  // Most variables were last accessed at times that every living thread has reached: a bit is enough for these. The
  // others are left in unsettled_.
  void emit_settled(const Variables& variables, NameHash& hash) {
    unsettled_.clear();
    hash.add(variables.plain.size());
    std::uint64_t bits = 1;  // once this one has come to the end, the word is full
    for (const rl::var_data* data : variables.plain) {
      const Plain& plain = static_cast<const Plain&>(*data);
      const bool is_settled = std::all_of(order_.begin(), order_.end(), [&](int u) {
        const Column& column = columns_[static_cast<std::size_t>(u)];
        return column.all_reached(plain.load_acq_rel_timestamp_[u]) &&
               column.all_reached(plain.store_acq_rel_timestamp_[u]);
      });
      if (!is_settled) unsettled_.push_back(&plain);
      if ((bits >> 63U) != 0) {
        hash.add(bits);
        bits = 1;
      }
      bits = bits << 1U | (is_settled ? 0U : 1U);
    }
    hash.add(bits);
  }

  template <class Visit>
  void for_each_time(const Variables& variables, const std::vector<bool>& previous_seen, const Visit& visit) const {
    for (const Plain* plain : unsettled_) {
      for (const int u : order_) {
        visit(static_cast<std::size_t>(u), plain->load_acq_rel_timestamp_[u]);
        visit(static_cast<std::size_t>(u), plain->store_acq_rel_timestamp_[u]);
      }
    }
    for (std::size_t i = 0; i < variables.atomics.size(); ++i) {
      if (!previous_seen[i]) continue;  // then who has seen the newest store is asked by nobody
      const Record& newest = record(static_cast<const Atomic&>(*variables.atomics[i].data), 0);
      for (const int u : order_) visit(static_cast<std::size_t>(u), newest.first_seen_order_[u]);
    }
  }

  // A relaxed store continues the release sequence of its own thread.
  static void emit_writers(const Variables& variables, NameHash& hash) {
    for (const AtomicState& state : variables.atomics) {
      const Record& newest = record(static_cast<const Atomic&>(*state.data), 0);
      const auto place = std::find(variables.order.begin(), variables.order.end(), newest.thread_id_);
      hash.add(static_cast<std::uint64_t>(place - variables.order.begin()) * 2 + (newest.seq_cst_ ? 1 : 0));
    }
  }

  std::vector<const rl::timestamp_t*> clocks_, living_;
  std::array<Clock, kMaxThreads> known_{};
  std::vector<int> order_;
  std::vector<Column> columns_;
  std::vector<const Plain*> unsettled_;
};

}  // namespace extram
