// What a machine-made mutant does to the steps of a thread.
#include "model/relacy/model.hpp"

namespace extram {

bool Model::alters(At at, Change change) {
  if (!alterations_.is(at, change)) return false;
  explorer_->alters();
  return true;
}

Order Model::altered_order(At at, Order order) {
  return alters(at, Change::order) ? alterations_.of(at)->order : order;
}

Mask Model::altered_mask(At at, Mask mask) {
  if (alters(at, Change::mask_empty)) return Mask{};
  return alters(at, Change::mask_full) ? Mask::all() : mask;
}

bool Model::put_off(const PutOff& step) {
  Thread& me = thread();
  if (me.catches_up || !alters(step.at, Change::swap)) return false;
  catch_up();
  if (me.put_off_count == kPutOffMax) return false;
  me.put_off[me.put_off_count] = step;
  me.put_off[me.put_off_count++].handlers = me.handlers;
  return true;
}

// A handler's steps come between those of what it interrupts, and change no places with them.
void Model::catch_up() {
  Thread& me = thread();
  while (me.put_off_count > 0 && me.put_off[me.put_off_count - 1].handlers == me.handlers) {
    const PutOff step = me.put_off[--me.put_off_count];
    me.catches_up = true;
    step.run(step);
    me.catches_up = false;
  }
}

// The thread is about to take this step: what was put off to come behind another one comes before it.
void Model::comes_next(At at) {
  Thread& me = thread();
  if (me.catches_up || me.put_off_count == 0) return;
  const PutOff& step = me.put_off[me.put_off_count - 1];
  if (step.handlers == me.handlers && !alterations_.puts_behind(step.at, at)) catch_up();
}

void Model::step_was_made(At at) {
  if (alters(at, Change::open)) {
    thread().mask = Mask{};
    mask_changed(at);
  }
  if (!thread().catches_up) catch_up();
}

}  // namespace extram
