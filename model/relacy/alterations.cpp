#include "model/relacy/alterations.hpp"

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

// One that waits already comes first: the same step, called twice, comes twice.
bool Model::put_off(const PutOff& step) {
  Thread& me = thread();
  if (me.catches_up || !alters(step.at, Change::swap)) return false;
  catch_up(At(alterations_.of(step.at)->behind));
  if (me.put_off_count == kPutOffMax) return false;
  me.put_off[me.put_off_count++] = step;
  me.put_off[me.put_off_count - 1].handlers = me.handlers;
  return true;
}

void Model::catch_up(At behind) {
  Thread& me = thread();
  while (me.put_off_count > 0) {
    const PutOff step = me.put_off[me.put_off_count - 1];
    if (step.handlers != me.handlers || !alterations_.puts_behind(step.at, behind)) return;
    --me.put_off_count;
    me.catches_up = true;
    step.run(step);
    me.catches_up = false;
  }
}

void Model::step_was_made(At at) {
  if (alters(at, Change::open)) {
    thread().mask = Mask{};
    mask_changed(at);
  }
  if (!thread().catches_up) catch_up(at);
}

}  // namespace extram
