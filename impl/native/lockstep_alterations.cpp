#include "impl/native/lockstep_alterations.hpp"

#include "impl/native/lockstep_hooks.hpp"
#include "impl/native/lockstep_state.hpp"

namespace extram::native::lockstep {
namespace {

[[nodiscard]] bool is_altered() { return !the.alterations.none() && threads_run(); }
[[nodiscard]] bool alters(At at, Change change) { return is_altered() && the.alterations.is(at, change); }

}  // namespace

bool changes(At at) { return is_altered() && the.alterations.concern(at); }
bool drops(At at) { return alters(at, Change::drop); }

Order order(At at, Order as_written) { return alters(at, Change::order) ? the.alterations.of(at)->order : as_written; }

Mask mask(At at, Mask as_written) {
  if (alters(at, Change::mask_empty)) return Mask{};
  return alters(at, Change::mask_full) ? Mask::all() : as_written;
}

bool puts_off(At at, void (*run)(const PutOff&), std::array<std::uintptr_t, 2> with) {
  if (!alters(at, Change::swap) || mine().catches_up) return false;
  catch_up();
  Seat& me = mine();
  if (me.put_off_count == kPutOffMax) return false;
  me.put_off[me.put_off_count++] = {run, at, with, me.handlers};
  return true;
}

void catch_up() {
  if (!is_altered()) return;
  Seat& me = mine();
  while (me.put_off_count > 0 && me.put_off[me.put_off_count - 1].handlers == me.handlers) {
    const PutOff step = me.put_off[--me.put_off_count];
    me.catches_up = true;
    step.run(step);
    me.catches_up = false;
  }
}

void comes_next(At at) {
  if (!is_altered()) return;
  const Seat& me = mine();
  if (me.catches_up || me.put_off_count == 0) return;
  const PutOff& step = me.put_off[me.put_off_count - 1];
  if (step.handlers == me.handlers && !the.alterations.puts_behind(step.at, at)) catch_up();
}

void stepped(At at) {
  if (!is_altered()) return;
  if (alters(at, Change::open)) {
    open_all_signals();
    thread_changed();
  }
  if (!mine().catches_up) catch_up();
}

}  // namespace extram::native::lockstep
