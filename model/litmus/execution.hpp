// One candidate execution of a litmus test, as an axiomatic memory model sees it: events, who read from whom, and in
// which order each location was modified. Models say which candidates are executions.
#pragma once

#include <functional>
#include <vector>

#include "model/litmus/relation.hpp"
#include "scenarios/litmus/test.hpp"

namespace extram::litmus {

struct Event {
  int thread = -1;  // -1: the initial value of a location
  bool reads = false;
  bool writes = false;  // both: a read-modify-write
  bool fence = false;
  bool plain = false;
  bool failed = false;    // a compare-exchange that did not write
  bool spurious = false;  // ... although it found what it expected
  bool awaits = false;    // read by a wait, until `awaited` is there or is not
  Until until = Until::equal;
  Order order = Order::relaxed;
  int location = -1;
  int awaited = 0;
  int read = 0;
  int written = 0;

  [[nodiscard]] bool satisfied_by(int value) const { return (value == awaited) == (until == Until::equal); }
};

[[nodiscard]] constexpr bool acquires(const Event& event) {
  return !event.plain && (event.reads || event.fence) &&
         (event.order == Order::acquire || event.order == Order::acq_rel || event.order == Order::seq_cst);
}
[[nodiscard]] constexpr bool releases(const Event& event) {
  return !event.plain && (event.writes || event.fence) &&
         (event.order == Order::release || event.order == Order::acq_rel || event.order == Order::seq_cst);
}
[[nodiscard]] constexpr bool is_seq_cst(const Event& event) { return !event.plain && event.order == Order::seq_cst; }

struct Execution {
  explicit Execution(std::size_t size) : sequenced(size), read_from(size), modified(size), from_read(size) {}

  std::vector<Event> events;  // those of initial values first, then thread by thread in program order
  Relation sequenced;         // initial values before everything
  Relation read_from;
  Relation modified;
  Relation from_read;  // a read before the writes that overwrite what it read
  std::vector<int> outcome;

  [[nodiscard]] bool same_location(std::size_t a, std::size_t b) const {
    return events[a].location >= 0 && events[a].location == events[b].location;
  }
};

enum class Enumeration : std::uint8_t { whole, too_large };

// Calls `visit` for every candidate in which reads read what writes wrote, and coherence within each thread is not
// broken at sight. Values are those that can be derived from the test's own: none out of thin air. Ends early where
// `visit` returns false.
[[nodiscard]] Enumeration for_each_candidate(const Test& test, const std::function<bool(const Execution&)>& visit);

}  // namespace extram::litmus
