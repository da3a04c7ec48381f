#include "model/litmus/axioms.hpp"

namespace extram::litmus {
namespace {

template <class Predicate>
EventSet those(const Execution& execution, Predicate holds) {
  EventSet set = 0;
  for (std::size_t i = 0; i < execution.events.size(); ++i) {
    if (holds(execution.events[i])) set |= only(i);
  }
  return set;
}

// From a write to all that belongs to its release sequence.
Relation release_sequences(const Execution& execution, ReleaseSequence which) {
  const auto& events = execution.events;
  const EventSet updates = those(execution, [](const Event& e) { return e.reads && e.writes; });
  const EventSet writes = those(execution, [](const Event& e) { return e.writes; });
  Relation steps = execution.read_from.to(updates);
  Relation own(events.size());
  for (std::size_t w = 0; w < events.size(); ++w) {
    if (events[w].thread < 0) continue;
    for_each_event(execution.modified.after(w), [&](std::size_t next) {
      if (events[next].thread != events[w].thread) return;
      const bool adjacent = (execution.modified.after(w) & ~execution.modified.after(next)) == only(next);
      if (which == ReleaseSequence::relacy && adjacent) steps.add(w, next);
      if (which == ReleaseSequence::rc11) own.add(w, next);
    });
  }
  return own.or_none().from(writes) * steps.repeated().or_none();
}

// From what releases to what acquires it.
Relation synchronised(const Execution& execution, ReleaseSequence sequences) {
  const auto& events = execution.events;
  const EventSet atomic_writes = those(execution, [](const Event& e) { return e.writes && !e.plain; });
  const EventSet atomic_reads = those(execution, [](const Event& e) { return e.reads && !e.plain; });
  const EventSet releasing = those(execution, releases);
  const EventSet acquiring = those(execution, acquires);
  const EventSet fences = those(execution, [](const Event& e) { return e.fence; });

  Relation head(events.size());  // from what releases to the write that begins the sequence
  for_each_event(releasing & atomic_writes, [&](std::size_t w) { head.add(w, w); });
  head = head | execution.sequenced.from(releasing & fences).to(atomic_writes);
  Relation tail(events.size());  // from the read to what acquires
  for_each_event(acquiring & atomic_reads, [&](std::size_t r) { tail.add(r, r); });
  tail = tail | execution.sequenced.from(atomic_reads).to(acquiring & fences);

  return head * release_sequences(execution, sequences) * execution.read_from.to(atomic_reads) * tail;
}

Relation within_location(const Execution& execution, const Relation& relation, bool same) {
  Relation some(execution.events.size());
  for (std::size_t i = 0; i < execution.events.size(); ++i) {
    for_each_event(relation.after(i), [&](std::size_t k) {
      if (execution.same_location(i, k) == same) some.add(i, k);
    });
  }
  return some;
}

// Partial seq_cst order of RC11.
bool is_sc_in_rc11(const Execution& execution, const Relation& hb, const Relation& eco) {
  const EventSet sc = those(execution, is_seq_cst);
  const EventSet fences = those(execution, [](const Event& e) { return e.fence && is_seq_cst(e); });
  if (sc == 0) return true;
  const Relation apart = within_location(execution, execution.sequenced, false);
  const Relation scb = execution.sequenced | apart * hb * apart | within_location(execution, hb, true) |
                       execution.modified | execution.from_read;
  const Relation nothing = Relation(execution.events.size()).or_none();
  const Relation enter = nothing.from(sc) | hb.or_none().from(fences);
  const Relation leave = nothing.to(sc) | hb.or_none().to(fences);
  const Relation base = enter * scb * leave;
  const Relation between_fences = (hb | hb * eco * hb).from(fences).to(fences);
  return (base | between_fences).is_acyclic();
}

// The total order S of C++20, [atomics.order]: it exists where what it must contain has no cycle.
bool is_sc_in_cpp20(const Execution& execution, const Relation& hb, const Relation& eco, const Relation& sync) {
  const EventSet sc = those(execution, is_seq_cst);
  const EventSet fences = those(execution, [](const Event& e) { return e.fence && is_seq_cst(e); });
  if (sc == 0) return true;
  const EventSet operations = sc & ~fences;
  const Relation& sb = execution.sequenced;
  const Relation strongly = (sb | sync.from(operations).to(operations) | sb * hb * sb).repeated();
  const Relation nothing = Relation(execution.events.size()).or_none();
  const Relation enter = nothing.from(operations) | hb.from(fences);
  const Relation leave = nothing.to(operations) | hb.to(fences);
  return (strongly.from(sc).to(sc) | enter * eco * leave).is_acyclic();
}

}  // namespace

Relation happens_before(const Execution& execution, ReleaseSequence sequences) {
  return (execution.sequenced | synchronised(execution, sequences)).repeated();
}

Relation coherence_order(const Execution& execution) {
  return (execution.read_from | execution.modified | execution.from_read).repeated();
}

bool is_coherent(const Relation& happens_before, const Relation& coherence_order) {
  return happens_before.is_irreflexive() && coherence_order.is_irreflexive() &&
         (happens_before * coherence_order).is_irreflexive();
}

Consistency consistency_of(const Execution& execution) {
  const Relation eco = coherence_order(execution);
  const Relation sync = synchronised(execution, ReleaseSequence::cpp20);
  const Relation hb = (execution.sequenced | sync).repeated();
  if (!is_coherent(hb, eco)) return {};  // nor would it be with RC11's longer sequences
  const Relation hb_rc11 = happens_before(execution, ReleaseSequence::rc11);
  Consistency consistency;
  consistency.load_buffering = !(execution.sequenced | execution.read_from).is_acyclic();
  consistency.cpp20 = is_sc_in_cpp20(execution, hb, eco, sync);
  consistency.rc11 = !consistency.load_buffering && is_coherent(hb_rc11, eco) && is_sc_in_rc11(execution, hb_rc11, eco);
  return consistency;
}

bool has_race(const Execution& execution, const Relation& happens_before) {
  const auto& events = execution.events;
  for (std::size_t i = 0; i < events.size(); ++i) {
    for (std::size_t k = i + 1; k < events.size(); ++k) {
      if (!execution.same_location(i, k) || events[i].thread == events[k].thread || events[i].thread < 0) continue;
      if (!(events[i].plain || events[k].plain) || !(events[i].writes || events[k].writes)) continue;
      if (!happens_before.has(i, k) && !happens_before.has(k, i)) return true;
    }
  }
  return false;
}

}  // namespace extram::litmus
