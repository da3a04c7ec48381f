// What the Go releases share: lockextra, newextram, minit, the callback entry. A version derives from this and gives
// needm and dropm; a mutant derives from a version and shadows one member. Each function mirrors the Go function of
// its name, statement by statement (runtime/proc.go, signal_unix.go and cgocall.go, release 1.19).
#pragma once

#include "impl/extram/extram.hpp"

namespace extram {

struct go_protocol {
  static constexpr OracleSet waived{};

  [[nodiscard]] static constexpr Order order(Site site) { return info_of(site).order; }

  // The link of a listed M and the count are plain: the list lock guards them.
  template <World W, class T>
  using Schedlink = typename W::template plain<T>;
  template <World W, class V>
  using ExtraMCount = typename W::template plain<int>;

  // What a version adds to an M that stays with its thread; whether it asks pthread for the bounds of stacks.
  template <World W>
  struct BoundM {};
  static constexpr bool kAsksForBounds = false;
  template <class X>
  [[nodiscard]] static int in_use(X&, int owned) {
    return owned;  // not counted
  }
  // The thread ends, and something was in the slot of Go's key.
  template <class X>
  static void key_destructor(X&, typename X::Gp) {}

  template <class Mp>
  [[nodiscard]] static Mp next_of(Mp mp) {
    return mp->schedlink;
  }
  template <class X>
  [[nodiscard]] static int counted(X& x) {
    return x.extra_m_count;
  }

  // A C thread calls Go before any extra M was made: nobody can schedule yet, so all that can be done is to say so.
  template <class X>
  static void require_extra_m(X& x) {
    if (!x.cgo_has_extra_m) x.exit(1, "fatal error: cgo callback before cgo call\n");
  }

  // rtsigprocmask and sigaltstack of sys_linux_amd64.s: where the kernel says no, they crash.
  template <class X>
  static void system_call_fails(X& x) {
    x.exit(kDeliberateCrash, "a system call that must not fail was refused: the runtime crashes on purpose\n");
  }

  template <class X, Site S>
  static void sigblock(X& x, std::integral_constant<Site, S> site) {
    x.set_signal_mask(site, Mask::all());
  }

  template <class X, Site S>
  static void setg(X& x, std::integral_constant<Site, S> site, typename X::Gp gp) {
    x.install_g(site, gp);
  }

  template <class X>
  static void msigrestore(X& x, Mask mask) {
    x.set_signal_mask(on<Site::dropm_sigrestore>, mask);
  }

  // Go spins until the status fits; here a misfit is I16 at once.
  template <class X>
  static void casgstatus(X& x, typename X::Gp gp, GStatus from, GStatus to) {
    if (gp->atomicstatus != from) x.watch().status_mismatch();
    gp->atomicstatus = to;
  }

  // lockextra: locks the list and returns its head. With NilOkay::no it waits until there is one, and tells newextram
  // once that somebody waits. The spin is an await, so that a model can take a waiting thread out of its search.
  template <class X>
  [[nodiscard]] static typename X::Mp lockextra(X& x, NilOkay nil_okay) {
    using W = typename X::world;
    bool counted = false;
    const auto pause = [](std::uintptr_t seen) {
      if (seen == kLocked) W::osyield(at(Site::lockextra_pause));
      if (seen == kNil) W::usleep(1, at(Site::lockextra_pause));
    };
    for (;;) {
      const bool nil_will_do = nil_okay == NilOkay::yes || !counted;
      const auto old = x.extram.await_exchange(
          on<Site::lockextra_load>, on<Site::lockextra_cas>,
          [=](std::uintptr_t seen) { return seen != kLocked && (seen != kNil || nil_will_do); },
          [=](std::uintptr_t seen) { return seen != kNil || nil_okay == NilOkay::yes; }, kLocked, pause);
      if (old != kNil || nil_okay == NilOkay::yes) return X::as_m(old);
      x.extra_m_waiters.add(on<Site::lockextra_waiters_add>, 1);
      counted = true;
    }
  }

  template <class X>
  static void unlockextra(X& x, typename X::Mp mp) {
    x.extram.store(on<Site::unlockextra_store>, X::as_word(mp));
  }

  template <class X>
  static void set_needextram(X&, typename X::Mp mp) {
    mp->needextram = X::version::next_of(mp) == nullptr;
  }

  template <class X>
  static void newextram(X& x) {
    const auto waiters = x.extra_m_waiters.exchange(on<Site::newextram_waiters_swap>, 0);
    if (waiters > 0) {
      for (std::uint32_t i = 0; i < waiters; ++i) x.one_new_extra_m();
      return;
    }
    typename X::Mp mp = x.lockextra(NilOkay::yes);  // make sure that there is one
    x.unlockextra(mp);
    if (mp == nullptr) x.one_new_extra_m();
  }

  // oneNewExtraM: publication comes last, so nobody ever sees a half-built M. Out of memory is fatal in Go.
  template <class X>
  static void one_new_extra_m(X& x) {
    typename X::Mp mp = x.allocm();
    if (mp == nullptr) return x.fatal_throw("fatal error: runtime: cannot allocate an extra M\n");
    typename X::Gp gp = x.malg(mp);
    if (gp == nullptr) return x.fatal_throw("fatal error: runtime: cannot allocate the stack of an extra M\n");
    prepare(x, mp, gp);
    x.publish(mp);
  }

  template <class X>
  static void publish(X& x, typename X::Mp mp) {
    typename X::Mp mnext = x.lockextra(NilOkay::yes);
    mp->schedlink = mnext;
    x.extra_m_count += 1;
    x.unlockextra(mp);
  }

  // oneNewExtraM up to the list: everything that must be in place before the M is published.
  template <class X>
  static void prepare(X& x, typename X::Mp mp, typename X::Gp gp) {
    constexpr std::uintptr_t goexit = 0x1000;  // any address will do: nothing ever returns there
    constexpr std::uintptr_t top = 0x2000;
    gp->sched = Sched{.pc = goexit + 1, .sp = top - 32, .lr = 0, .syscallsp = top - 32, .stktopsp = top - 32};
    x.casgstatus(gp, GStatus::idle, GStatus::dead);  // hidden from tracebacks until needm takes it
    gp->m = mp;
    mp->curg = gp;
    mp->locked_int += 1;
    mp->lockedg = gp;
    gp->lockedm = mp;
    gp->goid = x.goidgen.next();
    x.racegostart(gp);
    x.allglen.add(1);
    x.ngsys.add(1);
  }

  // The bounds of a stack that nobody has measured: 32 KiB below the address of a local, 1 KiB above.
  template <class X>
  static void set_stack_bounds(X&, typename X::Gp g0) {
    const std::uintptr_t sp = X::world::stack_pointer();
    const Stack stack{.lo = sp - kStackAssumed, .hi = sp + kStackAbove};
    g0->stack = stack;
    g0->stackguard0 = stack.lo + kStackGuard;
  }

  template <class X>
  static void minit(X& x) {
    x.minit_signal_stack();
    x.minit_signal_mask();
    typename X::Mp(x.getg()->m)->procid = x.gettid();
  }

  // A thread that comes with its own alternate stack keeps it, and gsignal becomes that stack; else ours is installed.
  template <class X>
  static void minit_signal_stack(X& x) {
    typename X::Mp mp = x.getg()->m;
    const AltStack theirs = x.query_altstack();
    if (theirs.disabled()) {
      x.signalstack(mp->gsignal);
      mp->new_sigstack = true;
    } else {
      mp->go_sig_stack = mp->gsignal;
      mp->gsignal = theirs;
      mp->new_sigstack = false;
    }
  }

  // From here on the thread can be interrupted.
  template <class X>
  static void minit_signal_mask(X& x) {
    typename X::Mp mp = x.getg()->m;
    x.set_signal_mask(on<Site::minit_unblock>, Mask(mp->sigmask).without(kNeverBlockedInGo));
  }

  template <class X>
  static void unminit(X& x) {
    typename X::Mp mp = x.getg()->m;
    if (mp->new_sigstack) {
      x.remove_signalstack();
    } else {
      mp->gsignal = mp->go_sig_stack;
    }
  }

  // cgocallback: C calls Go. A thread without a g borrows an M for the time of the call.
  template <class X, class F>
  static void cgocallback(X& x, F&& body) {
    using W = typename X::world;
    W::step(at(Site::callback_begin));
    const bool borrowed = x.getg() == nullptr;
    if (borrowed) x.needm();
    x.cgocallbackg(static_cast<F&&>(body));
    if (borrowed) x.dropm();
    W::step(at(Site::callback_end));
  }

  // cgocallbackg and cgocallbackg1. The refill waits for exitsyscall: until then the world may be stopped.
  template <class X, class F>
  static void cgocallbackg(X& x, F&& body) {
    typename X::Mp const mp = x.getg()->m;
    mp->locked_int += 1;
    x.exitsyscall();
    mp->incgo = false;
    x.refill(mp);
    run_body(x, mp, static_cast<F&&>(body));
    mp->locked_int -= 1;
    mp->incgo = true;
    x.reentersyscall();
  }

  // Go code. Its thread may end in C functions that it calls, and then its frames are unwound.
  template <class X, class F>
  static void run_body(X& x, typename X::Mp mp, F&& body) {
    using W = typename X::world;
    struct InGo {
      // Inlined, so that ThreadSanitizer sees no call that begins in one context and ends in the other.
      [[gnu::always_inline]] InGo(X& machine, typename X::Mp m)
          : x(machine), race(W::enter_race_context(m->gp.racectx)) {}
      [[gnu::always_inline]] ~InGo() {
        W::leave_race_context(race);
        x.watch().frame_is_gone();
      }
      X& x;
      void* race;
    };
    W::step(at(Site::callback_body));
    x.watch().body_begins(mp);
    {
      const InGo frame(x, mp);
      body();
    }
    x.watch().body_ends(mp, x.getg()->m);
  }

  // The first statement of cgocallbackg1.
  template <class X>
  static void refill(X& x, typename X::Mp mp) {
    if (mp->needextram || x.extra_m_waiters.load(on<Site::cgocallbackg_waiters_load>) > 0) {
      mp->needextram = false;
      x.newextram();
    }
  }

  // cgocall: Go calls C, which may call back. The thread keeps its g, so no second M is needed.
  template <class X, class F>
  static void cgocall(X& x, F&& c_function) {
    typename X::Mp const mp = x.getg()->m;
    mp->incgo = true;
    x.reentersyscall();
    c_function();
    x.exitsyscall();
    mp->incgo = false;
  }

  // Out of the system call state: needs a P, which nobody gets while the world is stopped. With a P for every thread
  // and a world that never stops this waits for nobody and shares nothing.
  template <class X>
  static void exitsyscall(X& x) {
    typename X::Mp const mp = x.getg()->m;
    if (x.ps_are_scarce()) take_a_p(x);
    x.casgstatus(mp->curg, GStatus::syscall, GStatus::running);
  }

  template <class X>
  static void take_a_p(X& x) {
    using W = typename X::world;
    const auto free = static_cast<std::uint32_t>(x.shape().ps);
    for (;;) {
      const auto running = x.running.await(
          on<Site::exitsyscall_await>, [=](std::uint32_t n) { return n != X::kStopped && n < free; },
          [](std::uint32_t) { W::osyield(at(Site::exitsyscall_await)); });
      if (x.running.compare_exchange(on<Site::exitsyscall_cas>, running, running + 1)) return;
    }
  }

  template <class X>
  static void reentersyscall(X& x) {
    typename X::Mp const mp = x.getg()->m;
    x.casgstatus(mp->curg, GStatus::running, GStatus::syscall);
    if (x.ps_are_scarce()) x.running.add(on<Site::reentersyscall>, ~std::uint32_t{0});
  }

  // The handler. Without a g the thread is in C, or on its way in or out, and badsignal borrows an M.
  template <class X>
  static void sigtrampgo(X& x, int signal) {
    if (x.getg() != nullptr) return x.sigsend(signal);
    if (signal == signals::prof || signal == signals::urg) return x.sigsend(signal);  // need no M
    x.badsignal(signal);
  }

  template <class X>
  static void badsignal(X& x, int signal) {
    x.needm();
    x.sigsend(signal);
    x.dropm();
  }
};

}  // namespace extram
