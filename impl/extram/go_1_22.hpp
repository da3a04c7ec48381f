// go_1_21 with the stack bounds of release 1.22: bounds that hold the stack pointer are kept, guessed or not; and where
// Go code further up has called C, a stack pointer outside of them ends the process (golang/go#62130). A callback
// leaves behind the bounds that it has found.
#pragma once

#include "impl/extram/go_1_21.hpp"

namespace extram {

struct go_1_22 : go_1_21 {
  static constexpr std::string_view name = "go_1_22";

  template <class X>
  static void update_system_stack(X& x, typename X::Mp mp, InSignal in_signal) {
    const std::uintptr_t sp = X::world::stack_pointer();
    if (Stack(mp->g0.stack).contains(sp)) return;
    if (mp->bound.ncgo > 0) return x.exit(2, "fatal error: runtime: stack out of bounds in cgocallback\n");
    x.set_stack_bounds(&mp->g0);
    mp->bound.g0_stack_accurate = false;
    if (in_signal == InSignal::yes) return;
    const Stack stack = x.getstackbound();
    if (!stack.contains(sp)) return;
    mp->g0.stack = stack;
    mp->g0.stackguard0 = stack.lo + kStackGuard;
    mp->bound.g0_stack_accurate = true;
  }

  template <class Mp>
  static void restore_stack_bounds(Mp, Stack, bool) {}
};

}  // namespace extram
