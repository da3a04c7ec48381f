// Your own algorithm, a second time: a queue between one producer and one consumer, a ring with orders as weak as can
// be. In `relaxed_publish` one of them is weaker still: on x86 nothing shows it but a model, or ThreadSanitizer.
#pragma once
#include "impl/world/is_linearizable.hpp"

namespace extram {

template <World W, class V>
struct spsc_queue {
  int push(int value) {  // 0: it is full
    const unsigned tail = tail_.template load<Order::relaxed>();
    if (tail - head_.template load<Order::acquire>() == 2) return 0;
    slots_[tail % 2] = value;
    tail_.template store<V::publish>(tail + 1);
    return 1;
  }
  int pop() {  // 0: it is empty
    const unsigned head = head_.template load<Order::relaxed>();
    if (head == tail_.template load<Order::acquire>()) return 0;
    const int value = slots_[head % 2];
    head_.template store<Order::release>(head + 1);
    return value;
  }
  using slot = typename W::template plain<int>;
  slot slots_[2]{slot{"slot 0", 0}, slot{"slot 1", 0}};
  typename W::template atomic<unsigned> head_{"head"}, tail_{"tail"};
};

struct queue_spec {  // the same for one thread alone, and what may be asked of either
  enum class Op { push, pop };
  static int call(auto& queue, Op op, int value) { return op == Op::pop ? queue.pop() : queue.push(value); }
  int push(int value) { return items.size() == 2 ? 0 : (items.push_back(value), 1); }
  int pop() { return take_first(items); }
  std::vector<int> items;
  bool operator==(const queue_spec&) const = default;
};

struct weakly_ordered {
  static constexpr std::string_view name = "weakly_ordered";
  static constexpr Order publish = Order::release;
};
struct relaxed_publish : weakly_ordered {
  using base = weakly_ordered;
  static constexpr std::string_view name = "relaxed_publish", wrong = "a value is not published with its place";
  static constexpr Order publish = Order::relaxed;
};

template <World W, class V = weakly_ordered>
struct spsc : IsLinearizable<W, spsc_queue<W, V>, queue_spec> {
  static constexpr ScenarioInfo info{
      .name = "spsc", .question = "is it a queue?", .shape = {.callbacks = 3}, .threads_min = 2, .threads_max = 2};
  using spsc::IsLinearizable::IsLinearizable;
  void foreign_thread(int thread) {  // 0 pushes, 1 pops
    for (int k = 1; k <= this->shape.callbacks; ++k) this->call(queue_spec::Op(thread), k);
  }
};

}  // namespace extram
