// A litmus test as data: a small concurrent program without loops. Read from a file, or made at random; run by the
// interpreter in any world, and understood by the axioms of C++20.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "impl/world/order.hpp"
#include "impl/world/scenario.hpp"
#include "scenarios/litmus/expression.hpp"

namespace extram::litmus {

// Limits, so that what runs a test needs no memory of its own.
inline constexpr std::size_t kThreadsMax = kMaxThreads;
inline constexpr std::size_t kLocationsMax = 8;
inline constexpr std::size_t kRegistersMax = 16;   // of one thread
inline constexpr std::size_t kOperationsMax = 64;  // of one test, those in branches included
inline constexpr int kChoiceMax = 8;

enum class OpKind : std::uint8_t {
  load,
  store,
  add,  // fetch_add
  exchange,
  cas,
  cas_weak,
  fence,
  branch,  // if `value` then `then` else `otherwise`
  set,     // a register
  assume,  // executions in which `value` is 0 do not count
  await,   // waits until the location equals `value`, or does not
  choice,  // the test's own choice, 0 .. arity-1
  lock,    // waits until the location is not kClosed, and closes it; `order_failed` is that of its load
};

// What a lock holds while it is closed. With Until::different an open lock that holds 0 is left as it is.
inline constexpr int kClosed = 1;

[[nodiscard]] constexpr bool reads(OpKind kind) {
  return kind == OpKind::load || kind == OpKind::add || kind == OpKind::exchange || kind == OpKind::cas ||
         kind == OpKind::cas_weak || kind == OpKind::await || kind == OpKind::lock;
}
[[nodiscard]] constexpr bool writes(OpKind kind) {
  return kind == OpKind::store || kind == OpKind::add || kind == OpKind::exchange || kind == OpKind::cas ||
         kind == OpKind::cas_weak || kind == OpKind::lock;
}
[[nodiscard]] constexpr bool accesses(OpKind kind) { return reads(kind) || writes(kind); }

enum class Until : std::uint8_t { equal, different };

struct Operation {
  OpKind kind = OpKind::load;
  bool plain = false;  // not atomic: `order` means nothing
  Order order = Order::seq_cst;
  Order order_failed = Order::seq_cst;  // of a compare-exchange that fails
  Until until = Until::equal;
  int location = -1;
  int reg = -1;     // what was read, set or chosen; -1: nobody wants to know
  int ok_reg = -1;  // whether a compare-exchange succeeded
  int arity = 2;
  Expression value{};
  Expression expected{};
  std::vector<Operation> then{};
  std::vector<Operation> otherwise{};
  // Filled by prepare().
  std::string label{};
  int number = 0;  // within the test
};

// How a location is accessed. `both`: plainly here and atomically there, which is no race only where it is ordered.
enum class Sharing : std::uint8_t { atomic, plain, both };

struct Location {
  std::string name;
  int init = 0;
  Sharing sharing = Sharing::atomic;  // filled by prepare()
};

struct Thread {
  std::vector<std::string> registers{};
  std::vector<Operation> body{};
};

struct Test {
  std::string name;
  std::vector<Thread> threads;
  std::vector<Location> locations;
  int operations = 0;  // filled by prepare()

  // What an outcome is made of: the registers of the first thread, of the second, ..., then the locations.
  [[nodiscard]] std::vector<std::string> outcome_names() const {
    std::vector<std::string> names;
    for (std::size_t t = 0; t < threads.size(); ++t) {
      for (const std::string& reg : threads[t].registers) names.push_back(std::to_string(t) + ":" + reg);
    }
    for (const Location& location : locations) names.push_back(location.name);
    return names;
  }
};

template <class Operations, class F>
void for_each_operation(Operations& operations, F& f) {
  for (auto& operation : operations) {
    f(operation);
    for_each_operation(operation.then, f);
    for_each_operation(operation.otherwise, f);
  }
}

[[nodiscard]] constexpr std::string_view name_of(OpKind kind) {
  constexpr std::array<std::string_view, 13> names{"ld", "st",  "rmw_add", "xchg",  "cas",    "cas_weak", "fence",
                                                   "if", "set", "assume",  "await", "choice", "lock"};
  return names[static_cast<std::size_t>(kind)];
}

[[nodiscard]] inline bool same_program(const std::vector<Operation>& a, const std::vector<Operation>& b) {
  return std::ranges::equal(a, b, [](const Operation& left, const Operation& right) {
    return left.kind == right.kind && left.plain == right.plain && left.order == right.order &&
           left.order_failed == right.order_failed && left.until == right.until && left.location == right.location &&
           left.reg == right.reg && left.ok_reg == right.ok_reg && left.arity == right.arity &&
           left.value.terms() == right.value.terms() && left.expected.terms() == right.expected.terms() &&
           same_program(left.then, right.then) && same_program(left.otherwise, right.otherwise);
  });
}

// The first thread that runs the same program.
[[nodiscard]] inline std::size_t kind_of_thread(const Test& test, std::size_t thread) {
  std::size_t first = 0;
  while (!same_program(test.threads[first].body, test.threads[thread].body)) ++first;
  return first;
}

// Numbers and labels the operations, and finds out how each location is accessed. To be called once a test is whole.
inline void prepare(Test& test) {
  test.operations = 0;
  std::vector<int> plain(test.locations.size()), atomic(test.locations.size());
  for (std::size_t t = 0; t < test.threads.size(); ++t) {
    int line = 0;
    auto visit = [&](Operation& operation) {
      operation.number = test.operations++;
      operation.label = std::to_string(++line) + "." + std::string(name_of(operation.kind));
      if (!accesses(operation.kind)) return;
      const auto location = static_cast<std::size_t>(operation.location);
      operation.label += "_" + test.locations[location].name;
      ++(operation.plain ? plain : atomic)[location];
    };
    for_each_operation(test.threads[t].body, visit);
  }
  for (std::size_t l = 0; l < test.locations.size(); ++l) {
    test.locations[l].sharing = plain[l] == 0 ? Sharing::atomic : atomic[l] == 0 ? Sharing::plain : Sharing::both;
  }
}

}  // namespace extram::litmus
