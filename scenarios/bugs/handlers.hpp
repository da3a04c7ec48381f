// Bugs that Go had in the signal handler itself: each as the release had it, over a version that is right otherwise,
// and beside it what differs in the one member that put it right. The catalogue (catalogue.hpp) says what each one did.
#pragma once

#include "impl/extram/go_1_16.hpp"

namespace extram {

inline constexpr int kDeadly = signals::usr2;  // to the scenario deadly_signal

// A program without cgo will never have an M on the list, and its handler waits for one all the same.
struct issue_34391 : go_1_16 {
  static constexpr std::string_view name = "issue_34391";

  template <class X>
  static void require_extra_m(X&) {}  // asks for cgo first, and there is none
};
struct issue_34391_fixed : issue_34391 {
  static constexpr std::string_view name = "issue_34391_fixed";

  template <class X>
  static void badsignal(X& x, int signal) {
    if (!x.cgo_has_extra_m) return x.exit(2, "fatal: bad g in signal handler\n");
    issue_34391::badsignal(x, signal);
  }
};

// A thread that a global constructor has started, before the program has called cgo for the first time.
struct issue_10207 : go_1_16 {
  static constexpr std::string_view name = "issue_10207";

  template <class X>
  static void require_extra_m(X&) {}
};
struct issue_10207_fixed : issue_10207 {
  static constexpr std::string_view name = "issue_10207_fixed";
  using go_1_16::require_extra_m;
};

// badsignal by way of a whole callback: scheduler, refill and all.
template <class Version>
struct badsignal_calls_back : Version {
  template <class X>
  static void badsignal(X& x, int signal) {
    x.cgocallback([&] { x.sigsend(signal); });
  }
};
struct issue_16054 : badsignal_calls_back<go_1_16> {
  static constexpr std::string_view name = "issue_16054";
};
struct issue_16054_fixed : issue_16054 {
  static constexpr std::string_view name = "issue_16054_fixed";
  using go_1_16::badsignal;
};
struct issue_15994 : badsignal_calls_back<go_1_16> {
  static constexpr std::string_view name = "issue_15994";

  template <class X>
  static void sigtrampgo(X& x, int signal) {
    if (x.getg() != nullptr) return x.sigsend(signal);
    x.badsignal(signal);
  }
};
struct issue_15994_fixed : issue_15994 {
  static constexpr std::string_view name = "issue_15994_fixed";
  using go_1_16::sigtrampgo;
};

// A deadly signal that the handler takes for dealt with: the instruction runs again, and faults again.
struct issue_10139 : go_1_16 {
  static constexpr std::string_view name = "issue_10139";
};
struct issue_10139_fixed : issue_10139 {
  static constexpr std::string_view name = "issue_10139_fixed";

  template <class X>
  static void badsignal(X& x, int signal) {
    if (signal == kDeadly) return x.exit(2, "fatal: the default action of a deadly signal\n");
    go_1_16::badsignal(x, signal);
  }
};

// A signal comes while the scheduler has taken the M off its g, and the handler follows the pointer.
struct issue_50936 : go_1_16 {
  static constexpr std::string_view name = "issue_50936";

  template <class X>
  static void exitsyscall(X& x) {
    typename X::Mp const mp = x.getg()->m;
    mp->gp.m = nullptr;
    X::world::step(at(Site::exitsyscall_await));
    mp->gp.m = mp;
    go_1_16::exitsyscall(x);
  }
  template <class X>
  static void sigtrampgo(X& x, int signal) {
    if (x.getg() != nullptr && in_trouble(x)) return x.exit(2, "fatal error: unexpected signal: curg.m is nil\n");
    go_1_16::sigtrampgo(x, signal);
  }
  template <class X>
  [[nodiscard]] static bool in_trouble(X& x) {
    return typename X::Mp(x.getg()->m)->gp.m == nullptr;
  }
};
// Asks first, and profiles nothing.
struct issue_50936_fixed : issue_50936 {
  static constexpr std::string_view name = "issue_50936_fixed";
  using go_1_16::sigtrampgo;
};

}  // namespace extram
