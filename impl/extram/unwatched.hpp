// What stands in the watch's place in a world without oracles: nobody looks, and nothing is remembered.
#pragma once

#include <type_traits>

#include "impl/world/oracle.hpp"

namespace extram {

// `checks` is a constant false there; elsewhere it is asked at run time, and no constant.
template <class W>
concept WithoutOracles = requires {
  requires !std::bool_constant<W::checks(Oracle::I1)>::value;
};

struct Unwatched {
  void needm_begins() {}
  void needm_ends(auto) {}
  void dropm_begins() {}
  void dropm_ends() {}
  void keeps_m(auto) {}
  void locks() {}
  void unlocks() {}
  void sees_list_nonempty() {}
  void takes(auto) {}
  void decides_needextram(auto) {}
  void publishes(auto, auto) {}
  void must_be_masked() {}
  void handler_begins() {}
  void handler_ends() {}
  void handled() {}
  void body_begins(auto) {}
  void frame_is_gone() {}
  void body_ends(auto, auto) {}
  void unlocks_os_thread(bool) {}
  void status_mismatch() {}
  void allocates(bool, bool) {}
  void thread_ends() {}
  [[nodiscard]] bool holds_lock() { return false; }
  [[nodiscard]] bool lock_is_held_by(auto) const { return false; }
  [[nodiscard]] bool refill_is_owed_by(auto) const { return false; }
  [[nodiscard]] bool was_kept(auto) const { return false; }
  [[nodiscard]] Oracle explain_deadlock(bool) const { return Oracle::none; }
};

}  // namespace extram
