// Mutants of the version that binds an M to its thread: one thing wrong in each.
#pragma once

#include "impl/extram/go_1_21.hpp"

namespace extram {

// Not a mutant: what 1.21 falls back to where no pthread key could be made.
struct go_1_21_without_key : go_1_21 {
  static constexpr std::string_view name = "go_1_21_without_key";
  static constexpr bool kKeyCreated = false;
};

// Not a mutant: heeds what pthread_setspecific says. Go does not, and the M is lost.
struct go_1_21_heeding : go_1_21 {
  static constexpr std::string_view name = "go_1_21_heeding";

  template <class X>
  [[nodiscard]] static bool bind_m(X& x) {
    return x.setspecific(x.getg());
  }
};

struct in_use_counted_for_nil : go_1_21 {
  using base = go_1_21;
  static constexpr std::string_view name = "in_use_counted_for_nil";
  static constexpr std::string_view wrong = "lockextra counts an M in use where it has found none (golang/go#60540)";

  template <class X>
  [[nodiscard]] static typename X::Mp lockextra(X& x, NilOkay nil_okay) {
    typename X::Mp mp = go_1_21::lockextra(x, nil_okay);
    if (mp == nullptr) x.extra_m_count.in_use.add(1);
    return mp;
  }
};

struct in_c_not_cleared : go_1_21 {
  using base = go_1_21;
  static constexpr std::string_view name = "in_c_not_cleared";
  static constexpr std::string_view wrong = "needm leaves isExtraInC as the M's last thread had it (golang/go#70529)";

  template <class Mp>
  static void enter_go(Mp) {}
};

// Over the twin that heeds pthread_setspecific, so that the bounds are all that a failing library can show.
struct bounds_not_refreshed : go_1_21_heeding {
  using base = go_1_21;
  static constexpr std::string_view name = "bounds_not_refreshed";
  static constexpr std::string_view wrong =
      "the stack bounds of the first callback hold for all that follow (golang/go#59294, #62440)";

  template <class X>
  static void update_stack_on_entry(X&, typename X::Mp) {}
};

struct bounds_not_cleared : go_1_21 {
  using base = go_1_21;
  static constexpr std::string_view name = "bounds_not_cleared";
  static constexpr std::string_view wrong = "dropm leaves the M with the stack bounds of its thread";

  template <class Mp>
  static void clear_stack_bounds(Mp) {}
};

struct key_destructor_missing : go_1_21 {
  using base = go_1_21;
  static constexpr std::string_view name = "key_destructor_missing";
  static constexpr std::string_view wrong = "the key has no destructor: a thread takes its M with it";

  template <class X>
  static void key_destructor(X&, typename X::Gp) {}
};

struct nested_in_c : go_1_21 {
  using base = go_1_21;
  static constexpr std::string_view name = "nested_in_c";
  static constexpr std::string_view wrong =
      "a nested callback sets isExtraInC although there is Go code further up (golang/go#72870)";

  template <class X>
  static void leave_go(X& x, typename X::Mp mp) {
    mp->incgo = true;
    x.unlock_os_thread(mp);
    set_in_c(mp, true);
  }
};

struct unlocked_before_incgo : go_1_21 {
  using base = go_1_21;
  static constexpr std::string_view name = "unlocked_before_incgo";
  static constexpr std::string_view wrong = "unlockOSThread comes before incgo is set (golang/go#62102)";

  template <class X>
  static void leave_go(X& x, typename X::Mp mp) {
    x.unlock_os_thread(mp);
    mp->incgo = true;
    if (mp->bound.ncgo == 0) set_in_c(mp, true);
  }
};

struct handler_forgets_g : go_1_21 {
  using base = go_1_21;
  static constexpr std::string_view name = "handler_forgets_g";
  static constexpr std::string_view wrong = "the handler takes a second M and does not put back the g of the first";

  template <class X>
  static void put_back(X&, typename X::Gp) {}
};

struct mask_restored_while_bound : go_1_21 {
  using base = go_1_21;
  static constexpr std::string_view name = "mask_restored_while_bound";
  static constexpr std::string_view wrong =
      "C gets its mask back while the M stays, and the next callback runs with it";

  template <class X>
  static void leave_go(X& x, typename X::Mp mp) {
    go_1_21::leave_go(x, mp);
    if (mp->bound.ncgo == 0) x.msigrestore(mp->sigmask);
  }
};

struct altstack_removed_while_bound : go_1_21 {
  using base = go_1_21;
  static constexpr std::string_view name = "altstack_removed_while_bound";
  static constexpr std::string_view wrong = "C is left without a signal stack while the M stays";

  template <class X>
  static void leave_go(X& x, typename X::Mp mp) {
    go_1_21::leave_go(x, mp);
    if (mp->bound.ncgo == 0 && mp->new_sigstack) x.remove_signalstack();
  }
};

struct length_not_counted : go_1_21 {
  using base = go_1_21;
  static constexpr std::string_view name = "length_not_counted";
  static constexpr std::string_view wrong = "unlockextra does not count in extraMLength what was taken or added";

  template <class X>
  static void unlockextra(X& x, typename X::Mp mp, int) {
    go_1_21::unlockextra(x, mp, 0);
  }
};

}  // namespace extram
