// needm and dropm as Go 1.15 wrote them: signals are saved and blocked after the list. A signal that lands between
// the two finds g nil and a list that this thread has locked or emptied: golang/go#42207.
#pragma once

#include "impl/extram/go_protocol.hpp"

namespace extram {

struct go_1_15 : go_protocol {
  static constexpr std::string_view name = "go_1_15";
  // What golang/go#42207 breaks is not promised: it shows as the deadlock that users met.
  static constexpr OracleSet waived{Oracle::I2, Oracle::I3, Oracle::I4};

  template <class X>
  static void needm(X& x) {
    x.require_extra_m();
    typename X::Mp mp = x.lockextra(NilOkay::no);
    x.set_needextram(mp);
    x.extra_m_count -= 1;
    x.unlockextra(mp->schedlink);
    x.msigsave(mp);
    x.sigblock(on<Site::needm_sigblock>);
    x.setg(on<Site::needm_setg>, &mp->g0);
    x.set_stack_bounds(&mp->g0);
    x.asminit();
    x.minit();
    x.casgstatus(mp->curg, GStatus::dead, GStatus::syscall);
    x.ngsys.add(-1);
  }

  template <class X>
  static void dropm(X& x) {
    typename X::Mp mp = x.getg()->m;
    x.casgstatus(mp->curg, GStatus::syscall, GStatus::dead);
    x.ngsys.add(1);
    const Mask sigmask = mp->sigmask;  // a copy: after unlockextra the M may be another thread's
    x.sigblock(on<Site::dropm_sigblock>);
    x.unminit();
    typename X::Mp mnext = x.lockextra(NilOkay::yes);
    x.extra_m_count += 1;
    mp->schedlink = mnext;
    x.setg(on<Site::dropm_setg_nil>, nullptr);
    x.unlockextra(mp);
    x.msigrestore(sigmask);
  }
};

}  // namespace extram
