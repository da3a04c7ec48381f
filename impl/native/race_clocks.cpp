#include "impl/native/race_clocks.hpp"

namespace extram::native {
namespace {

constexpr VectorClock kNever{};

void join(VectorClock& into, const VectorClock& from) {
  for (int t = 0; t < kMaxThreads; ++t) {
    if (from.of[t] > into.of[t]) into.of[t] = from.of[t];
  }
}

[[nodiscard]] bool acquires(Order order) {
  return order == Order::acquire || order == Order::acq_rel || order == Order::seq_cst;
}
[[nodiscard]] bool releases(Order order) {
  return order == Order::release || order == Order::acq_rel || order == Order::seq_cst;
}

// A thread whose last access `now` does not know of; -1: it knows them all.
[[nodiscard]] int unordered(const VectorClock& accesses, const VectorClock& now) {
  for (int t = 0; t < kMaxThreads; ++t) {
    if (accesses.of[t] > now.of[t]) return t;
  }
  return -1;
}

}  // namespace

void RaceClocks::begin() {
  for (int t = 0; t < kMaxThreads; ++t) {
    now_[t] = acquired_[t] = released_[t] = kNever;
    now_[t].of[t] = 1;
  }
  fences_ = kNever;
}

void RaceClocks::make(AtomicRecord& cell) {
  cell.released = kNever;
  cell.writer = -1;
  cell.state = CellState::alive;
}

void RaceClocks::make(PlainRecord& cell, const char* name, int thread, At at) {
  cell.reads = cell.writes = kNever;
  cell.name = name;
  cell.state = CellState::alive;
  if (thread < 0) return;
  cell.writes.of[thread] = ++now_[thread].of[thread];
  cell.written_at[thread] = at;
}

void RaceClocks::loads(AtomicRecord& cell, int thread, Order order) {
  ++now_[thread].of[thread];
  join(acquires(order) ? now_[thread] : acquired_[thread], cell.released);
}

void RaceClocks::stores(AtomicRecord& cell, int thread, Order order) {
  publishes(cell, thread, order, cell.writer == thread);
}

void RaceClocks::exchanges(AtomicRecord& cell, int thread, Order order) {
  loads(cell, thread, order);
  publishes(cell, thread, order, true);
}

// What the store releases; `goes_on`: and what the one before it did.
void RaceClocks::publishes(AtomicRecord& cell, int thread, Order order, bool goes_on) {
  ++now_[thread].of[thread];
  if (!goes_on) cell.released = kNever;
  join(cell.released, releases(order) ? now_[thread] : released_[thread]);
  cell.writer = thread;
}

void RaceClocks::fences(int thread, Order order) {
  if (acquires(order)) join(now_[thread], acquired_[thread]);
  if (order == Order::seq_cst) {
    join(now_[thread], fences_);
    fences_ = now_[thread];
  }
  if (releases(order)) released_[thread] = now_[thread];
}

bool RaceClocks::reads(PlainRecord& cell, int thread, At at, Race& race) {
  const int writer = unordered(cell.writes, now_[thread]);
  if (writer >= 0) {
    race = {cell.name, "reads", "wrote", writer, cell.written_at[writer]};
    return true;
  }
  cell.reads.of[thread] = ++now_[thread].of[thread];
  cell.read_at[thread] = at;
  return false;
}

bool RaceClocks::writes(PlainRecord& cell, int thread, At at, Race& race) {
  const int writer = unordered(cell.writes, now_[thread]);
  const int reader = unordered(cell.reads, now_[thread]);
  if (writer >= 0) {
    race = {cell.name, "writes", "wrote", writer, cell.written_at[writer]};
    return true;
  }
  if (reader >= 0) {
    race = {cell.name, "writes", "read", reader, cell.read_at[reader]};
    return true;
  }
  cell.writes.of[thread] = ++now_[thread].of[thread];
  cell.written_at[thread] = at;
  return false;
}

}  // namespace extram::native
