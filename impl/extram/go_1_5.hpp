// needm and dropm as Go 1.5 wrote them: signals stay open all the way. The mask is saved when the thread has its g
// already, so that a handler meets a g whose signal stack is not installed yet, and meets it again in dropm when that
// stack is gone (golang/go#12277). An M at rest keeps its g in a system call: no g is dead yet.
#pragma once

#include "impl/extram/go_protocol.hpp"

namespace extram {

struct go_1_5 : go_protocol {
  static constexpr std::string_view name = "go_1_5";
  // golang/go#42207 and #12277, and a signal stack of C's own, which is replaced and not given back.
  static constexpr OracleSet waived{Oracle::I2, Oracle::I3, Oracle::I4, Oracle::I12, Oracle::I14};

  template <class X>
  static void needm(X& x) {
    x.require_extra_m();
    typename X::Mp mp = x.lockextra(NilOkay::no);
    x.set_needextram(mp);
    x.extra_m_count -= 1;
    x.unlockextra(mp->schedlink);
    x.setg(on<Site::needm_setg>, &mp->g0);
    x.set_stack_bounds(&mp->g0);
    x.msigsave(mp);
    x.asminit();
    x.minit();
  }

  template <class X>
  static void dropm(X& x) {
    typename X::Mp mp = x.getg()->m;
    x.unminit();
    typename X::Mp mnext = x.lockextra(NilOkay::yes);
    x.extra_m_count += 1;
    mp->schedlink = mnext;
    x.setg(on<Site::dropm_setg_nil>, nullptr);
    x.unlockextra(mp);
  }

  // The M's own stack, whatever the thread came with.
  template <class X>
  static void minit_signal_stack(X& x) {
    typename X::Mp mp = x.getg()->m;
    x.signalstack(mp->gsignal);
    mp->new_sigstack = true;
  }

  // The mask that needm has saved comes back here, and not at the end of dropm.
  template <class X>
  static void unminit(X& x) {
    typename X::Mp mp = x.getg()->m;
    x.msigrestore(mp->sigmask);
    x.remove_signalstack();
  }

  template <class X>
  static void casgstatus(X& x, typename X::Gp gp, GStatus from, GStatus to) {
    go_protocol::casgstatus(x, gp, from, to == GStatus::dead ? GStatus::syscall : to);
  }
};

}  // namespace extram
