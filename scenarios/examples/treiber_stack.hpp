// Your own algorithm, with its question: a lock-free stack that threads take nodes from and give back to. `untagged`
// has the ABA bug that such stacks are known for: `extram check treiber` finds it. `tagged` counts the head's changes.
#pragma once

#include "impl/world/history.hpp"
#include "impl/world/scenario.hpp"

namespace extram {

struct untagged {
  static constexpr std::string_view name = "untagged";
  static constexpr int step = 0;
};
struct tagged {
  static constexpr std::string_view name = "tagged";
  static constexpr int step = 8;
};

template <World W, class V>
class treiber_stack {  // of nodes 1 and 2; 0 is none. The head is a node and, in steps of 8, a tag.
 public:
  void push(int node) {
    int head = head_.template load<Order::relaxed>();
    do {
      nodes_[node].next.template store<Order::relaxed>(head % 8);
    } while (!head_.template compare_exchange<Order::release>(head, head - head % 8 + V::step + node));
  }
  int pop() {
    int head = head_.template load<Order::acquire>();
    while (head % 8 != 0) {
      const int next = nodes_[head % 8].next.template load<Order::relaxed>();
      if (head_.template compare_exchange<Order::acq_rel>(head, head - head % 8 + V::step + next)) break;
    }
    return head % 8;
  }

 private:
  struct cell {
    typename W::template atomic<int> next{"next"};
  } nodes_[3];
  typename W::template atomic<int> head_{"head"};
};

struct stack_spec {  // the same for one thread alone
  enum class Op { push, pop };
  std::vector<int> nodes{0};
  int apply(Op op, int node) {
    if (op == Op::push) return nodes.push_back(node), node;
    const int top = nodes.back();
    if (top != 0) nodes.pop_back();
    return top;
  }
  bool operator==(const stack_spec&) const = default;
};

template <World W, class V = untagged>
struct treiber {
  static constexpr ScenarioInfo info{.name = "treiber", .question = "is a stack that is given its nodes back one?"};
  explicit treiber(const Shape& shape) : shape_(shape) {}
  void setup() { give(1), give(2); }
  void foreign_thread(int) {
    for (int k = 0; k < shape_.callbacks; ++k) {
      const int a = take(), b = take();
      give(a), give(b);
    }
  }
  void after() { history_.check(); }

  int take() {
    return history_.call(stack_spec::Op::pop, 0, [&] { return stack_.pop(); });
  }
  void give(int node) {
    if (node != 0) history_.call(stack_spec::Op::push, node, [&] { return stack_.push(node), node; });
  }
  Shape shape_;
  treiber_stack<W, V> stack_;
  History<W, stack_spec> history_;
};

}  // namespace extram
