// What the turnstile asks of code that ThreadSanitizer watches: it reads what belongs to threads that stand still.
#pragma once

#include "impl/world/oracle.hpp"
#include "impl/world/scenario.hpp"

namespace extram::native::lockstep {

struct Waiting;

[[nodiscard]] bool is_over(const Waiting& waiting);
[[nodiscard]] Oracle why_all_wait(const Program& program);
// Whether the calling thread's mask holds the signal, as the kernel has it.
[[nodiscard]] bool is_blocked(int signal);
void open_all_signals();

}  // namespace extram::native::lockstep
