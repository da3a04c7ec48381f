// The model's part in a trace: events as they come, and with each what holds from there on.
#include <fmt/format.h>

#include "model/relacy/model.hpp"

namespace extram {

std::string describe(Mask mask) {
  if (mask == Mask{}) return "empty";
  if (mask.with(kUnmaskable) == Mask::all()) return "all";
  return fmt::format("{} signals", mask.size());
}

void Model::add_event(EventKind kind, At at, std::string what, Touched touched) {
  while (!what.empty() && what.back() == '\n') what.pop_back();
  // A delivery is told from outside the handler that it begins.
  const int depth = thread().handlers - (kind == EventKind::signal ? 1 : 0);
  Event event{.kind = kind, .thread = self_, .depth = depth, .site = at.label(), .what = std::move(what)};
  event.stale = touched.stale;
  event.touch = touched.touch;
  event.object = std::move(touched.object);
  event.before = std::move(touched.before);
  event.after = std::move(touched.after);
  event.reads_from = touched.reads_from;
  if (touched.touch == Touch::write || touched.touch == Touch::update) recorder_.written(touched.cell);
  recorder_.collect(event.facts);
  tell_of_lock(event.facts);
  for (int t = 0; t < shape().threads; ++t) tell_of_thread(t, event.facts);
  trace_->push_back(std::move(event));
}

// Who has made the word say that it is locked holds the lock; what its owner knows of it comes a moment later.
void Model::tell_of_lock(std::vector<Fact>& facts) {
  const bool locked = program_->list_state() != LockState::free;
  if (locked == lock_is_shown_) return;
  lock_is_shown_ = locked;
  recorder_.tell(-1, kLockHolder, locked ? fmt::format("thread {}", self_) : "nobody", facts);
}

void Model::tell_of_thread(int thread, std::vector<Fact>& facts) {
  const Thread& me = threads_[static_cast<std::size_t>(thread)];
  recorder_.tell(thread, "g", name_of_value(reinterpret_cast<std::uintptr_t>(me.g)), facts);
  recorder_.tell(thread, kBlockedSignals, describe(me.mask), facts);
  recorder_.tell(thread, "signals pending", describe(me.pending), facts);
  recorder_.tell(thread, "alternate stack", me.altstack.disabled() ? "none" : "set", facts);
  const char* const lives = me.ended ? "ended" : (me.gone ? "gone" : "runs");
  recorder_.tell(thread, "state", me.handlers > 0 && !me.ended && !me.gone ? "in a handler" : lives, facts);
}

void Model::trace_setup() {
  if (!tracing()) return;
  const OutsideContext outside;
  add_event(EventKind::setup, At("set-up"), "", {});
}

// What a thread waits for is there because of who wrote it last.
Touched Model::what_is_waited_for(const Thread& thread) const {
  Touched touched{.touch = Touch::read};
  const Fact* const variable = recorder_.shown(thread.access.object);
  if (variable == nullptr) return {};
  touched.object = variable->object.empty() ? variable->name : variable->object + "." + variable->name;
  touched.before = touched.after = variable->value;
  for (int i = static_cast<int>(trace_->size()) - 1; i >= 0 && touched.reads_from == kNoStore; --i) {
    const Event& event = (*trace_)[static_cast<std::size_t>(i)];
    const bool writes = event.touch == Touch::write || event.touch == Touch::update;
    if (writes && event.object == touched.object) touched.reads_from = i;
  }
  return touched;
}

void Model::trace_waiting_threads() {
  if (!tracing()) return;
  const OutsideContext outside;
  for (int t = 0; t < shape().threads; ++t) {
    const Thread& thread = threads_[static_cast<std::size_t>(t)];
    if (thread.ended || thread.gone) continue;
    thread_is(t);
    event(
        EventKind::waits, thread.at, [] { return std::string("waits for ever"); }, what_is_waited_for(thread));
  }
}

void Model::label_object(const void* object, std::size_t size, std::string_view text) {
  const OutsideContext outside;
  const int number = static_cast<int>(++labelled_[static_cast<std::size_t>(maker() + 1)]);
  labels_.add_object(object, size, text, maker(), number);
  if (trace_ != nullptr) recorder_.labelled(object, size);
}

void Model::label_value(std::uintptr_t value, std::string_view text) {
  const OutsideContext outside;
  labels_.add_value(value, text);
}

void Model::record_cell(const void* cell, const CellType* type, const char* name, std::uint32_t object) {
  const OutsideContext outside;
  recorder_.add(cell, type, name, object);
}

void Model::record_no_more(const void* cell) {
  const OutsideContext outside;
  recorder_.remove(cell);
}

}  // namespace extram
