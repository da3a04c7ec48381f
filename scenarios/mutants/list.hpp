// Mutants of the list and its accounts: one thing wrong in each.
#pragma once

#include "impl/extram/go_1_16.hpp"

namespace extram {

struct refill_ignores_needextram : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "refill_ignores_needextram";
  static constexpr std::string_view wrong =
      "cgocallbackg1 refills for waiters only, not for the thread that took the last M";

  template <class X>
  static void refill(X& x, typename X::Mp) {
    if (x.extra_m_waiters.load(on<Site::cgocallbackg_waiters_load>) > 0) x.newextram();
  }
};

struct needextram_never_set : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "needextram_never_set";
  static constexpr std::string_view wrong = "needm does not note that it took the last M";

  template <class X>
  static void set_needextram(X&, typename X::Mp mp) {
    mp->needextram = false;
  }
};

struct refill_in_needm : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "refill_in_needm";
  static constexpr std::string_view wrong = "needm refills the list at once, before exitsyscall lets it allocate";

  template <class X>
  static void minit(X& x) {
    go_1_16::minit(x);
    x.refill(x.getg()->m);
  }
};

struct count_not_restored : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "count_not_restored";
  static constexpr std::string_view wrong = "dropm does not count the M that it puts back";

  template <class X>
  static void dropm(X& x) {
    typename X::Mp mp = x.getg()->m;
    x.casgstatus(mp->curg, GStatus::syscall, GStatus::dead);
    x.ngsys.add(1);
    const Mask sigmask = mp->sigmask;
    x.sigblock(on<Site::dropm_sigblock>);
    x.unminit();
    mp->schedlink = x.lockextra(NilOkay::yes);
    x.setg(on<Site::dropm_setg_nil>, nullptr);
    x.unlockextra(mp);
    x.msigrestore(sigmask);
  }
};

struct count_outside_lock : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "count_outside_lock";
  static constexpr std::string_view wrong = "oneNewExtraM counts its M before it has locked the list";

  template <class X>
  static void publish(X& x, typename X::Mp mp) {
    x.extra_m_count += 1;
    mp->schedlink = x.lockextra(NilOkay::yes);
    x.unlockextra(mp);
  }
};

struct refill_after_body : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "refill_after_body";
  static constexpr std::string_view wrong = "the list is filled up when the callback is over, and not before it begins";

  template <class X, class F>
  static void cgocallbackg(X& x, F&& body) {
    typename X::Mp const mp = x.getg()->m;
    mp->locked_int += 1;
    x.exitsyscall();
    mp->incgo = false;
    run_body(x, mp, static_cast<F&&>(body));
    x.refill(mp);
    mp->locked_int -= 1;
    mp->incgo = true;
    x.reentersyscall();
  }
};

struct dropm_skipped : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "dropm_skipped";
  static constexpr std::string_view wrong = "cgocallback returns to C without dropm (golang/go#13881)";

  template <class X, class F>
  static void cgocallback(X& x, F&& body) {
    using W = typename X::world;
    W::step(at(Site::callback_begin));
    if (x.getg() == nullptr) x.needm();
    x.cgocallbackg(static_cast<F&&>(body));
    W::step(at(Site::callback_end));
  }
};

struct dead_not_restored : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "dead_not_restored";
  static constexpr std::string_view wrong = "dropm leaves curg in the syscall state";

  template <class X>
  static void casgstatus(X& x, typename X::Gp gp, GStatus from, GStatus to) {
    if (from == GStatus::syscall && to == GStatus::dead) return;
    go_1_16::casgstatus(x, gp, from, to);
  }
};

struct bounds_kept : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "bounds_kept";
  static constexpr std::string_view wrong = "needm keeps the stack bounds of the M's last thread (golang/go#59294)";

  template <class X>
  static void set_stack_bounds(X& x, typename X::Gp g0) {
    if (Stack(g0->stack) == Stack{}) go_1_16::set_stack_bounds(x, g0);
  }
};

struct unlock_relaxed : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "unlock_relaxed";
  static constexpr std::string_view wrong = "unlockextra stores the head relaxed, so that nothing travels with it";

  [[nodiscard]] static constexpr Order order(Site site) {
    return site == Site::unlockextra_store ? Order::relaxed : go_1_16::order(site);
  }
};

struct early_check_skipped : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "early_check_skipped";
  static constexpr std::string_view wrong = "needm waits for an M that nobody has made or will (golang/go#6751)";

  template <class X>
  static void require_extra_m(X&) {}
};

struct published_half_built : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "published_half_built";
  static constexpr std::string_view wrong = "oneNewExtraM puts the M on the list before its g is in place";

  template <class X>
  static void one_new_extra_m(X& x) {
    typename X::Mp mp = x.allocm();
    if (mp == nullptr) return x.fatal_throw("fatal error: runtime: cannot allocate an extra M\n");
    x.publish(mp);
    typename X::Gp gp = x.malg(mp);
    if (gp == nullptr) return x.fatal_throw("fatal error: runtime: cannot allocate the stack of an extra M\n");
    go_1_16::prepare(x, mp, gp);
  }
};

struct refill_lost : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "refill_lost";
  static constexpr std::string_view wrong = "a port that survives a failed allocation forgets the refill";

  template <class X>
  static void one_new_extra_m(X& x) {
    typename X::Mp mp = x.allocm();
    if (mp == nullptr) return;
    typename X::Gp gp = x.malg(mp);
    if (gp == nullptr) return;
    go_1_16::prepare(x, mp, gp);
    x.publish(mp);
  }
};

// Not a mutant: the port of refill_lost, done right.
struct refill_retried : go_1_16 {
  static constexpr std::string_view name = "refill_retried";

  template <class X>
  static void one_new_extra_m(X& x) {
    typename X::Mp mp = nullptr;
    typename X::Gp gp = nullptr;
    while (mp == nullptr) mp = x.allocm();
    while (gp == nullptr) gp = x.malg(mp);
    go_1_16::prepare(x, mp, gp);
    x.publish(mp);
  }
};

}  // namespace extram
