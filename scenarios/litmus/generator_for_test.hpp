// Small concurrent programs at random, for tests that compare searches: two or three threads of loads, stores,
// read-modify-writes, strong and weak compare-exchanges, fences, waits, choices, branches and plain accesses, in all
// orders. Small enough that Relacy's own full search ends.
#pragma once

#include <algorithm>
#include <array>
#include <string>

#include "impl/world/generator.hpp"
#include "scenarios/litmus/test.hpp"

namespace extram::litmus {

// `large` ones take a full search too long.
enum class Size : std::uint8_t { small, large };

class TestGenerator {
 public:
  TestGenerator(std::uint64_t seed, std::uint64_t number, Size size = Size::small)
      : random_(seed, number), more_(size == Size::small ? 0 : 1) {
    test_.name = "random " + std::to_string(seed) + "." + std::to_string(number);
  }

  [[nodiscard]] Test test() {
    // x and y are atomic; now and then there is a plain p as well, and y may be accessed plainly too. l is a lock.
    test_.locations = {{"x"}, {"y"}, {"p"}, {"l"}};
    plain_ = one_in(4);
    mixed_ = plain_ && one_in(3);
    locks_ = one_in(5);
    test_.locations[kLock].init = one_in(3) ? 2 : 0;
    const bool three = one_in(2);
    const int threads = (three ? 3 : 2) + (more_ > 0 && one_in(4) ? 1 : 0);
    for (int t = 0; t < threads; ++t) {
      thread_ = &test_.threads.emplace_back();
      const int operations = (three ? between(1, 3) : between(2, 4)) + more_ - (locks_ ? 1 : 0);
      const int section_at = locks_ && !one_in(5) ? between(0, std::max(0, operations - 1)) : -1;
      for (int i = 0; i < operations || i <= section_at; ++i) {
        if (i == section_at) {
          section();
        } else {
          thread_->body.push_back(operation());
        }
      }
    }
    if (one_in(6)) test_.threads[1] = test_.threads[0];
    if (threads > 2 && one_in(6)) test_.threads[2] = test_.threads[one_in(2) ? 0 : 1];
    if (threads > 3 && one_in(2)) test_.threads[3] = test_.threads[static_cast<std::size_t>(between(0, 2))];
    prepare(test_);
    return std::move(test_);
  }

 private:
  static constexpr int kLock = 3;

  [[nodiscard]] bool one_in(std::uint64_t n) { return random_.below(n) == 0; }
  [[nodiscard]] int between(int min, int max) {
    return min + static_cast<int>(random_.below(static_cast<std::uint64_t>(max - min + 1)));
  }
  template <std::size_t N>
  [[nodiscard]] auto one_of(const std::array<OpKind, N>& kinds) {
    return kinds[random_.below(N)];
  }

  [[nodiscard]] Operation operation() {
    constexpr std::array kAll{OpKind::load,     OpKind::load,  OpKind::load,  OpKind::load,     OpKind::store,
                              OpKind::store,    OpKind::store, OpKind::store, OpKind::add,      OpKind::cas,
                              OpKind::fence,    OpKind::await, OpKind::add,   OpKind::exchange, OpKind::cas_weak,
                              OpKind::cas_weak, OpKind::choice};
    if (plain_ && one_in(4)) return plain_access();
    if (!thread_->registers.empty() && one_in(8)) return branch();
    if (!thread_->registers.empty() && one_in(24)) return {.kind = OpKind::assume, .value = a_register()};
    return simple(one_of(kAll));
  }

  [[nodiscard]] Operation simple(OpKind kind) {
    Operation operation{.kind = kind};
    operation.location = accesses(kind) ? between(0, 1) : -1;
    operation.order = order_of(kind);
    operation.order_failed = failed(operation.order);
    operation.value = value();
    if (reads(kind) || kind == OpKind::choice) operation.reg = fresh_register();
    switch (kind) {
      case OpKind::cas:
      case OpKind::cas_weak:
        operation.expected = between(0, 1);
        operation.ok_reg = fresh_register();
        break;
      case OpKind::await:
        operation.value = between(0, 2);
        operation.until = one_in(2) ? Until::equal : Until::different;
        break;
      default:
        break;
    }
    return operation;
  }

  // Locked most of the time, and now and then not unlocked.
  void section() {
    Operation lock{.kind = OpKind::lock, .order = order_of(OpKind::lock), .order_failed = order_of(OpKind::load)};
    lock.until = one_in(4) ? Until::different : Until::equal;
    lock.location = kLock;
    lock.reg = fresh_register();
    thread_->body.push_back(lock);
    thread_->body.push_back(plain_ ? plain_access() : operation());
    Operation unlock{.kind = OpKind::store, .order = order_of(OpKind::store), .location = kLock};
    unlock.value = one_in(8) ? kClosed : 2 * between(0, 1);
    if (!one_in(10)) thread_->body.push_back(unlock);
  }

  [[nodiscard]] Operation plain_access() {
    Operation operation{.kind = one_in(2) ? OpKind::load : OpKind::store, .plain = true, .order = Order::relaxed};
    operation.location = mixed_ && one_in(2) ? 1 : 2;
    operation.value = value();
    if (operation.kind == OpKind::load) operation.reg = fresh_register();
    return operation;
  }

  [[nodiscard]] Operation branch() {
    Operation operation{.kind = OpKind::branch};
    operation.value = a_register();
    operation.then.push_back(plain_ && one_in(2) ? plain_access() : simple(OpKind::store));
    if (one_in(3)) operation.otherwise.push_back(simple(OpKind::load));
    return operation;
  }

  [[nodiscard]] Order order_of(OpKind kind) {
    constexpr std::array kLoads{Order::relaxed, Order::acquire, Order::seq_cst};
    constexpr std::array kStores{Order::relaxed, Order::release, Order::seq_cst};
    constexpr std::array kFences{Order::acquire, Order::release, Order::acq_rel, Order::seq_cst, Order::seq_cst};
    constexpr std::array kUpdates{Order::relaxed, Order::acquire, Order::release, Order::acq_rel, Order::seq_cst};
    switch (kind) {
      case OpKind::load:
      case OpKind::await:
        return kLoads[random_.below(kLoads.size())];
      case OpKind::store:
        return kStores[random_.below(kStores.size())];
      case OpKind::fence:
        return kFences[random_.below(kFences.size())];
      default:
        return kUpdates[random_.below(kUpdates.size())];
    }
  }
  // Any order that Relacy takes for the failure.
  [[nodiscard]] Order failed(Order order) {
    const Order most = load_part(order);
    if (most == Order::relaxed || one_in(3)) return Order::relaxed;
    return most == Order::seq_cst && one_in(2) ? Order::acquire : most;
  }

  [[nodiscard]] Expression value() {
    if (!thread_->registers.empty() && one_in(6)) return a_register();
    return between(1, 2);
  }
  [[nodiscard]] Expression a_register() {
    return Expression::of_register(between(0, static_cast<int>(thread_->registers.size()) - 1));
  }
  [[nodiscard]] int fresh_register() {
    thread_->registers.push_back("r" + std::to_string(thread_->registers.size()));
    return static_cast<int>(thread_->registers.size()) - 1;
  }

  Generator random_;
  int more_;  // operations of a thread, and threads
  Test test_;
  Thread* thread_ = nullptr;
  bool plain_ = false;
  bool mixed_ = false;
  bool locks_ = false;
};

}  // namespace extram::litmus
