// Bugs that Go had in the list and around it: each as the release had it, over a version that is right otherwise, and
// beside it what differs in the one member that put it right. The catalogue (catalogue.hpp) says what each one did.
#pragma once

#include "impl/extram/go_1_16.hpp"
#include "impl/extram/go_1_21.hpp"

namespace extram {

// A platform whose start-up puts no M on the list, though it says that it has.
struct issue_6751 : go_1_16 {
  static constexpr std::string_view name = "issue_6751";

  template <class X>
  static void one_new_extra_m(X& x) {
    if (x.cgo_has_extra_m) go_1_16::one_new_extra_m(x);
  }
};
struct issue_6751_fixed : issue_6751 {
  static constexpr std::string_view name = "issue_6751_fixed";
  using go_1_16::one_new_extra_m;
};

struct issue_13881 : go_1_16 {
  static constexpr std::string_view name = "issue_13881";

  template <class X, class F>
  static void cgocallback(X& x, F&& body) {
    using W = typename X::world;
    W::step(at(Site::callback_begin));
    if (x.getg() == nullptr) x.needm();
    x.cgocallbackg(static_cast<F&&>(body));
    W::step(at(Site::callback_end));
  }
};
struct issue_13881_fixed : issue_13881 {
  static constexpr std::string_view name = "issue_13881_fixed";
  using go_1_16::cgocallback;
};

// Start-up says that it is done before it has made the first M.
struct issue_15943 : go_1_16 {
  static constexpr std::string_view name = "issue_15943";

  template <class X, class Notify>
  static void start_up(X& x, Notify notify) {
    notify();
    x.one_new_extra_m();
    x.cgo_has_extra_m = true;
  }
};
struct issue_15943_fixed : issue_15943 {
  static constexpr std::string_view name = "issue_15943_fixed";

  template <class X, class Notify>
  static void start_up(X& x, Notify notify) {
    x.one_new_extra_m();
    x.cgo_has_extra_m = true;
    notify();
  }
};

// An M that is somebody else's already while the thread that had it still works on it.
struct issue_56243 : go_1_21 {
  static constexpr std::string_view name = "issue_56243";
  static constexpr OracleSet waived{Oracle::I12};

  template <class X>
  static void dropm(X& x) {
    typename X::Mp mp = x.getg()->m;
    x.casgstatus(mp->curg, GStatus::syscall, GStatus::dead);
    x.ngsys.add(1);
    const Mask sigmask = mp->sigmask;
    x.sigblock(on<Site::dropm_sigblock>);
    clear_stack_bounds(mp);
    put_extra_m(x, mp);
    x.unminit();
    x.setg(on<Site::dropm_setg_nil>, nullptr);
    x.msigrestore(sigmask);
  }
};
struct issue_56243_fixed : issue_56243 {
  static constexpr std::string_view name = "issue_56243_fixed";
  using go_1_21::dropm;
};

// What orders the list's lock is no order that C's own race detector sees.
struct issue_59678 : go_1_21 {
  static constexpr std::string_view name = "issue_59678";
  [[nodiscard]] static constexpr Order order(Site site) {
    return site == Site::unlockextra_store ? Order::relaxed : go_1_21::order(site);
  }
};
struct issue_59678_fixed : issue_59678 {
  static constexpr std::string_view name = "issue_59678_fixed";
  using go_1_21::order;
};

// Threads that C has made count towards the limit of those that Go makes.
struct issue_60004 : go_1_21 {
  static constexpr std::string_view name = "issue_60004";
  static constexpr int kThreadsMax = 2;

  template <class X>
  static void one_new_extra_m(X& x) {
    if (x.made() >= kThreadsMax) return x.fatal_throw("fatal error: thread exhaustion\n");
    go_1_21::one_new_extra_m(x);
  }
};
struct issue_60004_fixed : issue_60004 {
  static constexpr std::string_view name = "issue_60004_fixed";
  using go_1_21::one_new_extra_m;
};

struct issue_60540 : go_1_21 {
  static constexpr std::string_view name = "issue_60540";

  template <class X>
  [[nodiscard]] static typename X::Mp lockextra(X& x, NilOkay nil_okay) {
    typename X::Mp mp = go_1_21::lockextra(x, nil_okay);
    if (mp == nullptr) x.extra_m_count.in_use.add(1);
    return mp;
  }
};
struct issue_60540_fixed : issue_60540 {
  static constexpr std::string_view name = "issue_60540_fixed";
  using go_1_21::lockextra;
};

}  // namespace extram
