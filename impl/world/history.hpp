// The linearizability oracle: what callers saw, held against a sequential specification.
//
//   struct queue_spec {                                     // a plain struct: what one thread alone would see
//     enum class Op { push, pop };
//     static int call(auto& queue, Op op, int value) {      // what may be asked of the queue, and of this alike
//       return op == Op::push ? queue.push(value) : queue.pop();
//     }
//     int push(int value);                                  // changes the state, and says what the call returns
//     int pop();
//     std::vector<int> items;
//     bool operator==(const queue_spec&) const = default;
//   };
//   using Op = queue_spec::Op;
//   History<W, queue_spec> history_;
//   history_.call(queue_, Op::push, 7);                     // on a thread: an int comes back
//   history_.check();                                       // in after()
//
// Each call takes a number before it starts and one when it has ended, from a clock that all threads share. The clock
// is an atomic of the world, so that a search knows that the order of calls counts. It is acq_rel: a call that begins
// after another has ended happens after it, as where callers tell each other, and "between its start and its end" then
// means something under weak orders too. Calls that overlap it does not order, and there a data race stays one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "impl/world/linearizable.hpp"
#include "impl/world/world.hpp"

namespace extram {

inline constexpr std::size_t kCallsOfThreadMax = 16;

// For specifications of what holds items: 0 where it has none.
inline int take_last(std::vector<int>& items) {
  if (items.empty()) return 0;
  const int item = items.back();
  items.pop_back();
  return item;
}
inline int take_first(std::vector<int>& items) {
  if (items.empty()) return 0;
  const int item = items.front();
  items.erase(items.begin());
  return item;
}

template <World W, class Spec>
class History {
 public:
  explicit History(Spec initial = {}) : initial_(std::move(initial)) {}

  template <class Algorithm>
  int call(Algorithm& algorithm, typename Spec::Op op, int argument = 0) {
    Log& log = logs_.mine();
    if (log.length == kCallsOfThreadMax) {
      W::violation(Oracle::user, "the history is too long to be judged: at most 16 calls of a thread; ask for fewer");
      return Spec::call(algorithm, op, argument);
    }
    const std::size_t place = log.length++;
    log.calls[place] = {static_cast<int>(op), argument, 0, now(At("history.call")), kPending};
    const int result = Spec::call(algorithm, op, argument);
    log.calls[place].result = result;
    log.calls[place].ended = now(At("history.return"));
    return result;
  }

  // At rest. A call that never ended may have had its effect or not.
  void check() const {
    std::vector<RecordedCall> calls;
    logs_.for_each(
        [&](const Log& log) { calls.insert(calls.end(), log.calls.begin(), log.calls.begin() + log.length); });
    switch (linearizable(calls, initial_)) {
      case Linearizable::yes:
        return;
      case Linearizable::no:
        return W::violation(Oracle::user, "not linearizable: no order of the calls explains what they returned");
      case Linearizable::too_long:
        return W::violation(Oracle::user,
                            "the history is too long to be judged: at most 32 calls in all; ask for fewer");
    }
  }

 private:
  [[nodiscard]] std::uint64_t now(At at) {
    return static_cast<std::uint64_t>(clock_.template fetch_add<Order::acq_rel>(1, at));
  }

  // Numbers side by side, as a world wants what it keeps for each thread.
  struct Log {
    std::array<RecordedCall, kCallsOfThreadMax> calls{};
    std::size_t length = 0;
    template <class Sink>
    void state(Sink& sink) const {
      sink(length);
      for (std::size_t i = 0; i < length; ++i) {
        sink(calls[i].op);
        sink(calls[i].argument);
        sink(calls[i].result);
        sink(calls[i].began);
        sink(calls[i].ended);
      }
    }
  };

  Spec initial_;
  typename W::template atomic<int> clock_{"history", 1};
  typename W::template per_thread<Log> logs_;
};

}  // namespace extram
