#include "model/explore/causality.hpp"

namespace extram {

void Causality::clear() { keep(0); }

void Causality::keep(std::uint32_t decisions) {
  while (!events_.empty() && events_.back().decisions > decisions) {
    const Event& last = events_.back();
    if (last.access.kind != AccessKind::none) objects_[last.access.object] = {last.last_write, last.reads};
    steps_of_[last.thread].pop_back();
    events_.pop_back();
  }
}

// Unlocks order what follows them as any write does; what they cannot do is change places with a lock.
Causality::Clock Causality::with_conflicts(Clock clock, const Object& object, AccessKind kind) const {
  if (object.last_write != 0) join(clock, (*this)[object.last_write].clock);
  if (!is_write(kind)) return clock;
  for (const Index read : object.reads) {
    if (read != 0) join(clock, (*this)[read].clock);
  }
  return clock;
}

void Causality::add(int thread, const Access& access, std::uint32_t node, std::uint32_t decisions) {
  Event event{.access = access, .node = node, .decisions = decisions, .thread = static_cast<std::uint8_t>(thread)};
  const auto index = static_cast<Index>(events_.size() + 1);
  for (std::size_t t = 0; t < steps_of_.size(); ++t) event.taken[t] = static_cast<Index>(steps_of_[t].size());
  event.clock = clock_of(thread);
  if (access.kind != AccessKind::none) {
    if (access.object >= objects_.size()) objects_.resize(access.object + 1);
    Object& at = objects_[access.object];
    event.last_write = at.last_write;
    event.reads = at.reads;
    event.clock = with_conflicts(event.clock, at, access.kind);
    if (is_write(access.kind)) {
      at = {index, Clock{}};
    } else {
      at.reads[event.thread] = index;
    }
  }
  event.clock[event.thread] = index;
  events_.push_back(event);
  steps_of_[event.thread].push_back(index);
}

// Nothing that the read happens before is in the past of the step: otherwise the order of the two hangs on that.
bool Causality::is_immediate(Index read, int thread, const Clock& past) const {
  const std::uint8_t reader = (*this)[read].thread;
  if (past[reader] > read) return false;
  for (std::size_t t = 0; t < past.size(); ++t) {
    if (static_cast<int>(t) == thread || t == reader || past[t] <= read) continue;
    if (happened((*this)[read], read, (*this)[past[t]].clock)) return false;
  }
  return true;
}

// Of the steps after `earlier` that it does not happen before, and then the new step: the threads whose first of these
// needs none of the others.
ThreadSet Causality::initials(Index earlier, int thread, const Clock& past) const {
  const Event& first = (*this)[earlier];
  unsigned set = 0;
  for (std::size_t t = 0; t < steps_of_.size(); ++t) {
    if (t == first.thread) continue;
    const bool has_step = steps_of_[t].size() > first.taken[t];
    if (!has_step && static_cast<int>(t) != thread) continue;
    const Clock& needs = has_step ? (*this)[steps_of_[t][first.taken[t]]].clock : past;
    if (has_step && happened(first, earlier, needs)) continue;
    bool is_first = true;
    for (std::size_t other = 0; other < needs.size(); ++other) {
      if (other != t && needs[other] > earlier) is_first = false;
    }
    if (is_first) set |= 1U << t;
  }
  return static_cast<ThreadSet>(set);
}

// A waiting step cannot take the place of the write that ended its wait. It could have come before the wait began: the
// newest write that found a value it would have taken. What lies between depends on that write and moves behind.
Causality::Index Causality::reversible_write(Index last_write, int thread, const Clock& before,
                                             const Wait& waits_for) const {
  for (Index write = last_write; write != 0; write = (*this)[write].last_write) {
    const Event& event = (*this)[write];
    if (event.thread == thread || happened(event, write, before)) return 0;
    if (waits_for(event.access.before)) return write;
  }
  return 0;
}

}  // namespace extram
