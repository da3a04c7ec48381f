// needm and dropm as Go 1.4 wrote them: nothing knows of the thread's signal mask. minit opens every signal, and
// nothing closes one again, so that C gets back another mask than it came with. The rest is go_1_5's.
#pragma once

#include "impl/extram/go_1_5.hpp"

namespace extram {

struct go_1_4 : go_1_5 {
  static constexpr std::string_view name = "go_1_4";
  // What go_1_5 does not promise, and the mask.
  static constexpr OracleSet waived = OracleSet{go_1_5::waived}.with(Oracle::I10).with(Oracle::I11);

  template <class X>
  static void needm(X& x) {
    x.require_extra_m();
    typename X::Mp mp = x.lockextra(NilOkay::no);
    x.set_needextram(mp);
    x.extra_m_count -= 1;
    x.unlockextra(mp->schedlink);
    x.setg(on<Site::needm_setg>, &mp->g0);
    x.set_stack_bounds(&mp->g0);
    x.asminit();
    x.minit();
  }

  template <class X>
  static void minit_signal_mask(X& x) {
    x.set_signal_mask(on<Site::minit_unblock>, Mask{});
  }

  template <class X>
  static void unminit(X& x) {
    x.remove_signalstack();
  }
};

}  // namespace extram
