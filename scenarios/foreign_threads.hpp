// How threads that Go did not create come along: with a signal mask and an alternate stack of C's choosing.
#pragma once

#include "impl/world/scenario.hpp"
#include "impl/world/world.hpp"

namespace extram {

// Masks that differ from thread to thread, and that hold a signal which Go opens (SIGCHLD) beside one that it leaves.
[[nodiscard]] constexpr Mask mask_of_foreign_thread(Profile profile, int thread) {
  if (profile != Profile::mixed) return Mask{};
  return Mask{signals::usr2, signals::first_realtime + 8 + thread % 16}.with(thread % 2 == 0 ? Mask{signals::chld}
                                                                                             : Mask{});
}

[[nodiscard]] constexpr bool has_own_altstack(Profile profile, int thread) {
  return profile == Profile::own_altstack || (profile == Profile::mixed && thread % 2 == 1);
}

inline constexpr std::size_t kForeignAltStackSize = 64 * 1024;

// C's part, before the first call into Go. The stack is C's to free; the world ends it with the execution.
template <World W>
void come_from_c(const Shape& shape, int thread) {
  if (shape.profile == Profile::same) return;
  const Mask mask = mask_of_foreign_thread(shape.profile, thread);
  W::sigprocmask(MaskHow::set, &mask, nullptr, At("foreign_thread.mask"));
  if (has_own_altstack(shape.profile, thread)) {
    const AltStack stack = W::make_signal_stack(kForeignAltStackSize);
    W::sigaltstack(&stack, nullptr, At("foreign_thread.altstack"));
  }
}

}  // namespace extram
