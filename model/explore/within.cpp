#include "model/explore/within.hpp"

namespace extram {

void Within::begins() {
  used_ = Cost();
  inner_.begins();
}

int Within::next_thread(std::span<const NextStep> threads, int running) {
  if (++used_[Axis::decisions] > most_[Axis::decisions]) return kAbandon;
  const int chosen = inner_.next_thread(threads, running);
  const bool switches = running >= 0 && chosen >= 0 && chosen != running;
  if (switches && ++used_[Axis::context_switches] > most_[Axis::context_switches]) return kAbandon;
  return chosen;
}

int Within::index(const Decision& question) {
  ++used_[Axis::decisions];
  const Axis axis = axis_of(question.kind);
  if (used_[axis] >= most_[axis]) return 0;
  const int index = inner_.index(question);
  if (index != 0) ++used_[axis];
  return index;
}

bool Within::ends(bool abandoned) {
  const bool over = inner_.ends(abandoned);
  if (!inner_.nondeterminism().found()) return over;
  nondeterminism_.report(inner_.nondeterminism().what());
  return true;
}

}  // namespace extram
