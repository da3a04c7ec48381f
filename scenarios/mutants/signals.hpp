// Mutants of the signal-mask sequence: one thing wrong in each.
#pragma once

#include "impl/extram/go_1_15.hpp"
#include "impl/extram/go_1_16.hpp"

namespace extram {

struct dropm_unmasked : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "dropm_unmasked";
  static constexpr std::string_view wrong = "dropm does not block signals (golang/go#12277)";

  template <class X, Site S>
  static void sigblock(X& x, std::integral_constant<Site, S> site) {
    if constexpr (S != Site::dropm_sigblock) go_1_16::sigblock(x, site);
  }
};

struct late_signal_under_lock : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "late_signal_under_lock";
  static constexpr std::string_view wrong =
      "a signal still comes after the mask call, under the list lock (golang/go#77588)";

  template <class X>
  static void set_needextram(X& x, typename X::Mp mp) {
    X::world::late_signal(at(Site::lockextra_cas));
    go_1_16::set_needextram(x, mp);
  }
};

struct late_signal_after_unlock : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "late_signal_after_unlock";
  static constexpr std::string_view wrong =
      "a signal still comes after the mask call, while a refill is owed (golang/go#77588)";

  template <class X, Site S>
  static void setg(X& x, std::integral_constant<Site, S> site, typename X::Gp gp) {
    if constexpr (S == Site::needm_setg) X::world::late_signal(at(Site::unlockextra_store));
    go_1_16::setg(x, site, gp);
  }
};

struct unblocked_after_unlock : go_1_15 {
  using base = go_1_15;
  static constexpr std::string_view name = "unblocked_after_unlock";
  static constexpr std::string_view wrong =
      "needm blocks signals for the time of the list lock only: half of golang/go#42207 remains";

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

struct mask_saved_when_blocked : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "mask_saved_when_blocked";
  static constexpr std::string_view wrong = "needm blocks signals first, and saves the mask that it has set itself";

  template <class X>
  static void needm(X& x) {
    x.require_extra_m();
    x.sigblock(on<Site::needm_sigblock>);
    const Mask sigmask = x.sigsave();
    typename X::Mp mp = x.lockextra(NilOkay::no);
    x.set_needextram(mp);
    x.extra_m_count -= 1;
    x.unlockextra(mp->schedlink);
    mp->sigmask = sigmask;
    x.setg(on<Site::needm_setg>, &mp->g0);
    x.set_stack_bounds(&mp->g0);
    x.minit();
    x.casgstatus(mp->curg, GStatus::dead, GStatus::syscall);
    x.ngsys.add(-1);
  }
};

struct mask_not_restored : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "mask_not_restored";
  static constexpr std::string_view wrong = "dropm leaves every signal blocked";

  template <class X>
  static void msigrestore(X&, Mask) {}
};

struct mask_read_after_unlock : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "mask_read_after_unlock";
  static constexpr std::string_view wrong =
      "dropm restores the mask that stands in the M, which may be the next owner's by then";

  template <class X>
  static void dropm(X& x) {
    typename X::Mp mp = x.getg()->m;
    x.casgstatus(mp->curg, GStatus::syscall, GStatus::dead);
    x.ngsys.add(1);
    x.sigblock(on<Site::dropm_sigblock>);
    x.unminit();
    mp->schedlink = x.lockextra(NilOkay::yes);
    x.extra_m_count += 1;
    x.setg(on<Site::dropm_setg_nil>, nullptr);
    x.unlockextra(mp);
    x.msigrestore(mp->sigmask);
  }
};

struct minit_keeps_mask : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "minit_keeps_mask";
  static constexpr std::string_view wrong =
      "minit leaves blocked what the thread had blocked, the signals that Go needs included";

  template <class X>
  static void minit_signal_mask(X& x) {
    typename X::Mp mp = x.getg()->m;
    x.set_signal_mask(on<Site::minit_unblock>, mp->sigmask);
  }
};

struct altstack_not_removed : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "altstack_not_removed";
  static constexpr std::string_view wrong = "unminit leaves Go's signal stack installed on the thread";

  template <class X>
  static void unminit(X& x) {
    typename X::Mp mp = x.getg()->m;
    if (!mp->new_sigstack) mp->gsignal = mp->go_sig_stack;
  }
};

struct gsignal_not_restored : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "gsignal_not_restored";
  static constexpr std::string_view wrong = "unminit leaves the M with its thread's signal stack (golang/go#22930)";

  template <class X>
  static void unminit(X& x) {
    typename X::Mp mp = x.getg()->m;
    if (mp->new_sigstack) x.remove_signalstack();
  }
};

struct gsignal_not_adopted : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "gsignal_not_adopted";
  static constexpr std::string_view wrong =
      "minit keeps the M's gsignal on a thread that has a signal stack of its own";

  template <class X>
  static void minit_signal_stack(X& x) {
    typename X::Mp mp = x.getg()->m;
    const AltStack theirs = x.query_altstack();
    mp->go_sig_stack = mp->gsignal;
    mp->new_sigstack = theirs.disabled();
    if (theirs.disabled()) x.signalstack(mp->gsignal);
  }
};

struct g_not_cleared : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "g_not_cleared";
  static constexpr std::string_view wrong = "dropm leaves the thread's g set";

  template <class X, Site S>
  static void setg(X& x, std::integral_constant<Site, S> site, typename X::Gp gp) {
    if constexpr (S != Site::dropm_setg_nil) go_1_16::setg(x, site, gp);
  }
};

struct badsignal_drops : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "badsignal_drops";
  static constexpr std::string_view wrong = "badsignal borrows an M and forgets the signal";

  template <class X>
  static void badsignal(X& x, int) {
    x.needm();
    x.dropm();
  }
};

struct refusal_ignored : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "refusal_ignored";
  static constexpr std::string_view wrong = "what the kernel says to rt_sigprocmask and sigaltstack is not looked at";

  template <class X>
  static void system_call_fails(X&) {}
};

}  // namespace extram
