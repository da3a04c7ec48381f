#include "model/litmus/relacy_model.hpp"

#include <set>
#include <utility>

#include "model/litmus/axioms.hpp"

namespace extram::litmus {
namespace {

// Looks for an interleaving in which Relacy would do what the candidate says.
class Interleaver {
 public:
  Interleaver(const Execution& execution, LimitSet lifted, Wanted wanted)
      : execution_(execution), lifted_(lifted), wanted_(wanted), before_(execution.events.size(), 0) {
    hb_ = happens_before(execution, lifts(Limit::release_sequence) ? ReleaseSequence::cpp20 : ReleaseSequence::relacy);
    eco_ = coherence_order(execution);
    order(execution.sequenced);
    if (!lifts(Limit::load_buffering)) order(execution.read_from);
    if (!lifts(Limit::modification_order)) order(execution.modified);
  }

  bool exists() {
    if (!is_coherent(hb_, eco_) || (!lifts(Limit::one_spurious) && fails_twice())) return false;
    return go_on(0, {});
  }

 private:
  [[nodiscard]] bool lifts(Limit limit) const { return lifted_.contains(limit); }

  void order(const Relation& relation) {
    for (std::size_t i = 0; i < before_.size(); ++i) {
      for_each_event(relation.after(i), [&](std::size_t k) { before_[k] |= only(i); });
    }
  }

  [[nodiscard]] bool fails_twice() const {
    std::set<int> failed;
    for (const Event& event : execution_.events) {
      if (event.spurious && !failed.insert(event.location).second) return true;
    }
    return false;
  }

  // `fences`: those of seq_cst so far. In Relacy each one learns all that those before it knew.
  bool go_on(EventSet done, const std::vector<std::size_t>& fences) {
    const std::size_t size = execution_.events.size();
    if (done == (size == kEventsMax ? ~EventSet{0} : only(size) - 1)) return is_execution(fences);
    if (!seen_.insert({done, fences}).second) return false;
    for (std::size_t i = 0; i < size; ++i) {
      if ((done & only(i)) != 0 || (before_[i] & ~done) != 0 || !may_come(i, done)) continue;
      std::vector<std::size_t> further = fences;
      if (execution_.events[i].fence && is_seq_cst(execution_.events[i])) further.push_back(i);
      if (go_on(done | only(i), further)) return true;
    }
    return false;
  }

  [[nodiscard]] bool may_come(std::size_t i, EventSet done) const {
    const Event& event = execution_.events[i];
    if (!event.reads || event.writes) return true;
    EventSet newer = 0;
    for (std::size_t w = 0; w < execution_.events.size(); ++w) {
      if (execution_.read_from.has(w, i)) newer = execution_.modified.after(w) & done;
    }
    if (newer == 0) return true;
    if (event.failed) return lifts(Limit::failed_exchange);
    if (std::popcount(newer) > 1 && !lifts(Limit::one_store_back)) return false;
    const Event& newest = newest_of(newer);
    if (event.awaits && !event.satisfied_by(newest.written) && !lifts(Limit::newest_awaited)) return false;
    return !(is_seq_cst(event) && is_seq_cst(newest)) || lifts(Limit::seq_cst);
  }

  [[nodiscard]] const Event& newest_of(EventSet writes) const {
    std::size_t newest = 0;
    for_each_event(writes, [&](std::size_t w) {
      if ((execution_.modified.after(w) & writes) == 0) newest = w;
    });
    return execution_.events[newest];
  }

  [[nodiscard]] bool is_execution(const std::vector<std::size_t>& fences) const {
    Relation hb = hb_;
    if (fences.size() > 1 && !lifts(Limit::seq_cst)) {
      for (std::size_t i = 0; i + 1 < fences.size(); ++i) hb.add(fences[i], fences[i + 1]);
      hb = hb.repeated();
      if (!is_coherent(hb, eco_)) return false;
    }
    return wanted_ == Wanted::any || has_race(execution_, hb);
  }

  const Execution& execution_;
  LimitSet lifted_;
  Wanted wanted_;
  Relation hb_{0};
  Relation eco_{0};
  std::vector<EventSet> before_;
  std::set<std::pair<EventSet, std::vector<std::size_t>>> seen_;
};

}  // namespace

std::string LimitSet::text() const {
  std::string all;
  for (const LimitInfo& row : kLimits) {
    if (!contains(row.limit)) continue;
    all += (all.empty() ? "" : "+") + std::string(row.name);
  }
  return all;
}

bool relacy_shows(const Execution& execution, LimitSet lifted, Wanted wanted) {
  return Interleaver(execution, lifted, wanted).exists();
}

std::optional<LimitSet> limits_of(const Execution& execution) {
  if (relacy_shows(execution)) return LimitSet{};
  // Where loads read only what comes before them, nothing is to be gained from lifting that.
  const bool buffers = !(execution.sequenced | execution.read_from).is_acyclic();
  LimitSet all;
  for (const LimitInfo& row : kLimits) {
    const LimitSet one = LimitSet::of(row.limit);
    if (row.limit == Limit::load_buffering && !buffers) continue;
    if (relacy_shows(execution, one)) return one;
    all = all.with(row.limit);
  }
  if (!relacy_shows(execution, all)) return std::nullopt;
  for (const LimitInfo& first : kLimits) {
    for (const LimitInfo& second : kLimits) {
      const LimitSet two = LimitSet::of(first.limit).with(second.limit);
      if (relacy_shows(execution, two)) return two;
    }
  }
  return all;
}

}  // namespace extram::litmus
