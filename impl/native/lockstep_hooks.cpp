#include "impl/native/lockstep_hooks.hpp"

#include "impl/native/lockstep.hpp"
#include "impl/native/masks.hpp"
#include "impl/native/sanitizers.hpp"

namespace extram::native::lockstep {

bool is_over(const Waiting& waiting) {
  if (waiting.is_over == nullptr) return true;
  tsan::ignore_reads_begin();
  const bool over = waiting.is_over(waiting.what);
  tsan::ignore_reads_end();
  return over;
}

Oracle why_all_wait(const Program& program) {
  tsan::ignore_reads_begin();
  const Oracle why = program.explain_deadlock();
  tsan::ignore_reads_end();
  return why;
}

bool is_blocked(int signal) {
  Mask mask;
  DefaultMasks::change(MaskHow::set, nullptr, &mask);
  return mask.blocks(signal);
}

void open_all_signals() {
  const Mask none;
  DefaultMasks::change(MaskHow::set, &none, nullptr);
}

}  // namespace extram::native::lockstep
