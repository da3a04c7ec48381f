// Bugs that Go had with masks and signal stacks: each as the release had it, over a version that is right otherwise,
// and beside it what differs in the one member that put it right. The catalogue (catalogue.hpp) says what each one did.
#pragma once

#include "impl/extram/go_1_16.hpp"

namespace extram {

// What of golang/go#42207 is left where the list lock alone is masked.
struct issue_42207_last_m : go_1_16 {
  static constexpr std::string_view name = "issue_42207_last_m";
  static constexpr OracleSet waived{Oracle::I2, Oracle::I3, Oracle::I4};

  template <class X>
  static void needm(X& x) {
    x.require_extra_m();
    const Mask sigmask = x.sigsave();
    x.sigblock(on<Site::needm_sigblock>);
    typename X::Mp mp = x.lockextra(NilOkay::no);
    x.set_needextram(mp);
    x.extra_m_count -= 1;
    x.unlockextra(mp->schedlink);
    x.msigrestore(sigmask);
    x.msigsave(mp);
    x.sigblock(on<Site::needm_sigblock>);
    x.setg(on<Site::needm_setg>, &mp->g0);
    x.set_stack_bounds(&mp->g0);
    x.minit();
    x.casgstatus(mp->curg, GStatus::dead, GStatus::syscall);
    x.ngsys.add(-1);
  }
};
struct issue_42207_last_m_fixed : issue_42207_last_m {
  static constexpr std::string_view name = "issue_42207_last_m_fixed";
  using go_1_16::needm;
};

// As in 1.5 the thread gets its g while signals are open, and its signal stack after that. The list is masked here,
// so that this is all there is to see.
struct issue_12277 : go_1_16 {
  static constexpr std::string_view name = "issue_12277";
  static constexpr OracleSet waived{Oracle::I3};

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
    x.msigrestore(sigmask);
    x.set_stack_bounds(&mp->g0);
    x.minit();
    x.casgstatus(mp->curg, GStatus::dead, GStatus::syscall);
    x.ngsys.add(-1);
  }
};
struct issue_12277_fixed : issue_12277 {
  static constexpr std::string_view name = "issue_12277_fixed";
  using go_1_16::needm;
};

// The same on the way out: the signal stack goes while g is still set.
struct issue_12277_dropm : go_1_16 {
  static constexpr std::string_view name = "issue_12277_dropm";
  static constexpr OracleSet waived{Oracle::I3};

  template <class X>
  static void dropm(X& x) {
    typename X::Mp mp = x.getg()->m;
    x.casgstatus(mp->curg, GStatus::syscall, GStatus::dead);
    x.ngsys.add(1);
    const Mask sigmask = mp->sigmask;
    x.unminit();
    x.sigblock(on<Site::dropm_sigblock>);
    typename X::Mp mnext = x.lockextra(NilOkay::yes);
    x.extra_m_count += 1;
    mp->schedlink = mnext;
    x.setg(on<Site::dropm_setg_nil>, nullptr);
    x.unlockextra(mp);
    x.msigrestore(sigmask);
  }
};
struct issue_12277_dropm_fixed : issue_12277_dropm {
  static constexpr std::string_view name = "issue_12277_dropm_fixed";
  using go_1_16::dropm;
};

struct issue_22930 : go_1_16 {
  static constexpr std::string_view name = "issue_22930";

  template <class X>
  static void unminit(X& x) {
    typename X::Mp mp = x.getg()->m;
    if (mp->new_sigstack) x.remove_signalstack();
  }
};
struct issue_22930_fixed : issue_22930 {
  static constexpr std::string_view name = "issue_22930_fixed";
  using go_1_16::unminit;
};

// In Go a mask still has what the thread had blocked, the signals that libc sends itself included.
template <int... Kept>
struct keeps_blocked : go_1_16 {
  template <class X>
  static void minit_signal_mask(X& x) {
    typename X::Mp mp = x.getg()->m;
    x.set_signal_mask(on<Site::minit_unblock>, Mask(mp->sigmask).without(kNeverBlockedInGo.without(Mask{Kept...})));
  }
};
struct issue_12498 : keeps_blocked<32, 33> {
  static constexpr std::string_view name = "issue_12498";
};
struct issue_12498_fixed : issue_12498 {
  static constexpr std::string_view name = "issue_12498_fixed";
  using go_1_16::minit_signal_mask;
};
struct issue_39343 : keeps_blocked<34> {
  static constexpr std::string_view name = "issue_39343";
};
struct issue_39343_fixed : issue_39343 {
  static constexpr std::string_view name = "issue_39343_fixed";
  using go_1_16::minit_signal_mask;
};

// The last steps of a thread of Go's own, which have everything blocked but what others must be able to send it.
struct issue_42494 : go_1_16 {
  static constexpr std::string_view name = "issue_42494";

  template <class X>
  static void sigblock_exiting(X& x) {
    x.set_signal_mask(on<Site::dropm_sigblock>, Mask::all());
  }
};
struct issue_42494_fixed : issue_42494 {
  static constexpr std::string_view name = "issue_42494_fixed";

  template <class X>
  static void sigblock_exiting(X& x) {
    x.set_signal_mask(on<Site::dropm_sigblock>, Mask::all().without(Mask{32, 33, 34}));
  }
};

// A signal that no mask call stops, while g is set and the signal stack is not there yet.
struct issue_53374 : go_1_16 {
  static constexpr std::string_view name = "issue_53374";

  template <class X, Site S>
  static void setg(X& x, std::integral_constant<Site, S> site, typename X::Gp gp) {
    go_1_16::setg(x, site, gp);
    if constexpr (S == Site::needm_setg) X::world::late_signal(at(Site::needm_setg));
  }
};
// The signal stack first, and the g when it is in place.
struct issue_53374_fixed : issue_53374 {
  static constexpr std::string_view name = "issue_53374_fixed";

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
    x.signalstack(mp->gsignal);
    mp->new_sigstack = true;
    x.setg(on<Site::needm_setg>, &mp->g0);
    x.set_stack_bounds(&mp->g0);
    x.minit_signal_mask();
    mp->procid = x.gettid();
    x.casgstatus(mp->curg, GStatus::dead, GStatus::syscall);
    x.ngsys.add(-1);
  }
};

// The mask call has returned, and still a signal comes, under the list lock. A handler that wants an M waits for
// itself.
struct issue_77588 : go_1_16 {
  static constexpr std::string_view name = "issue_77588";
  static constexpr OracleSet waived{Oracle::I2, Oracle::I4};

  template <class X>
  static void set_needextram(X& x, typename X::Mp mp) {
    X::world::late_signal(at(Site::lockextra_cas));
    go_1_16::set_needextram(x, mp);
  }
};
// A handler without an M can still note that the signal came.
struct issue_77588_fixed : issue_77588 {
  static constexpr std::string_view name = "issue_77588_fixed";

  template <class X>
  static void badsignal(X& x, int signal) {
    x.sigsend(signal);
  }
};

}  // namespace extram
