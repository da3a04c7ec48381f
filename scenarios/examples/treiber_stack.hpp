// Your own algorithm, in under 60 lines with its question: a lock-free stack, and who owns what was popped from it.
// It has the ABA bug that such stacks are known for, and `extram check treiber` finds it.
#pragma once

#include "impl/world/scenario.hpp"
#include "impl/world/world.hpp"

namespace extram {

template <World W>
class treiber_stack {
 public:
  struct node {
    typename W::template atomic<node*> next{"next"};
    typename W::template plain<int> owner{"owner", -1};
  };

  void push(node* n) {
    node* head = head_.template load<Order::relaxed>();
    do {
      n->next.template store<Order::relaxed>(head);
    } while (!head_.template compare_exchange<Order::release>(head, n));
  }

  node* pop() {
    node* head = head_.template load<Order::acquire>();
    while (head != nullptr) {
      node* next = head->next.template load<Order::relaxed>();
      if (head_.template compare_exchange<Order::acq_rel>(head, next)) break;
    }
    return head;
  }

 private:
  typename W::template atomic<node*> head_{"head"};
};

template <World W>
class treiber {
 public:
  static constexpr ScenarioInfo info{.name = "treiber",
                                     .question = "threads pop nodes and push them back: does each own what it popped?",
                                     .shape = {.threads = 2, .callbacks = 1}};

  explicit treiber(const Shape& shape) : shape_(shape) {}

  void setup() {
    for (auto& n : nodes_) {
      W::label_object(&n, sizeof n, "node");
      stack_.push(&n);
    }
  }
  void foreign_thread(int thread) {
    for (int k = 0; k < shape_.callbacks; ++k) {
      auto* a = take(thread);
      auto* b = take(thread);
      give(a);
      give(b);
    }
  }
  void after() {}

 private:
  using node = typename treiber_stack<W>::node;

  node* take(int thread) {
    node* n = stack_.pop();
    if (n == nullptr) return n;
    if (n->owner != -1) W::violation(Oracle::user, "a node was popped that another thread owns");
    n->owner = thread;
    return n;
  }
  void give(node* n) {
    if (n == nullptr) return;
    n->owner = -1;
    stack_.push(n);
  }

  Shape shape_;
  treiber_stack<W> stack_;
  node nodes_[2];
};

}  // namespace extram
