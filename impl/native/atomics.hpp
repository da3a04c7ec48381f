// Shared variables on real threads. The order of an access is a template argument and so a constant: a release store
// compiles to a plain move, not to the exchange that an order known only at run time would cost.
#pragma once

#include <atomic>

#include "impl/world/at.hpp"
#include "impl/world/order.hpp"

namespace extram::native {

[[nodiscard]] constexpr std::memory_order std_order(Order order) {
  switch (order) {
    case Order::relaxed:
      return std::memory_order_relaxed;
    case Order::acquire:
      return std::memory_order_acquire;
    case Order::release:
      return std::memory_order_release;
    case Order::acq_rel:
      return std::memory_order_acq_rel;
    case Order::seq_cst:
      return std::memory_order_seq_cst;
  }
  return std::memory_order_seq_cst;
}

// `Policy::point(at)` runs before every access, and may keep the label or wait there.
template <class Policy, class T>
class Atomic {
 public:
  explicit Atomic(const char*, T value = T{}) : value_(value) {}
  Atomic(const Atomic&) = delete;
  Atomic& operator=(const Atomic&) = delete;

  void init(T value) { value_.store(value, std::memory_order_relaxed); }
  [[nodiscard]] T at_rest() const { return value_.load(std::memory_order_relaxed); }

  template <Order O>
  [[nodiscard]] T load(At at = {}) const {
    Policy::point(at);
    return value_.load(std_order(O));
  }
  template <Order O>
  void store(T value, At at = {}) {
    Policy::point(at);
    value_.store(value, std_order(O));
  }
  template <Order O>
  T exchange(T value, At at = {}) {
    Policy::point(at);
    return value_.exchange(value, std_order(O));
  }
  template <Order O>
  T fetch_add(T value, At at = {}) {
    Policy::point(at);
    return value_.fetch_add(value, std_order(O));
  }
  template <Order O>
  void add(T value, At at = {}) {
    Policy::point(at);
    value_.fetch_add(value, std_order(O));
  }
  template <Order O>
  [[nodiscard]] bool compare_exchange(T& expected, T desired, At at = {}) {
    Policy::point(at);
    return value_.compare_exchange_strong(expected, desired, std_order(O), std_order(load_part(O)));
  }
  template <Order O>
  [[nodiscard]] bool compare_exchange_weak(T& expected, T desired, At at = {}) {
    Policy::point(at);
    return value_.compare_exchange_weak(expected, desired, std_order(O), std_order(load_part(O)));
  }
  template <Order O, class Satisfied, class Pause>
  [[nodiscard]] T await(Satisfied satisfied, Pause pause, At at = {}) const {
    T value = load<O>(at);
    while (!satisfied(value)) {
      pause(value);
      value = load<O>(at);
    }
    return value;
  }
  template <Order Load, Order Exchange, class Satisfied, class Takes, class Pause>
  [[nodiscard]] T await_exchange(Satisfied satisfied, Takes takes, T desired, Pause pause, At load_at = {},
                                 At exchange_at = {}) {
    for (;;) {
      T value = await<Load>(satisfied, pause, load_at);
      if (!takes(value) || compare_exchange<Exchange>(value, desired, exchange_at)) return value;
      pause(desired);
    }
  }

 private:
  std::atomic<T> value_;
};

// A bare variable. ThreadSanitizer sees every access.
template <class T>
class Plain {
 public:
  explicit Plain(const char*, T value = T{}) : value_(value) {}

  operator T() const { return value_; }
  Plain& operator=(T value) {
    value_ = value;
    return *this;
  }
  Plain& operator+=(T value) {
    value_ += value;
    return *this;
  }
  Plain& operator-=(T value) {
    value_ -= value;
    return *this;
  }

 private:
  T value_;
};

class Counter {
 public:
  explicit Counter(const char*) {}
  void add(long n) { value_.fetch_add(n, std::memory_order_relaxed); }
  [[nodiscard]] long at_rest() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<long> value_{0};
};

// Real threads read and forget as they please.
class Call {
 public:
  Call() = default;
  ~Call() {}  // not trivial, or a compiler calls every one of them unused
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  template <class T>
  [[nodiscard]] T returns(T result) const {
    return result;
  }
};

class IdSource {
 public:
  [[nodiscard]] std::uint64_t next() { return last_.fetch_add(1, std::memory_order_relaxed) + 1; }

 private:
  std::atomic<std::uint64_t> last_{0};
};

}  // namespace extram::native
