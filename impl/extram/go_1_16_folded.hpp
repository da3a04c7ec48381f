// go_1_16 by six system calls instead of nine: the mask is saved by the call that blocks, the thread's signal stack is
// found by the call that installs ours, and the thread's number is remembered. No Go release does this. A signal or the
// callback's own code cannot tell it from go_1_16 (the test conformance.folded): what differs happens while every
// signal is blocked. On a thread with a signal stack of its own it is six calls instead of seven.
#pragma once

#include "impl/extram/go_1_16.hpp"

namespace extram {

struct go_1_16_folded : go_1_16 {
  static constexpr std::string_view name = "go_1_16_folded";

  template <class X>
  static void needm(X& x) {
    x.require_extra_m();
    const Mask sigmask = x.sigsave_and_block();
    typename X::Mp mp = x.lockextra(NilOkay::no);
    x.set_needextram(mp);
    x.extra_m_count -= 1;
    x.unlockextra(mp->schedlink);
    mp->sigmask = sigmask;
    x.setg(on<Site::needm_setg>, &mp->g0);
    x.set_stack_bounds(&mp->g0);
    x.asminit();
    x.minit();
    x.casgstatus(mp->curg, GStatus::dead, GStatus::syscall);
    x.ngsys.add(-1);
  }

  template <class X>
  static void minit(X& x) {
    x.minit_signal_stack();
    x.minit_signal_mask();
    typename X::Mp(x.getg()->m)->procid = x.remembered_tid();
  }

  // Theirs comes back at once. Where this runs on theirs, the kernel keeps it, and all that is left is to ask.
  template <class X>
  static void minit_signal_stack(X& x) {
    typename X::Mp mp = x.getg()->m;
    AltStack theirs;
    const bool ours_is_in = x.swap_signalstack(mp->gsignal, &theirs);
    if (!ours_is_in) theirs = x.query_altstack();
    mp->new_sigstack = theirs.disabled();
    if (theirs.disabled()) return;
    if (ours_is_in) x.signalstack(theirs);
    mp->go_sig_stack = mp->gsignal;
    mp->gsignal = theirs;
  }
};

}  // namespace extram
