// A program like extram-model, with scenarios of its own that end their process in every way there is. Each does so in
// one order of its steps only, so that it takes the schedule to show it again.
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <stdexcept>

#include <sys/wait.h>
#include <unistd.h>

#include "impl/world/registry.hpp"
#include "model/relacy/relacy_world.hpp"
#include "scenarios/expectations.hpp"

namespace extram {
namespace {

volatile int zero = 0;

// Each level keeps a page on the stack, and what comes after the call keeps it a call.
[[gnu::noinline]] int recurse(int depth) {
  volatile char page[4096];
  page[0] = static_cast<char>(depth);
  return zero == 0 ? recurse(depth + 1) + page[0] : depth;
}

struct well_behaved {
  static constexpr std::string_view name = "well_behaved";
  static void act() {}
};
struct segv {
  static constexpr std::string_view name = "segv";
  static void act() { *reinterpret_cast<volatile int*>(static_cast<std::uintptr_t>(zero)) = 1; }
};
struct aborts {
  static constexpr std::string_view name = "aborts";
  static void act() { std::abort(); }
};
struct divides {
  static constexpr std::string_view name = "divides";
  static void act() { zero = 100 / zero; }
};
struct throws {
  static constexpr std::string_view name = "throws";
  static void act() { throw std::runtime_error("nobody expects me"); }
};
struct recurses {
  static constexpr std::string_view name = "recurses";
  static void act() { zero = recurse(0); }
};
struct loops {
  static constexpr std::string_view name = "loops";
  static void act() {
    while (zero == 0) {
    }
  }
};
struct blocks {
  static constexpr std::string_view name = "blocks";
  static void act() {
    for (;;) ::pause();
  }
};
struct exits {
  static constexpr std::string_view name = "exits";
  static void act() { ::_exit(7); }
};
struct leaks {
  static constexpr std::string_view name = "leaks";
  static void act() { (void)RelacyWorld::make<int>(1); }
};
// As Relacy's own checks do.
struct damages {
  static constexpr std::string_view name = "damages";
  static void act() {
    std::cout << "RELACY INTERNAL ASSERT FAILED: 'x' at y:1 (z)" << std::endl;
    std::abort();
  }
};
struct in_setup {
  static constexpr std::string_view name = "in_setup";
  static void act() {}
};
struct in_after {
  static constexpr std::string_view name = "in_after";
  static void act() {}
};

template <class V>
struct misbehaving {
  static constexpr ScenarioInfo info{.name = "misbehaving", .question = "who outlives it?", .shape = {.threads = 2}};

  explicit misbehaving(const Shape&) {}
  void setup() {
    if constexpr (std::is_same_v<V, in_setup>) std::abort();
  }
  // Thread 1 has to come between the two steps of thread 0.
  void foreign_thread(int thread) {
    if (thread == 0) {
      flag.template store<Order::seq_cst>(1, At("first"));
      flag.template store<Order::seq_cst>(2, At("second"));
    } else if (flag.template load<Order::seq_cst>(At("looks")) == 1) {
      V::act();
    }
  }
  void after() {
    if constexpr (std::is_same_v<V, in_after>) std::abort();
  }

  RelacyWorld::atomic<int> flag{0};
};

const Registration<misbehaving, Variants<well_behaved, segv, aborts, divides, throws, recurses, loops, blocks, exits,
                                         leaks, damages, in_setup, in_after>>
    kRegistered;

constexpr Expectation row(std::string_view variant, Verdict verdict) {
  return {"misbehaving", variant, {.threads = 2}, "bounded", 2, {}, verdict};
}
constexpr std::array kRows{row("segv", Verdict::crash), row("well_behaved", Verdict::exhausted),
                           row("throws", Verdict::crash)};

}  // namespace

std::span<const Expectation> expectations() { return kRows; }

}  // namespace extram
