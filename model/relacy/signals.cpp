// The kernel's part in signals: when one may come, and how it is delivered.
#include <fmt/format.h>

#include "model/relacy/model.hpp"

namespace extram {
namespace {

std::string_view name_of_signal(int signal) {
  switch (signal) {
    case signals::usr1:
      return "SIGUSR1";
    case signals::usr2:
      return "SIGUSR2";
    case signals::chld:
      return "SIGCHLD";
    default:
      return "signal";
  }
}

}  // namespace

bool Model::signal_may_come() {
  Thread& me = thread();
  if (me.signals_left == 0) return false;
  const bool blocked = me.mask.blocks(signals::in_turn(me.signals_begun));
  count(blocked ? coverage(me.at).blocked : coverage(me.at).open);
  if (blocked) return false;
  return me.signal_place.moves(shape().signal_points, program_->handler_is_local());
}

void Model::deliver_next(At at) {
  Thread& me = thread();
  const int signal = signals::in_turn(me.signals_begun);
  --me.signals_left;
  ++me.signals_begun;
  SiteSignals& here = coverage(at);
  count(here.delivered);
  if (me.mask.blocks(signal)) count(here.delivered_blocked);
  deliver(signal, at);
}

// A run meets a few dozen steps; a look through them costs less than the choice that follows.
SiteSignals& Model::coverage(At at) {
  for (Coverage& one : coverage_) {
    if (one.at == at) return one.counts;
  }
  const OutsideContext outside;
  coverage_.push_back({at, {at.label()}});
  return coverage_.back().counts;
}

void Model::count(std::uint64_t& number) {
  const OutsideContext outside;
  ++number;
  counted_.push_back(&number);
}

std::vector<SiteSignals> Model::signals_by_site() const {
  std::vector<SiteSignals> all;
  for (const Coverage& one : coverage_) all.push_back(one.counts);
  const std::vector<SiteSignals> faults = faults_by_place();
  all.insert(all.end(), faults.begin(), faults.end());
  return all;
}

void Model::late_signal(At at) {
  if (!threads_run() || draining_ || thread().signals_left == 0) return;
  if (choose(DecisionKind::signal, 2, at) != 0) deliver_next(at);
}

void Model::raise(int signal, At at) {
  Thread& me = thread();
  me.pending = me.pending.with(Mask{signal});
  point(at);
  deliver_pending(at);
}

void Model::deliver_pending(At at) {
  if (!threads_run() || draining_) return;
  Thread& me = thread();
  for (int signal = 1; signal <= signals::last && me.pending.without(me.mask) != Mask{}; ++signal) {
    if (!me.pending.without(me.mask).blocks(signal)) continue;
    me.pending = me.pending.without(Mask{signal});
    deliver(signal, at);
  }
}

// As the kernel does it for a handler that was installed with a full sa_mask: block all, run, restore.
void Model::deliver(int signal, At at) {
  Thread& me = thread();
  const Mask before = me.mask;
  ++me.handlers;
  ++me.deliveries;
  me.mask = Mask::all().without(kUnmaskable);
  event(EventKind::signal, at,
        [&] { return fmt::format("{} delivered: g is {}", name_of_signal(signal), me.g == nullptr ? "nil" : "set"); });
  program_->on_signal(signal);
  me.mask = before;
  --me.handlers;
  thread_changed();
  event(EventKind::handled, at, [] { return std::string("handler returns"); });
  deliver_pending(at);
}

}  // namespace extram
