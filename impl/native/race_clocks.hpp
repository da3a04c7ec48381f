// Which accesses are ordered, by vector clocks: what lockstep needs to call a data race one. Threads that take turns
// never touch a variable at the same time, so that no crash tells; the clocks follow what the memory orders promise,
// and not the turns.
//
// The rules are those of Relacy's clocks, so that a schedule ends in both worlds alike: a release store starts a
// release sequence that read-modify-writes go on with, and its own thread's stores too (C++11 had it so); a fence is a
// clock kept for the relaxed accesses around it; fences that are sequentially consistent also follow one another.
//
// Everything here is compiled without ThreadSanitizer, and only the thread that has the turn calls it.
#pragma once

#include <cstdint>

#include "impl/world/at.hpp"
#include "impl/world/order.hpp"
#include "impl/world/scenario.hpp"

namespace extram::native {

struct VectorClock {
  std::uint32_t of[kMaxThreads];
};

enum class CellState : std::uint32_t { alive = 0x600d'ce11, dead = 0xdead'ce11 };

// Of an atomic: what a load of its newest value acquires.
struct AtomicRecord {
  VectorClock released;
  int writer;
  CellState state;
};

// Of a plain variable: who read and wrote it when, by each thread's own clock.
struct PlainRecord {
  VectorClock reads, writes;
  At read_at[kMaxThreads], written_at[kMaxThreads];
  const char* name;
  CellState state;
};

// A plain access that nothing orders after another thread's.
struct Race {
  const char* name;
  const char* does;  // "reads", "writes"
  const char* did;   // "read", "wrote"
  int other;
  At other_at;
};

class RaceClocks {
 public:
  void begin();

  static void make(AtomicRecord& cell);
  // What a thread makes it has written; -1: made before the threads.
  void make(PlainRecord& cell, const char* name, int thread, At at);
  static void kill(AtomicRecord& cell) { cell.state = CellState::dead; }
  static void kill(PlainRecord& cell) { cell.state = CellState::dead; }

  void loads(AtomicRecord& cell, int thread, Order order);
  void stores(AtomicRecord& cell, int thread, Order order);
  void exchanges(AtomicRecord& cell, int thread, Order order);  // any read-modify-write
  void fences(int thread, Order order);

  // True: a race, and `race` says with whom.
  [[nodiscard]] bool reads(PlainRecord& cell, int thread, At at, Race& race);
  [[nodiscard]] bool writes(PlainRecord& cell, int thread, At at, Race& race);

 private:
  void publishes(AtomicRecord& cell, int thread, Order order, bool goes_on);

  VectorClock now_[kMaxThreads];
  VectorClock acquired_[kMaxThreads];  // by relaxed loads, for an acquire fence to come
  VectorClock released_[kMaxThreads];  // by the last release fence, for relaxed stores to come
  VectorClock fences_;
};

}  // namespace extram::native
