#include "model/explore/exhaustive.hpp"

#include <bit>
#include <cassert>

#include <fmt/format.h>

namespace extram {
namespace {

[[nodiscard]] constexpr ThreadSet only(int thread) { return static_cast<ThreadSet>(1U << thread); }
[[nodiscard]] constexpr bool holds(ThreadSet set, int thread) { return (set >> thread & 1U) != 0; }
[[nodiscard]] constexpr ThreadSet both(ThreadSet a, ThreadSet b) { return static_cast<ThreadSet>(a | b); }
[[nodiscard]] constexpr ThreadSet common(ThreadSet a, ThreadSet b) { return static_cast<ThreadSet>(a & b); }
[[nodiscard]] constexpr ThreadSet minus(ThreadSet a, ThreadSet b) { return static_cast<ThreadSet>(a & ~b); }
[[nodiscard]] constexpr int first_of(ThreadSet set) { return std::countr_zero(static_cast<unsigned>(set)); }

[[nodiscard]] ThreadSet enabled_of(std::span<const NextStep> threads) {
  unsigned set = 0;
  for (std::size_t t = 0; t < threads.size(); ++t) set |= (threads[t].enabled ? 1U : 0U) << t;
  return static_cast<ThreadSet>(set);
}

// Threads that could be exchanged for one another count as the first of them.
[[nodiscard]] ThreadSet one_of_twins(ThreadSet set, const std::array<std::uint8_t, kMaxThreads>& twin_of) {
  unsigned first = 0;
  for (std::size_t t = 0; t < twin_of.size(); ++t) {
    if (holds(set, static_cast<int>(t))) first |= 1U << twin_of[t];
  }
  return static_cast<ThreadSet>(first);
}

}  // namespace

Exhaustive::Exhaustive(Reductions reductions, Flaw flaw, std::size_t states_kept)
    : reductions_(reductions),
      flaw_(flaw),
      visited_(reductions.merging ? std::make_unique<Visited>(states_kept) : nullptr) {
  path_.reserve(512);
}

bool Exhaustive::asks_for_states(StateSource* source) {
  source_ = source;
  if (source != nullptr && visited_ != nullptr) source->reach_edition(visited_->edition());
  edition_ = source == nullptr ? 0 : source->edition();
  return reductions_.merging;
}

void Exhaustive::begins() {
  position_ = 0;
  events_ = 0;
  thread_node_ = -1;
  deferred_.reset();
}

Access Exhaustive::reduced(Access access) const {
  if (!reductions_.locks && is_write(access.kind)) access.kind = AccessKind::write;
  return access;
}

// --- the next step ---------------------------------------------------------------------------------------------------

int Exhaustive::next_thread(std::span<const NextStep> threads, int running) {
  flush_deferred();
  const ThreadSet enabled = enabled_of(threads);
  assert(enabled != 0);
  if (position_ == path_.size()) {
    if (flaw_ == Flaw::races_at_announcement && running >= 0) {
      const NextStep& next = threads[static_cast<std::size_t>(running)];
      if (next.alive) look_for_races(running, reduced(next.access), next.wait);
    }
    Node fresh = fresh_node(threads, enabled);
    if (left(fresh) == 0) {  // all that could begin here has been seen
      look_for_races_of_waiting(threads);
      return kAbandon;
    }
    if (cut_ != 0 && path_.size() >= cut_) {
      on_unit_(work_below(path_.size()));
      return kAbandon;
    }
    if (!merge(fresh)) return kAbandon;
    choose_first(fresh, running);
    path_.push_back(fresh);
  }
  Node& node = path_[position_];
  const bool is_known = node.kind == DecisionKind::thread && node.enabled == enabled &&
                        (!node.at_known || node.at == threads[node.thread].at);
  if (!is_known) {
    nondeterminism_.report(
        fmt::format("decision {} was {} at {} and is now a choice of threads: the model does not "
                    "depend on its decisions alone",
                    position_, name_of(node.kind), node.at.label()));
    return kAbandon;
  }
  node.at = threads[node.thread].at;
  node.at_known = true;
  thread_node_ = static_cast<std::ptrdiff_t>(position_++);
  access_ = {};
  wait_ = threads[node.thread].wait;
  return node.thread;
}

Exhaustive::Node Exhaustive::fresh_node(std::span<const NextStep> threads, ThreadSet enabled) const {
  Node node;
  node.enabled = node.to_try = enabled;
  for (std::size_t t = 0; t < node.twin_of.size(); ++t) {
    node.twin_of[t] = static_cast<std::uint8_t>(t);
    if (!reductions_.symmetry || !holds(enabled, static_cast<int>(t)) || threads[t].twin == 0) continue;
    for (std::size_t u = 0; u < t; ++u) {
      if (holds(enabled, static_cast<int>(u)) && threads[u].twin == threads[t].twin) {
        node.twin_of[t] = static_cast<std::uint8_t>(u);
        break;
      }
    }
  }
  node.asleep = inherited_sleep(threads);
  return node;
}

// Those that slept at the node above, or were tried there before, and whom the step taken there does not concern.
ThreadSet Exhaustive::inherited_sleep(std::span<const NextStep> threads) const {
  if (thread_node_ < 0) return 0;
  const Node& above = path_[static_cast<std::size_t>(thread_node_)];
  const ThreadSet candidates = minus(both(above.asleep, above.done), only(above.thread));
  unsigned asleep = 0;
  for (std::size_t t = 0; t < threads.size(); ++t) {
    if (holds(candidates, static_cast<int>(t)) && threads[t].enabled &&
        !dependent(reduced(threads[t].access), access_)) {
      asleep |= 1U << t;
    }
  }
  return static_cast<ThreadSet>(asleep);
}

int Exhaustive::next_of(ThreadSet set) const {
  return backwards_ ? static_cast<int>(std::bit_width(static_cast<unsigned>(set))) - 1 : first_of(set);
}

ThreadSet Exhaustive::left(const Node& node) const {
  return minus(one_of_twins(node.to_try, node.twin_of), both(both(node.done, node.asleep), node.elsewhere));
}

// Goes on with the running thread where that is possible: schedules are easier to read, and replays of them cheaper.
void Exhaustive::choose_first(Node& node, int running) const {
  const ThreadSet candidates = left(node);
  node.thread = static_cast<std::uint8_t>(running >= 0 && holds(candidates, running) ? running : next_of(candidates));
  // Above a cut everything is tried, and what was explored before is no matter of races.
  if (cut_ == 0 && node.elsewhere == 0) node.to_try = only(node.thread);
}

bool Exhaustive::merge(Node& node) {
  if (!reductions_.merging || source_ == nullptr || cut_ != 0) return true;
  if (source_->edition() != edition_) forget_names();
  node.named = source_->name_state(node.asleep, node.name);
  if (!node.named) return true;
  const std::optional<Explored> known = visited_->find(node.name);
  if (!known) return true;
  want_for(known->uses);
  if (!path_.empty()) path_.back().uses.add(known->uses);
  // What began with a thread that slept then was left out there, and may not be left out here.
  unsigned missing = minus(common(known->asleep, node.enabled), node.asleep);
  for (std::size_t t = 0; t < node.twin_of.size(); ++t) {
    if (node.twin_of[t] != t) missing &= ~(1U << t);
  }
  if (missing == 0) {
    ++merged_;
    return false;
  }
  node.elsewhere = minus(node.enabled, static_cast<ThreadSet>(missing));
  node.seen_before = true;
  node.asleep_before = known->asleep;
  node.uses = known->uses;
  return true;
}

int Exhaustive::index(const Decision& question) {
  if (position_ == path_.size()) {
    Node fresh;
    fresh.kind = question.kind;
    fresh.thread = question.thread;
    fresh.arity = fresh.limit = question.arity;
    path_.push_back(fresh);
  }
  Node& node = path_[position_];
  const bool is_known = node.kind == question.kind && node.thread == question.thread && node.arity == question.arity &&
                        (!node.at_known || node.at == question.at);
  if (!is_known) {
    nondeterminism_.report(
        fmt::format("decision {} was {} at {} and is now {} at {}: the model does not depend on its decisions alone",
                    position_, name_of(node.kind), node.at.label(), name_of(question.kind), question.at.label()));
    return 0;
  }
  node.at = question.at;
  node.at_known = true;
  ++position_;
  return node.index;
}

// --- what the step did -----------------------------------------------------------------------------------------------

void Exhaustive::performed(int thread, Access access) {
  access_ = reduced(access);
  ++events_;
  if (events_ <= causality_.size()) {
    const auto known = static_cast<Causality::Index>(events_);
    const Causality::Event& event = causality_[known];
    const bool same =
        event.thread == thread && event.access.object == access_.object && event.access.kind == access_.kind;
    if (!same && flaw_ != Flaw::choice_taken_for_known) {
      nondeterminism_.report(
          fmt::format("step {} was an access of thread {} to object {}, and is now one of thread {} "
                      "to object {}: the model does not depend on its decisions alone",
                      events_, event.thread, event.access.object, thread, access_.object));
    }
    causality_.found_before(known, access_.before);
    return;
  }
  if (flaw_ == Flaw::last_step_forgotten) {
    deferred_ = Deferred{thread, access_, thread_node_, position_, {}};
    return;
  }
  if (flaw_ != Flaw::races_at_announcement) look_for_races(thread, access_, wait_);
  add_event({thread, access_, thread_node_, position_, wait_});
}

void Exhaustive::add_event(const Deferred& step) {
  assert(step.node >= 0);
  causality_.add(step.thread, step.access, static_cast<std::uint32_t>(step.node),
                 static_cast<std::uint32_t>(step.decisions));
  path_[step.decisions - 1].uses.add(step.thread, step.access, step.wait);
}

void Exhaustive::flush_deferred() {
  if (!deferred_) return;
  const Deferred step = *deferred_;
  deferred_.reset();
  look_for_races(step.thread, step.access, Wait{});
  add_event(step);
}

void Exhaustive::look_for_races(int thread, const Access& access, const Wait& wait) {
  causality_.for_each_race(thread, access, wait, [this](const Causality::Race& race) {
    want(causality_[race.earlier].node, race.initials, race.thread);
  });
}

void Exhaustive::want(std::uint32_t at, ThreadSet initials, int thread) {
  if (at < floor_) return;
  Node& node = path_[at];
  if (flaw_ == Flaw::flanagan_godefroid) {
    node.to_try = both(node.to_try, holds(node.enabled, thread) ? only(thread) : node.enabled);
    return;
  }
  const ThreadSet able = one_of_twins(common(initials, node.enabled), node.twin_of);
  if (able == 0) return want_all(at);
  if (common(able, both(node.to_try, node.asleep)) != 0) return;
  const int same = node.twin_of[static_cast<std::size_t>(thread)];
  node.to_try = both(node.to_try, only(holds(able, same) ? same : first_of(able)));
}

void Exhaustive::want_all(std::uint32_t at) {
  if (at >= floor_) path_[at].to_try = both(path_[at].to_try, path_[at].enabled);
}

void Exhaustive::want_for(const Uses& uses) {
  if (uses.exits() != 0) {
    for (std::uint32_t at = 0; at < path_.size(); ++at) want_all(at);
    return;
  }
  causality_.for_each_conflict(uses, [this](Causality::Index event) { want_all(causality_[event].node); });
}

void Exhaustive::all_wait(std::span<const NextStep> threads) {
  flush_deferred();
  look_for_races_of_waiting(threads);
}

// A step that waits when its execution ends is never performed, and races all the same: it could have come before the
// wait began.
void Exhaustive::look_for_races_of_waiting(std::span<const NextStep> threads) {
  for (std::size_t t = 0; t < threads.size(); ++t) {
    const NextStep& next = threads[t];
    if (!next.alive || next.enabled) continue;
    const int thread = static_cast<int>(t);
    const Access access = reduced(next.access);
    if (!path_.empty()) path_.back().uses.add(thread, access, next.wait);
    causality_.for_each_race_of_waiting(thread, access, next.wait, [this](const Causality::Race& race) {
      want(causality_[race.earlier].node, race.initials, race.thread);
    });
  }
}

// The end of all conflicts with every step of the others: those that came before it, and those that now never come.
void Exhaustive::exited(int thread) {
  flush_deferred();
  if (thread_node_ < 0) return;
  path_.back().uses.add_exits(only(thread));
  want_all(static_cast<std::uint32_t>(thread_node_));
  causality_.for_each_race_with_exit(
      thread, [this](const Causality::Race& race) { want(causality_[race.earlier].node, race.initials, race.thread); });
}

// --- the next execution ----------------------------------------------------------------------------------------------

bool Exhaustive::ends(bool) {
  if (nondeterminism_.found()) return true;
  if (position_ < path_.size()) {  // also one that is cut gets as far as the decision that was to be another
    nondeterminism_.report(fmt::format(
        "the execution ended at decision {}, which was {} at {}: the model does not depend on its decisions alone",
        position_, name_of(path_[position_].kind), path_[position_].at.label()));
    return true;
  }
  if (source_ != nullptr && source_->edition() != edition_) forget_names();
  while (path_.size() > floor_) {
    if (next_alternative(path_.back())) {
      const std::size_t known = path_.size() - (flaw_ == Flaw::choice_taken_for_known ? 0 : 1);
      causality_.keep(static_cast<std::uint32_t>(known));
      return false;
    }
    leave(path_.back());
    path_.pop_back();
  }
  over_ = true;
  return true;
}

// The nodes on the path were named before something showed that their names tell too little for. States that were left
// before it showed have nothing of it in their futures, nor have those of the same name.
void Exhaustive::forget_names() {
  edition_ = source_->edition();
  if (visited_ != nullptr) visited_->reach_edition(edition_);
  for (Node& node : path_) node.named = false;
}

bool Exhaustive::next_alternative(Node& node) {
  if (node.kind != DecisionKind::thread) {
    if (node.index + 1 >= node.limit) return false;
    ++node.index;
    return true;
  }
  node.done = both(node.done, only(node.thread));
  const ThreadSet next = left(node);
  if (next == 0) return false;
  node.thread = static_cast<std::uint8_t>(next_of(next));
  node.at_known = false;
  return true;
}

void Exhaustive::leave(const Node& node) {
  if (node.named && node.complete) {
    visited_->put(node.name, {node.seen_before ? common(node.asleep, node.asleep_before) : node.asleep, node.uses});
  }
  if (path_.size() < 2) return;
  Node& above = path_[path_.size() - 2];
  above.uses.add(node.uses);
  above.complete = above.complete && node.complete;
}

std::vector<std::string> Exhaustive::leaves_out() const {
  if (!reductions_.merging) return {};
  return {"states that are not the same and have the same name of 128 bits (--reductions symmetry,locks: none)"};
}

double Exhaustive::progress() const {
  if (over_) return 1.0;
  double done = 0.0;
  double share = 1.0;
  for (std::size_t i = floor_; i < path_.size(); ++i) {
    const Node& node = path_[i];
    const bool is_choice = node.kind != DecisionKind::thread;
    const ThreadSet tried =
        minus(both(one_of_twins(node.to_try, node.twin_of), node.done), both(node.asleep, node.elsewhere));
    const int all = is_choice ? node.limit : std::popcount(tried);
    if (all == 0) continue;
    share /= all;
    done += share * (is_choice ? node.index : std::popcount(static_cast<unsigned>(minus(node.done, node.elsewhere))));
  }
  return done;
}

}  // namespace extram
