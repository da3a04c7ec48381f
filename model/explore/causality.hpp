// What happens before what in one execution, by vector clocks, and which pairs of steps race: could have come in the
// other order. Everything is linear: a race costs as much as there are threads, however long the execution is.
//
// Two steps race when they conflict, belong to different threads, and nothing in between orders them. What is to be
// tried then is the earlier step's place taken by the later step with what it needs: the steps after the earlier one
// that it does not happen before. Each thread that could start that sequence is an initial; a search that takes one of
// them there, at some time, has seen the race the other way round (Abdulla, Aronis, Jonsson, Sagonas: Source sets,
// 2017).
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "model/explore/strategy.hpp"
#include "model/explore/uses.hpp"

namespace extram {

class Causality {
 public:
  using Index = std::uint32_t;                   // of an event, from 1; 0: none
  using Clock = std::array<Index, kMaxThreads>;  // of each thread, the last event that happens before

  struct Event {
    Access access{};
    std::uint32_t node = 0;       // the decision that chose the thread
    std::uint32_t decisions = 0;  // made when the step was performed
    std::uint8_t thread = 0;
    Clock clock{};  // itself included
    Clock taken{};  // steps of each thread before
    // The object's state before the step: to undo it, and to look further back.
    Index last_write = 0;
    Clock reads{};
  };

  // A step that could have come before event `earlier`; `initials` are the threads that could start the way there.
  struct Race {
    Index earlier = 0;
    ThreadSet initials = 0;
    int thread = 0;
  };

  void clear();
  // Forgets every event that was performed after so many decisions.
  void keep(std::uint32_t decisions);

  // The races of a step with what came before it. Called before the step is added, in the state before it.
  // `waits_for`: what has to hold of the object for the step to be possible.
  template <class Visit>
  void for_each_race(int thread, const Access& access, const Wait& waits_for, const Visit& visit) const;
  // The same for a step that waits, and has waited since the last write: with reads behind that it cannot change
  // places.
  template <class Visit>
  void for_each_race_of_waiting(int thread, const Access& access, const Wait& waits_for, const Visit& visit) const;
  // The same for a step that ends the execution for all: it conflicts with the last step of every thread.
  template <class Visit>
  void for_each_race_with_exit(int thread, const Visit& visit) const;
  // The events that steps to come, by their summary, could race with.
  template <class Visit>
  void for_each_conflict(const Uses& uses, const Visit& visit) const;

  void add(int thread, const Access& access, std::uint32_t node, std::uint32_t decisions);

  // In this execution. It may be an address, and so another one than in the execution before.
  void found_before(Index event, std::uint64_t value) { events_[event - 1].access.before = value; }

  [[nodiscard]] std::size_t size() const { return events_.size(); }
  [[nodiscard]] const Event& operator[](Index i) const { return events_[i - 1]; }

 private:
  struct Object {
    Index last_write = 0;
    Clock reads{};  // since then, the last of each thread
  };

  [[nodiscard]] Clock clock_of(int thread) const {
    const auto& steps = steps_of_[static_cast<std::size_t>(thread)];
    return steps.empty() ? Clock{} : (*this)[steps.back()].clock;
  }
  [[nodiscard]] Object object(std::uint32_t id) const { return id < objects_.size() ? objects_[id] : Object{}; }
  [[nodiscard]] static bool happened(const Event& event, Index i, const Clock& before) {
    return before[event.thread] >= i;
  }
  static void join(Clock& clock, const Clock& other) {
    for (std::size_t t = 0; t < clock.size(); ++t) clock[t] = clock[t] < other[t] ? other[t] : clock[t];
  }
  [[nodiscard]] Clock with_conflicts(Clock clock, const Object& object, AccessKind kind) const;
  [[nodiscard]] bool is_immediate(Index read, int thread, const Clock& past) const;
  [[nodiscard]] ThreadSet initials(Index earlier, int thread, const Clock& past) const;
  // The newest write that the step could have come before; 0: none.
  [[nodiscard]] Index reversible_write(Index last_write, int thread, const Clock& before, const Wait& waits_for) const;
  template <class Visit>
  void conflicts_on(const Object& object, const Use& use, const Visit& visit) const;

  std::vector<Event> events_;
  std::vector<Object> objects_;
  std::array<std::vector<Index>, kMaxThreads> steps_of_;
};

template <class Visit>
void Causality::for_each_race(int thread, const Access& access, const Wait& waits_for, const Visit& visit) const {
  if (access.kind == AccessKind::none) return;
  const Object at = object(access.object);
  const Clock before = clock_of(thread);
  if (is_write(access.kind)) {
    const Clock past = with_conflicts(before, at, access.kind);
    bool read_by_others = false;
    for (std::size_t t = 0; t < at.reads.size(); ++t) {
      const Index read = at.reads[t];
      if (read == 0 || static_cast<int>(t) == thread) continue;
      read_by_others = true;
      if (before[t] >= read || !is_immediate(read, thread, past)) continue;
      visit(Race{read, initials(read, thread, past), thread});
    }
    if (read_by_others) return;  // a read stands between the last write and this step
  }
  for_each_race_of_waiting(thread, access, waits_for, visit);
}

template <class Visit>
void Causality::for_each_race_of_waiting(int thread, const Access& access, const Wait& waits_for,
                                         const Visit& visit) const {
  if (access.kind == AccessKind::none) return;
  const Clock before = clock_of(thread);
  const Index write = reversible_write(object(access.object).last_write, thread, before, waits_for);
  if (write != 0) visit(Race{write, initials(write, thread, before), thread});
}

template <class Visit>
void Causality::for_each_race_with_exit(int thread, const Visit& visit) const {
  const Clock before = clock_of(thread);
  for (std::size_t t = 0; t < steps_of_.size(); ++t) {
    if (static_cast<int>(t) == thread || steps_of_[t].empty()) continue;
    const Index last = steps_of_[t].back();
    if (before[t] < last) visit(Race{last, initials(last, thread, before), thread});
  }
}

template <class Visit>
void Causality::conflicts_on(const Object& object, const Use& use, const Visit& visit) const {
  const auto without = [](ThreadSet set, int thread) { return static_cast<unsigned>(set) & ~(1U << thread); };
  for (std::size_t t = 0; t < object.reads.size(); ++t) {
    if (object.reads[t] != 0 && without(static_cast<ThreadSet>(use.writes | use.locks), static_cast<int>(t)) != 0) {
      visit(object.reads[t]);
    }
  }
  const Index write = object.last_write;
  if (write == 0) return;
  const Event& last = (*this)[write];
  const bool unlocks = last.access.kind == AccessKind::unlock;
  if (without(unlocks ? static_cast<ThreadSet>(use.reads | use.writes) : use.all(), last.thread) != 0) visit(write);
  // What a step to come waits for, a summary does not tell. It could come before any earlier write; a lock before none
  // that found the object closed.
  if ((use.waits | use.locks) == 0) return;
  for (Index at = last.last_write; at != 0; at = (*this)[at].last_write) {
    const Event& event = (*this)[at];
    const bool found_closed = event.access.kind == AccessKind::unlock;
    if (without(found_closed ? use.waits : static_cast<ThreadSet>(use.waits | use.locks), event.thread) != 0) visit(at);
  }
  if (unlocks && without(use.waits, last.thread) != 0) visit(write);
}

template <class Visit>
void Causality::for_each_conflict(const Uses& uses, const Visit& visit) const {
  for (std::size_t i = 0; i < uses.size(); ++i) conflicts_on(object(uses[i].object), uses[i], visit);
  if (uses.anything().all() != 0) {
    for (const Object& any : objects_) conflicts_on(any, uses.anything(), visit);
  }
}

}  // namespace extram
