// What is injected beside signals to one thread: calls and exchanges that fail, signals that no mask holds back or that
// any thread may take, threads that die, are cancelled, stand still, or are gone in the child of a fork.
#include "impl/world/fault_state.hpp"
#include "model/relacy/model.hpp"

namespace extram {
namespace {

constexpr int kSigCancel = 32;  // that of pthread_cancel, glibc on Linux

}  // namespace

bool Model::may_strike(FaultKind kind) {
  return threads_run() && !unwinds() && thread().faults_left > 0 && shape().fault_kinds.contains(kind) &&
         self_ < request_->entry->info.victims;
}

void Model::strikes(FaultKind kind, At at) {
  --thread().faults_left;
  count(fault_row(kind, at).struck);
  event(EventKind::fault, at, [=] { return std::string(kFaultKinds[static_cast<std::size_t>(kind)].text); });
}

bool Model::call_fails(FaultKind kind, At at) {
  if (!may_strike(kind)) return false;
  thread().at = at;
  count(fault_row(kind, at).reached);
  if (choose(DecisionKind::fault, 2, at) == 0) return false;
  strikes(kind, at);
  return true;
}

// One decision for all that could come here: 0 is none, and then they count in the order of the table.
void Model::faults_at_step(At at) {
  Thread& me = thread();
  if (me.faults_left == 0) return;
  std::array<FaultKind, kFaultKinds.size()> here{};
  int count = 0;
  const auto offer = [&](FaultKind kind, bool possible) {
    if (!possible || !may_strike(kind)) return;
    here[static_cast<std::size_t>(count++)] = kind;
    this->count(fault_row(kind, at).reached);
  };
  offer(FaultKind::late, me.signals_left > 0 && me.mask.blocks(signals::in_turn(me.signals_begun)));
  offer(FaultKind::death, true);
  // Not in a handler: what is unwound through its frame is nobody's to say.
  offer(FaultKind::cancel, !me.mask.blocks(kSigCancel) && me.handlers == 0 && me.destructor_rounds == 0);
  offer(FaultKind::stall, true);
  // One that all threads block stays pending; it comes to the first that opens it, which is as if it was sent then.
  offer(FaultKind::signal, process_signals_ < shape().faults && !me.mask.blocks(signals::in_turn(process_signals_)));
  if (count == 0) return;
  const int chosen = choose(DecisionKind::fault, count + 1, at);
  if (chosen == 0) return;
  const FaultKind kind = here[static_cast<std::size_t>(chosen - 1)];
  strikes(kind, at);
  switch (kind) {
    case FaultKind::late:
      return deliver_next(at);
    case FaultKind::death:
      die();
    case FaultKind::cancel:
      thread().cancelled = true;
      throw ThreadExit{};
    case FaultKind::stall:
      return stall(at);
    case FaultKind::signal:
      return deliver(signals::in_turn(process_signals_++), at);
    case FaultKind::call:
    case FaultKind::cas:
    case FaultKind::fork:
      return;
  }
}

// The fiber stays where it is until nobody else goes on, and is unwound then.
void Model::die() {
  const int self = self_;
  thread().gone = true;
  thread().announced = false;
  rl::ctx().sched();
  thread_is(self);
  throw Abandon{};
}

// The fiber stays where it is until nobody else goes on; then it does.
void Model::stall(At at) {
  const int self = self_;
  Thread& me = thread();
  me.stalled = true;
  me.announced = false;
  me.access = {};
  me.waiting = {};  // what it waited for last is no longer there
  rl::ctx().sched();
  thread_is(self);
  if (unwinds()) throw Abandon{};
  event(EventKind::local, at, [] { return std::string("goes on: nobody else can"); });
}

// Whether there were any. All of them go on: which is first is a choice again.
bool Model::resume_the_stalled() {
  GoneThreads stalled = 0;
  bool others_wait = false;
  for (int t = 0; t < shape().threads; ++t) {
    const Thread& thread = threads_[static_cast<std::size_t>(t)];
    if (thread.stalled) stalled = static_cast<GoneThreads>(stalled | 1U << t);
    others_wait = others_wait || (!thread.stalled && !thread.ended && !thread.gone);
  }
  if (stalled == 0) return false;
  if (!program_->resumes(stalled, others_wait)) report_deadlock();
  for (Thread& thread : threads_) thread.stalled = false;
  return true;
}

// A step of its own, so that the other threads may stand anywhere. What it does hangs on where all of them are, which
// no search shows that leaves out orders of independent steps.
void Model::may_fork(At at) {
  if (at != At("C.fork") || !may_strike(FaultKind::fork)) return point(at);
  announce(at, {});
  performed({});
  if (call_fails(FaultKind::fork, at)) lose_the_others();
}

// The child of a fork has a copy of all memory, and of the threads only the one that forked.
void Model::lose_the_others() {
  for (int t = 0; t < shape().threads; ++t) {
    Thread& other = threads_[static_cast<std::size_t>(t)];
    if (t == self_ || other.ended) continue;
    other.gone = true;
    other.announced = false;
  }
  thread().pending = Mask{};
  is_child_ = true;
}

GoneThreads Model::gone_threads() const {
  GoneThreads gone = 0;
  for (std::size_t t = 0; t < threads_.size(); ++t) {
    if (threads_[t].gone || threads_[t].cancelled) gone = static_cast<GoneThreads>(gone | 1U << t);
  }
  return gone;
}

Model::FaultRow& Model::fault_row(FaultKind kind, At at) {
  const Thread& me = thread();
  const FaultPlace place{at, kind, program_->list_state(), me.mask.with(kUnmaskable) == Mask::all(), me.g == nullptr};
  for (FaultRow& row : fault_rows_) {
    if (row.place == place) return row;
  }
  const OutsideContext outside;
  fault_rows_.push_back({place, 0, 0});
  return fault_rows_.back();
}

void Model::count_outcome(std::string_view outcome) {
  if (outcome.empty()) return;
  const OutsideContext outside;
  for (auto& [text, count] : outcomes_) {
    if (text == outcome) {
      ++count;
      return;
    }
  }
  outcomes_.emplace_back(outcome, 1);
}

// How an execution went that nothing was broken in, and where the fault struck that it had.
void Model::execution_went_well() { count_outcome(program_->outcome()); }

std::vector<SiteSignals> Model::faults_by_place() const {
  std::vector<SiteSignals> all;
  for (const FaultRow& row : fault_rows_) {
    SiteSignals one{.site = row.place.at.label(), .open = row.reached, .delivered = row.struck};
    one.what = name_of(row.place.kind);
    one.state = text_of(FaultState{row.place.list, row.place.masked, row.place.g_is_nil});
    all.push_back(std::move(one));
  }
  for (const auto& [text, count] : outcomes_) {
    SiteSignals one{.site = std::string(text), .delivered = count};
    one.what = kOutcome;
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace extram
