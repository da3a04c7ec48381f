// Go 1.21 and later: the first callback of a thread binds an M to it, by the value of a pthread key, and dropm waits
// for the key's destructor at the thread's end. Between callbacks the thread is in C with a g, its signals and its
// stack as Go has them; isExtraInC then tells the handler that no Go code was interrupted, and it takes a second M.
//
// Stack bounds are asked of pthread, and looked at on every entry; so as release 1.24 does it, where 1.21 began with
// less (golang/go#59294, #60007, #62440), and with 1.24's ncgo (#72870). What Go leaves undone is left undone here:
// that pthread_setspecific fails is not noticed, and an M whose thread ended inside a call of C's keeps its nesting
// counts.
#pragma once

#include "impl/extram/go_protocol.hpp"

namespace extram {

// Listed Ms, and those that threads have. The second is written by all, and read by nobody while they run.
template <World W, class V>
struct ExtraMCounts {
  explicit ExtraMCounts(const char*) {}
  Cell<W, V, std::uint32_t> length{"extraMLength"};
  typename W::counter in_use{"extraMInUse"};
};

struct go_1_21 : go_protocol {
  static constexpr std::string_view name = "go_1_21";
  // Nothing is waived: I10 and I12 are said of the first return to C as Go means it (Watch::keeps_m), and of dropm.
  static constexpr OracleSet waived{};

  template <World W, class V>
  using ExtraMCount = ExtraMCounts<W, V>;
  static constexpr bool kAsksForBounds = true;
  static constexpr bool kKeyCreated = true;  // else every callback gives its M back, as in 1.20

  template <World W>
  struct BoundM {
    template <class T>
    using plain = typename W::template plain<T>;
    plain<bool> is_extra_in_c{"isExtraInC", false};
    plain<bool> is_extra_in_sig{"isExtraInSig", false};
    plain<int> ncgo{"ncgo", 0};
    plain<bool> g0_stack_accurate{"g0StackAccurate", false};
  };

  template <class X>
  [[nodiscard]] static int counted(X& x) {
    return static_cast<int>(x.extra_m_count.length.at_rest());
  }
  template <class X>
  [[nodiscard]] static int in_use(X& x, int) {
    return static_cast<int>(x.extra_m_count.in_use.at_rest());
  }

  // --- the list ---------------------------------------------------------------------------------------------------

  template <class X>
  [[nodiscard]] static typename X::Mp get_extra_m(X& x) {
    typename X::Mp mp = x.lockextra(NilOkay::no);
    x.extra_m_count.in_use.add(1);
    x.unlockextra(mp->schedlink, -1);
    return mp;
  }

  template <class X>
  static void put_extra_m(X& x, typename X::Mp mp) {
    x.extra_m_count.in_use.add(-1);
    x.publish(mp);
  }

  // addExtraM
  template <class X>
  static void publish(X& x, typename X::Mp mp) {
    typename X::Mp mnext = x.lockextra(NilOkay::yes);
    mp->schedlink = mnext;
    x.unlockextra(mp, 1);
  }

  template <class X>
  static void unlockextra(X& x, typename X::Mp mp, int delta) {
    x.extra_m_count.length.add(on<Site::unlockextra_length_add>, static_cast<std::uint32_t>(delta));
    x.extram.store(on<Site::unlockextra_store>, X::as_word(mp));
  }

  template <class X>
  static void newextram(X& x) {
    const auto waiters = x.extra_m_waiters.exchange(on<Site::newextram_waiters_swap>, 0);
    if (waiters > 0) {
      for (std::uint32_t i = 0; i < waiters; ++i) x.one_new_extra_m();
    } else if (x.extra_m_count.length.load(on<Site::newextram_length_load>) == 0) {
      x.one_new_extra_m();
    } else {
      x.watch().sees_list_nonempty();
    }
  }

  // --- an M for the thread, and back ------------------------------------------------------------------------------

  template <class X>
  static void needm(X& x, InSignal in_signal = InSignal::no) {
    using V = typename X::version;
    x.require_extra_m();
    const Mask sigmask = x.sigsave();
    x.sigblock(on<Site::needm_sigblock>);
    typename X::Mp mp = V::get_extra_m(x);
    x.set_needextram(mp);  // reads the link behind unlockextra: the M is this thread's
    mp->sigmask = sigmask;
    x.setg(on<Site::needm_setg>, &mp->g0);
    V::update_system_stack(x, mp, in_signal);
    V::enter_go(mp);
    x.asminit();
    x.minit();
    x.casgstatus(mp->curg, GStatus::dead, GStatus::syscall);
    x.ngsys.add(-1);
    mp->bound.is_extra_in_sig = in_signal == InSignal::yes;
  }

  // needAndBindM. Whether the M stays with the thread.
  template <class X>
  [[nodiscard]] static bool need_and_bind_m(X& x) {
    using V = typename X::version;
    x.needm(InSignal::no);
    return V::kKeyCreated && V::bind_m(x);
  }

  template <class X>
  [[nodiscard]] static bool bind_m(X& x) {
    (void)x.setspecific(x.getg());  // Go does not ask whether that worked
    return true;
  }

  template <class X>
  static void dropm(X& x) {
    using V = typename X::version;
    typename X::Mp mp = x.getg()->m;
    x.casgstatus(mp->curg, GStatus::syscall, GStatus::dead);
    x.ngsys.add(1);
    const Mask sigmask = mp->sigmask;
    x.sigblock(on<Site::dropm_sigblock>);
    x.unminit();
    x.setg(on<Site::dropm_setg_nil>, nullptr);
    V::clear_stack_bounds(mp);
    V::put_extra_m(x, mp);
    x.msigrestore(sigmask);
  }

  template <class X>
  static void key_destructor(X& x, typename X::Gp g0) {
    x.install_g(on<Site::key_destructor_setg>, g0);
    x.dropm();
  }

  // needm's, before signals are open again.
  template <class Mp>
  static void enter_go(Mp mp) {
    set_in_c(mp, false);
  }
  template <class Mp>
  static void set_in_c(Mp mp, bool in_c) {
    mp->bound.is_extra_in_c = in_c;
    mp->g0.in_c.set(in_c);
  }

  // --- the stack --------------------------------------------------------------------------------------------------

  // callbackUpdateSystemStack: pthread's bounds where it has them and they hold the stack pointer, else a guess.
  template <class X>
  static void update_system_stack(X& x, typename X::Mp mp, InSignal in_signal) {
    const std::uintptr_t sp = X::world::stack_pointer();
    if (mp->bound.g0_stack_accurate && Stack(mp->g0.stack).contains(sp)) return;
    x.set_stack_bounds(&mp->g0);
    mp->bound.g0_stack_accurate = false;
    if (in_signal == InSignal::yes) return;  // pthread_getattr_np takes locks, and allocates
    const Stack stack = x.getstackbound();
    if (!stack.contains(sp)) return;
    mp->g0.stack = stack;
    mp->g0.stackguard0 = stack.lo + kStackGuard;
    mp->bound.g0_stack_accurate = true;
  }

  template <class Mp>
  static void clear_stack_bounds(Mp mp) {
    mp->g0.stack = Stack{};
    mp->g0.stackguard0 = 0;
    mp->bound.g0_stack_accurate = false;
  }

  // --- callbacks --------------------------------------------------------------------------------------------------

  template <class X, class F>
  static void cgocallback(X& x, F&& body) {
    using W = typename X::world;
    using V = typename X::version;
    W::step(at(Site::callback_begin));
    const bool stays = x.getg() != nullptr || V::need_and_bind_m(x);
    x.cgocallbackg(static_cast<F&&>(body));
    if (stays) {
      x.watch().keeps_m(x.getg()->m);
    } else {
      x.dropm();
    }
    W::step(at(Site::callback_end));
  }

  template <class X, class F>
  static void cgocallbackg(X& x, F&& body) {
    using V = typename X::version;
    typename X::Mp const mp = x.getg()->m;
    const Stack stack = mp->g0.stack;
    const bool accurate = mp->bound.g0_stack_accurate;
    V::update_stack_on_entry(x, mp);
    mp->locked_int += 1;
    x.exitsyscall();
    mp->incgo = false;
    set_in_c(mp, false);
    x.refill(mp);
    V::run_body(x, mp, static_cast<F&&>(body));
    V::leave_go(x, mp);
    V::restore_stack_bounds(mp, stack, accurate);
    x.reentersyscall();
  }

  template <class X>
  static void update_stack_on_entry(X& x, typename X::Mp mp) {
    X::version::update_system_stack(x, mp, InSignal::no);
  }

  // Of Go code further up the stack, if there is any: it may stand on another stretch of the stack.
  template <class Mp>
  static void restore_stack_bounds(Mp mp, Stack stack, bool accurate) {
    mp->g0.stack = stack;
    mp->g0.stackguard0 = stack.lo + kStackGuard;
    mp->bound.g0_stack_accurate = accurate;
  }

  // The thread must not be unlocked from its M before incgo says that nothing may move it (golang/go#62102). With
  // ncgo, the thread is back in a C function that Go code further up has called.
  template <class X>
  static void leave_go(X& x, typename X::Mp mp) {
    mp->incgo = true;
    x.unlock_os_thread(mp);
    if (mp->bound.ncgo == 0) set_in_c(mp, true);
  }

  template <class X, class F>
  static void cgocall(X& x, F&& c_function) {
    typename X::Mp const mp = x.getg()->m;
    mp->bound.ncgo += 1;
    go_protocol::cgocall(x, static_cast<F&&>(c_function));
    mp->bound.ncgo -= 1;
  }

  // --- signals ----------------------------------------------------------------------------------------------------

  template <class X>
  static void sigtrampgo(X& x, int signal) {
    using V = typename X::version;
    typename X::Gp const gp = x.getg();
    if (gp != nullptr && !typename X::Mp(gp->m)->bound.is_extra_in_c) return x.sigsend(signal);
    if (signal == signals::prof || signal == signals::urg) return x.sigsend(signal);  // need no M
    if (gp != nullptr) x.install_g(on<Site::sigtrampgo_setg_nil>, nullptr);
    x.badsignal(signal);
    if (gp != nullptr) V::put_back(x, gp);
  }
  template <class X>
  static void put_back(X& x, typename X::Gp gp) {
    x.install_g(on<Site::sigtrampgo_setg_back>, gp);
  }

  template <class X>
  static void badsignal(X& x, int signal) {
    x.needm(InSignal::yes);
    x.sigsend(signal);
    x.dropm();
  }
};

}  // namespace extram
