// Runs a litmus test in a world: a scenario whose program is data. Which test, and where its outcomes go, stands in
// `bench` while a search runs.
#pragma once

#include <array>
#include <optional>
#include <type_traits>

#include "impl/world/world.hpp"
#include "scenarios/litmus/bench.hpp"

namespace extram::litmus {

// A memory order is a template argument in a world; here it is data.
template <class F>
decltype(auto) with_load_order(Order order, F f) {
  switch (load_part(order)) {
    case Order::relaxed:
      return f(std::integral_constant<Order, Order::relaxed>{});
    case Order::acquire:
      return f(std::integral_constant<Order, Order::acquire>{});
    default:
      return f(std::integral_constant<Order, Order::seq_cst>{});
  }
}

template <class F>
decltype(auto) with_store_order(Order order, F f) {
  switch (order) {
    case Order::relaxed:
      return f(std::integral_constant<Order, Order::relaxed>{});
    case Order::release:
      return f(std::integral_constant<Order, Order::release>{});
    default:
      return f(std::integral_constant<Order, Order::seq_cst>{});
  }
}

template <class F>
decltype(auto) with_order(Order order, F f) {
  switch (order) {
    case Order::acquire:
      return f(std::integral_constant<Order, Order::acquire>{});
    case Order::acq_rel:
      return f(std::integral_constant<Order, Order::acq_rel>{});
    default:
      return with_store_order(order, f);
  }
}

// W is a World, or the part of one that is used here.
template <class W>
class interpreter {
 public:
  static constexpr ScenarioInfo info{.name = "litmus", .question = "which outcomes can a litmus test have?"};

  explicit interpreter(const Shape&) : test_(*bench.test) {}

  void setup() {
    for (std::size_t l = 0; l < test_.locations.size(); ++l) {
      const Location& location = test_.locations[l];
      if (location.sharing == Sharing::plain) {
        plains_[l].emplace(location.name.c_str(), location.init);
      } else {
        atomics_[l].emplace(location.name.c_str(), location.init);
      }
      if (location.sharing == Sharing::both) has_marks_ = true;
    }
    if (!has_marks_) return;
    for (int i = 0; i < test_.operations; ++i) marks_[static_cast<std::size_t>(i)].emplace("mark");
  }

  void foreign_thread(int thread) {
    const auto t = static_cast<std::size_t>(thread);
    run(test_.threads[t].body, Frame{thread, registers_[t]});
  }

  void after() {
    const auto plain = [](const auto& cell) { return static_cast<int>(cell); };
    if (bench.outcomes != nullptr) add_outcome(*bench.outcomes, plain);
  }

  [[nodiscard]] int kind_of_thread(int thread) const {
    if (bench.twins == Twins::told_apart) return thread;
    return static_cast<int>(litmus::kind_of_thread(test_, static_cast<std::size_t>(thread)));
  }

  // Where deadlocks are counted rather than convicted, the search goes on after one.
  [[nodiscard]] bool expects_deadlock() {
    if (bench.deadlocks == nullptr) return false;
    ++*bench.deadlocks;
    // Some thread is running still: for it to read a plain variable would be an access like any other.
    if (bench.stuck != nullptr) add_outcome(*bench.stuck, [](const auto&) { return 0; });
    return true;
  }

 private:
  template <class Plain>
  void add_outcome(OutcomeSet& outcomes, Plain plain) const {
    std::array<int, kThreadsMax * kRegistersMax + kLocationsMax> outcome;
    std::size_t size = 0;
    for (std::size_t t = 0; t < test_.threads.size(); ++t) {
      for (std::size_t r = 0; r < test_.threads[t].registers.size(); ++r) outcome[size++] = registers_[t][r];
    }
    for (std::size_t l = 0; l < test_.locations.size(); ++l) {
      outcome[size++] = atomics_[l] ? atomics_[l]->at_rest() : plain(*plains_[l]);
    }
    outcomes.add(std::span(outcome).first(size));
  }

  using Registers = std::array<int, kRegistersMax>;
  struct Frame {
    int thread;
    Registers& registers;
    void put(int reg, int value) const {
      if (reg >= 0) registers[static_cast<std::size_t>(reg)] = value;
    }
  };
  // What an operation did at a location that is accessed plainly and atomically, until another one looks.
  struct Done {
    int thread = -1;  // -1: not performed yet
    bool wrote = false;
    const Operation* operation = nullptr;
  };

  void run(const std::vector<Operation>& operations, Frame frame) {
    for (const Operation& operation : operations) {
      if (accesses(operation.kind)) {
        access(operation, frame);
      } else {
        step(operation, frame);
      }
    }
  }

  void step(const Operation& operation, Frame frame) {
    const At at(operation.label.c_str());
    const auto value = [&] { return operation.value.evaluate(frame.registers); };
    switch (operation.kind) {
      case OpKind::fence:
        with_order(operation.order, [&](auto order) { W::template fence<order()>(at); });
        break;
      case OpKind::branch:
        run(value() != 0 ? operation.then : operation.otherwise, frame);
        break;
      case OpKind::set:
        frame.put(operation.reg, value());
        break;
      case OpKind::assume:
        W::assume(value() != 0, at);
        break;
      case OpKind::choice:
        frame.put(operation.reg, W::choose(operation.arity, at));
        break;
      default:
        break;
    }
  }

  void access(const Operation& operation, Frame frame) {
    const auto location = static_cast<std::size_t>(operation.location);
    if (plains_[location]) {
      access_plain(operation, *plains_[location], frame);
    } else if (test_.locations[location].sharing == Sharing::atomic) {
      access_atomic(operation, *atomics_[location], frame);
    } else {
      // Not before the operation: an acquiring one brings what orders it after the others. Its own mark comes before
      // it, so that a releasing one takes it along.
      *marks_[static_cast<std::size_t>(operation.number)] = 1;
      const bool wrote = access_atomic(operation, *atomics_[location], frame);
      look_for_races(operation, wrote, frame.thread);
    }
  }

  // A plain and an atomic access race where one of them writes and nothing orders them; two atomic ones never do. Each
  // operation runs at most once, so each has a plain variable, its mark, that it writes once; who comes later reads the
  // marks of those before that it conflicts with, and races with a mark exactly where it races with the access.
  void look_for_races(const Operation& operation, bool wrote, int thread) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(test_.operations); ++i) {
      const Done& other = done_[i];
      if (other.thread < 0 || other.thread == thread || other.operation->location != operation.location) continue;
      if ((other.operation->plain || operation.plain) && (other.wrote || wrote)) {
        last_mark_ = static_cast<int>(*marks_[i]);
      }
    }
    done_[static_cast<std::size_t>(operation.number)] = {thread, wrote, &operation};
  }

  void access_plain(const Operation& operation, typename W::template plain<int>& cell, Frame frame) {
    if (operation.kind == OpKind::store) {
      cell = operation.value.evaluate(frame.registers);
    } else {
      frame.put(operation.reg, static_cast<int>(cell));
    }
  }

  // Whether it wrote.
  bool access_atomic(const Operation& operation, typename W::template atomic<int>& cell, Frame frame) {
    const At at(operation.label.c_str());
    const Order order = operation.plain ? Order::relaxed : operation.order;
    const int value = operation.value.evaluate(frame.registers);
    switch (operation.kind) {
      case OpKind::load:
        frame.put(operation.reg, with_load_order(order, [&](auto o) { return cell.template load<o()>(at); }));
        return false;
      case OpKind::store:
        with_store_order(order, [&](auto o) { cell.template store<o()>(value, at); });
        return true;
      case OpKind::add:
        frame.put(operation.reg, with_order(order, [&](auto o) { return cell.template fetch_add<o()>(value, at); }));
        return true;
      case OpKind::exchange:
        frame.put(operation.reg, with_order(order, [&](auto o) { return cell.template exchange<o()>(value, at); }));
        return true;
      case OpKind::await:
        frame.put(operation.reg, wait(operation, cell, value, at));
        return false;
      case OpKind::lock:
        return lock(operation, cell, frame);
      default:
        return compare_exchange(operation, cell, value, frame);
    }
  }

  [[nodiscard]] int wait(const Operation& operation, typename W::template atomic<int>& cell, int value, At at) {
    const bool equal = operation.until == Until::equal;
    return with_load_order(operation.order, [&](auto o) {
      return cell.template await<o()>([=](int seen) { return (seen == value) == equal; }, [at](int) { W::osyield(at); },
                                      at);
    });
  }

  bool lock(const Operation& operation, typename W::template atomic<int>& cell, Frame frame) {
    const At at(operation.label.c_str());
    const bool takes_all = operation.until == Until::equal;
    const auto takes = [=](int seen) { return takes_all || seen != 0; };
    const int found = with_order(operation.order, [&](auto o) {
      return with_load_order(operation.order_failed, [&](auto l) {
        return cell.template await_exchange<l(), o()>([](int seen) { return seen != kClosed; }, takes, kClosed,
                                                      [at](int) { W::osyield(at); }, at, at);
      });
    });
    frame.put(operation.reg, found);
    return takes(found);
  }

  bool compare_exchange(const Operation& operation, typename W::template atomic<int>& cell, int value, Frame frame) {
    const At at(operation.label.c_str());
    int expected = operation.expected.evaluate(frame.registers);
    const bool done = with_order(operation.order, [&](auto o) {
      return with_load_order(operation.order_failed, [&](auto f) {
        if (operation.kind == OpKind::cas) return cell.template compare_exchange<o(), f()>(expected, value, at);
        return cell.template compare_exchange_weak<o(), f()>(expected, value, at);
      });
    });
    frame.put(operation.reg, expected);
    frame.put(operation.ok_reg, done ? 1 : 0);
    return done;
  }

  const Test& test_;
  std::array<std::optional<typename W::template atomic<int>>, kLocationsMax> atomics_;
  std::array<std::optional<typename W::template plain<int>>, kLocationsMax> plains_;
  std::array<std::optional<typename W::template plain<int>>, kOperationsMax> marks_;
  std::array<Done, kOperationsMax> done_{};
  std::array<Registers, kThreadsMax> registers_{};
  bool has_marks_ = false;
  int last_mark_ = 0;
};

}  // namespace extram::litmus
