// What oracles remember on real threads. None of it may order the protocol's own accesses, or ThreadSanitizer would
// miss the races that it is asked about: so relaxed atomics, and memory that belongs to one thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <vector>

#include "impl/native/run_state.hpp"
#include "impl/native/thread.hpp"

namespace extram::native {

template <class T>
class Ghost {
 public:
  constexpr explicit Ghost(T value) : value_(value) {}
  [[nodiscard]] T get() const { return value_.load(std::memory_order_relaxed); }
  void set(T value) { value_.store(value, std::memory_order_relaxed); }

 private:
  std::atomic<T> value_;
};

// A ghost where nobody looks.
template <class T>
class NoGhost {
 public:
  constexpr explicit NoGhost(T) {}
  [[nodiscard]] T get() const { return T{}; }
  void set(T) {}
};

// One T for each foreign thread, by its number, and one for the thread that prepares the run and looks at its end.
template <class T>
class PerThread {
 public:
  PerThread() : slots_(static_cast<std::size_t>(run_state.threads_max) + 1) {}
  [[nodiscard]] T& mine() { return slots_[static_cast<std::size_t>(this_thread.index - kNotForeign)].value; }

  // After the threads, or when they are stuck for good.
  template <class F>
  void for_each(F f) const {
    for (const auto& slot : slots_) f(slot.value);
  }

 private:
  struct alignas(64) Slot {  // on its own cache lines, so that watching one thread does not slow another
    T value{};
  };
  std::vector<Slot> slots_;
};

// The same for a world without oracles: no object, no number to look up.
template <class T>
class BarePerThread {
 public:
  [[nodiscard]] T& mine() { return value_; }
  template <class F>
  void for_each(F f) const {
    f(static_cast<const T&>(value_));
  }

 private:
  static inline thread_local T value_{};
};

// Pointers to everything that was made, for the end.
template <class T>
class Bag {
 public:
  Bag() = default;
  Bag(const Bag&) = delete;
  Bag& operator=(const Bag&) = delete;
  ~Bag() {
    for (Node* node = newest_.load(std::memory_order_relaxed); node != nullptr;) {
      Node* const next = node->next;
      delete node;
      node = next;
    }
  }

  void add(T* item) {
    Node* const node = new Node{item, newest_.load(std::memory_order_relaxed)};
    while (!newest_.compare_exchange_weak(node->next, node, std::memory_order_relaxed)) {
    }
  }
  template <class F>
  void for_each(F f) const {
    for (const Node* node = newest_.load(std::memory_order_relaxed); node != nullptr; node = node->next) f(node->item);
  }

 private:
  struct Node {
    T* item;
    Node* next;
  };
  std::atomic<Node*> newest_{nullptr};
};

}  // namespace extram::native
