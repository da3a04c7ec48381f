// Bugs of the M that is bound to its thread, from Go 1.21 on: each as the release had it, over a version that is right
// otherwise, and beside it what differs in the one member that put it right. The catalogue (catalogue.hpp) says what
// each one did.
#pragma once

#include "impl/extram/go_1_22.hpp"

namespace extram {

// Nobody asks pthread for the stack yet: all bounds are guesses of 32 KiB.
struct guesses_bounds : go_1_21 {
  template <class X>
  static void update_system_stack(X& x, typename X::Mp mp, InSignal) {
    x.set_stack_bounds(&mp->g0);
    mp->bound.g0_stack_accurate = false;
  }
};

struct issue_59294 : guesses_bounds {
  static constexpr std::string_view name = "issue_59294";
  template <class X>
  static void update_stack_on_entry(X&, typename X::Mp) {}
};
struct issue_59294_fixed : issue_59294 {
  static constexpr std::string_view name = "issue_59294_fixed";
  using go_1_21::update_stack_on_entry;
};

// New bounds where the stack pointer is below the old ones or in them, and old ones where it is above.
struct issue_60007 : guesses_bounds {
  static constexpr std::string_view name = "issue_60007";
  template <class X>
  static void update_stack_on_entry(X& x, typename X::Mp mp) {
    if (X::world::stack_pointer() < Stack(mp->g0.stack).hi) go_1_21::update_stack_on_entry(x, mp);
  }
};
struct issue_60007_fixed : issue_60007 {
  static constexpr std::string_view name = "issue_60007_fixed";
  using go_1_21::update_stack_on_entry;
};

// Bounds that were guessed for another place of the stack, and just hold the stack pointer still.
struct issue_62440 : guesses_bounds {
  static constexpr std::string_view name = "issue_62440";
  template <class X>
  static void update_stack_on_entry(X& x, typename X::Mp mp) {
    if (!Stack(mp->g0.stack).contains(X::world::stack_pointer())) go_1_21::update_stack_on_entry(x, mp);
  }
};
struct issue_62440_fixed : issue_62440 {
  static constexpr std::string_view name = "issue_62440_fixed";
  using go_1_21::update_stack_on_entry;
};

// A stack that Go does not know ends the process where Go code further up has called C. What pthread_setspecific says
// is heeded, so that bounds are all that a failing library can show.
struct issue_62130 : go_1_22 {
  static constexpr std::string_view name = "issue_62130";
  template <class X>
  [[nodiscard]] static bool bind_m(X& x) {
    return x.setspecific(x.getg());
  }
};
struct issue_62130_fixed : issue_62130 {
  static constexpr std::string_view name = "issue_62130_fixed";
  using go_1_21::update_system_stack;
};

// A guess, on a thread whose stack is smaller than that.
struct issue_68285 : go_1_21 {
  static constexpr std::string_view name = "issue_68285";
  template <class X>
  static void update_system_stack(X& x, typename X::Mp mp, InSignal) {
    x.set_stack_bounds(&mp->g0);
  }
};
struct issue_68285_fixed : issue_68285 {
  static constexpr std::string_view name = "issue_68285_fixed";
  using go_1_21::update_system_stack;
};

// What pthread_getattr_np gives is taken for the bounds, also where it has failed.
struct issue_67653 : go_1_21 {
  static constexpr std::string_view name = "issue_67653";
  template <class X>
  [[nodiscard]] static bool bind_m(X& x) {
    return x.setspecific(x.getg());
  }
  template <class X>
  static void update_system_stack(X& x, typename X::Mp mp, InSignal) {
    if (mp->bound.g0_stack_accurate) return;
    mp->g0.stack = x.getstackbound();
    mp->g0.stackguard0 = Stack(mp->g0.stack).lo + kStackGuard;
    mp->bound.g0_stack_accurate = true;
  }
};
struct issue_67653_fixed : issue_67653 {
  static constexpr std::string_view name = "issue_67653_fixed";
  using go_1_21::update_system_stack;
};

struct issue_72870 : go_1_21 {
  static constexpr std::string_view name = "issue_72870";
  template <class X>
  static void leave_go(X& x, typename X::Mp mp) {
    mp->incgo = true;
    x.unlock_os_thread(mp);
    set_in_c(mp, true);
  }
};
struct issue_72870_fixed : issue_72870 {
  static constexpr std::string_view name = "issue_72870_fixed";
  using go_1_21::leave_go;
};

struct issue_70529 : go_1_21 {
  static constexpr std::string_view name = "issue_70529";
  template <class Mp>
  static void enter_go(Mp) {}
};
struct issue_70529_fixed : issue_70529 {
  static constexpr std::string_view name = "issue_70529_fixed";
  using go_1_21::enter_go;
};

// The second form is go_1_21 itself: on the way out isExtraInC is set before the thread gives up its P. A handler there
// waits for a second M, and whoever took the last one waits for that P before it may refill the list. Here the flag is
// set for none of the time for which there is a P.
struct issue_70529_with_ps_fixed : go_1_21 {
  static constexpr std::string_view name = "issue_70529_with_ps_fixed";
  template <class X>
  static void leave_go(X& x, typename X::Mp mp) {
    mp->incgo = true;
    x.unlock_os_thread(mp);
  }
  template <class X>
  static void reentersyscall(X& x) {
    go_1_21::reentersyscall(x);
    typename X::Mp const mp = x.getg()->m;
    if (mp->bound.ncgo == 0) set_in_c(mp, true);
  }
  template <class X>
  static void exitsyscall(X& x) {
    set_in_c(typename X::Mp(x.getg()->m), false);
    go_1_21::exitsyscall(x);
  }
};

struct issue_62102 : go_1_21 {
  static constexpr std::string_view name = "issue_62102";
  template <class X>
  static void leave_go(X& x, typename X::Mp mp) {
    x.unlock_os_thread(mp);
    mp->incgo = true;
    if (mp->bound.ncgo == 0) set_in_c(mp, true);
  }
};
struct issue_62102_fixed : issue_62102 {
  static constexpr std::string_view name = "issue_62102_fixed";
  using go_1_21::leave_go;
};

// C takes the signal stack away between two callbacks of a thread that keeps its M.
struct arrow_adbc_2802 : go_1_21 {
  static constexpr std::string_view name = "arrow_adbc_2802";
};
// Looks at every entry whether it is still there.
struct arrow_adbc_2802_fixed : arrow_adbc_2802 {
  static constexpr std::string_view name = "arrow_adbc_2802_fixed";
  template <class X>
  static void update_stack_on_entry(X& x, typename X::Mp mp) {
    go_1_21::update_stack_on_entry(x, mp);
    if (mp->new_sigstack && x.query_altstack() != AltStack(mp->gsignal)) x.signalstack(mp->gsignal);
  }
};

}  // namespace extram
