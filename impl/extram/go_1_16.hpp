// needm as Go 1.16 to 1.20 wrote it: signals are saved and blocked before the list is touched (golang/go#42207).
// dropm is go_1_15's.
#pragma once

#include "impl/extram/go_1_15.hpp"

namespace extram {

struct go_1_16 : go_1_15 {
  static constexpr std::string_view name = "go_1_16";
  static constexpr OracleSet waived{};

  template <class X>
  static void needm(X& x) {
    x.require_extra_m();
    const Mask sigmask = x.sigsave();
    x.sigblock(on<Site::needm_sigblock>);
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
};

}  // namespace extram
