// Your own algorithm, with its question: a lock-free stack that threads take nodes from and give back to. `untagged`
// has the ABA bug that such stacks are known for: `extram check treiber` finds it. `tagged` counts the head's changes.
#pragma once
#include "impl/world/is_linearizable.hpp"

namespace extram {

template <World W, class V>
struct treiber_stack {  // of nodes 1 and, on it, 2; 0 is none. The head is a node and, in steps of 8, a tag.
  void push(int node) {
    int head = head_.template load<Order::relaxed>();
    do {
      next_[node].template store<Order::relaxed>(head % 8);
    } while (!head_.template compare_exchange<Order::release>(head, head - head % 8 + V::step + node));
  }
  int pop() {
    int head = head_.template load<Order::acquire>();
    while (head % 8 != 0) {
      const int next = next_[head % 8].template load<Order::relaxed>();
      if (head_.template compare_exchange<Order::acq_rel>(head, head - head % 8 + V::step + next)) break;
    }
    return head % 8;
  }
  using atomic = typename W::template atomic<int>;
  atomic head_{"head", 2}, next_[3]{atomic{"-"}, atomic{"next of 1"}, atomic{"next of 2", 1}};
};

struct stack_spec {  // the same for one thread alone, and what may be asked of either
  enum class Op { push, pop };
  static int call(auto& stack, Op op, int node) { return op == Op::pop ? stack.pop() : (stack.push(node), node); }
  void push(int node) { nodes.push_back(node); }
  int pop() { return take_last(nodes); }
  std::vector<int> nodes{1, 2};
  bool operator==(const stack_spec&) const = default;
};

struct untagged {
  static constexpr std::string_view name = "untagged";
  static constexpr int step = 0;
};
struct tagged {
  static constexpr std::string_view name = "tagged";
  static constexpr int step = 8;
};

template <World W, class V = untagged>
struct treiber : IsLinearizable<W, treiber_stack<W, V>, stack_spec> {
  static constexpr ScenarioInfo info{.name = "treiber", .question = "is a stack that is given its nodes back one?"};
  using treiber::IsLinearizable::IsLinearizable;
  int take() { return this->call(stack_spec::Op::pop); }
  int give(int node) { return node == 0 ? 0 : this->call(stack_spec::Op::push, node); }
  void foreign_thread(int) {
    for (int k = 0; k < this->shape.callbacks; ++k) {
      for (const int node : {take(), take()}) give(node);
    }
  }
};

}  // namespace extram
