// Your own algorithm, a second time: a queue between one producer and one consumer, a ring with orders as weak as can
// be. In `relaxed_publish` one of them is weaker still: on x86 nothing shows it but a model, or ThreadSanitizer.
#pragma once

#include "impl/world/history.hpp"
#include "impl/world/scenario.hpp"

namespace extram {

struct weakly_ordered {
  static constexpr std::string_view name = "weakly_ordered";
  static constexpr Order publish = Order::release;
};
struct relaxed_publish : weakly_ordered {
  using base = weakly_ordered;
  static constexpr std::string_view name = "relaxed_publish", wrong = "a value is not published with its place";
  static constexpr Order publish = Order::relaxed;
};

template <World W, class V>
struct spsc_queue {
  int push(int value) {  // 0: it is full
    const unsigned tail = tail_.template load<Order::relaxed>();
    if (tail - head_.template load<Order::acquire>() == 2) return 0;
    slots_[tail % 2].value = value;
    tail_.template store<V::publish>(tail + 1);
    return 1;
  }
  int pop() {  // 0: it is empty
    const unsigned head = head_.template load<Order::relaxed>();
    if (head == tail_.template load<Order::acquire>()) return 0;
    const int value = slots_[head % 2].value;
    head_.template store<Order::release>(head + 1);
    return value;
  }

  struct slot {
    typename W::template plain<int> value{"value", 0};
  } slots_[2];
  typename W::template atomic<unsigned> head_{"head"}, tail_{"tail"};
};

struct queue_spec {  // the same for one thread alone
  enum class Op { push, pop };
  std::vector<int> items;
  int apply(Op op, int value) {
    if (op == Op::push) return items.size() == 2 ? 0 : (items.push_back(value), 1);
    value = items.empty() ? 0 : items.front();
    if (value != 0) items.erase(items.begin());
    return value;
  }
  bool operator==(const queue_spec&) const = default;
};

template <World W, class V = weakly_ordered>
struct spsc {
  static constexpr ScenarioInfo info{.name = "spsc",
                                     .question = "one pushes, one pops: is it a queue?",
                                     .shape = {.callbacks = 3},
                                     .threads_min = 2,
                                     .threads_max = 2};
  explicit spsc(const Shape& shape) : shape_(shape) {}
  void foreign_thread(int thread) {
    for (int k = 1; k <= shape_.callbacks; ++k) {
      if (thread == 0) history_.call(queue_spec::Op::push, k, [&] { return queue_.push(k); });
      if (thread == 1) history_.call(queue_spec::Op::pop, 0, [&] { return queue_.pop(); });
    }
  }
  void setup() {}
  void after() { history_.check(); }

  Shape shape_;
  spsc_queue<W, V> queue_;
  History<W, queue_spec> history_;
};

}  // namespace extram
