// Go's m and g, as much of them as the extra-M list touches. Field names follow runtime2.go.
//
// Go keeps g's status in an atomic word because the collector reads it; nobody does here, so it is a plain cell, and a
// race detector then checks what the invariants say: only the owner of the M touches it (I16, I20).
#pragma once

#include <cstdint>

#include "impl/world/signals.hpp"
#include "impl/world/world.hpp"

namespace extram {

enum class GStatus : std::uint8_t { idle, running, syscall, dead };

// gobuf and the syscall registers of a g, as numbers: oneNewExtraM fills them in, a tracer would read them.
struct Sched {
  std::uintptr_t pc = 0;
  std::uintptr_t sp = 0;
  std::uintptr_t lr = 0;
  std::uintptr_t syscallsp = 0;
  std::uintptr_t stktopsp = 0;
  friend bool operator==(const Sched&, const Sched&) = default;
};

template <World W, class V>
struct M;

template <World W, class V>
struct G {
  template <class T>
  using plain = typename W::template plain<T>;

  plain<GStatus> atomicstatus{"status", GStatus::idle};
  plain<M<W, V>*> m{"g.m", nullptr};
  plain<M<W, V>*> lockedm{"lockedm", nullptr};
  plain<std::uint64_t> goid{"goid", 0};
  plain<Stack> stack{"stack", Stack{}};
  plain<std::uintptr_t> stackguard0{"stackguard0", 0};
  plain<Sched> sched{"sched", Sched{}};
  plain<void*> racectx{"racectx", nullptr};
  typename W::template ghost<bool> in_c{false};  // of g0: m.isExtraInC, for oracles
};

// Where an M is (I1). A ghost: only oracles look.
enum class Place : std::uint8_t { being_built, listed, owned };

template <World W, class V>
struct M {
  template <class T>
  using plain = typename W::template plain<T>;

  typename V::template Schedlink<W, M*> schedlink{"schedlink", nullptr};
  plain<bool> needextram{"needextram", false};
  plain<Mask> sigmask{"sigmask", Mask{}};
  plain<G<W, V>*> curg{"curg", nullptr};
  plain<G<W, V>*> lockedg{"lockedg", nullptr};
  plain<int> locked_int{"lockedInt", 0};
  plain<AltStack> gsignal{"gsignal", AltStack{}};
  plain<AltStack> go_sig_stack{"goSigStack", AltStack{}};
  plain<bool> new_sigstack{"newSigstack", false};
  plain<std::uint64_t> procid{"procid", 0};
  plain<bool> incgo{"incgo", false};
  [[no_unique_address]] typename V::template BoundM<W> bound;  // of versions that bind it to its thread
  G<W, V> g0;
  G<W, V> gp;  // Go allocates it apart; curg points here once the M is complete

  typename W::template ghost<Place> place{Place::being_built};
  typename W::template ghost<const void*> owner{nullptr};  // something of the owning thread's own
  AltStack own_gsignal{};                                  // set before publication, never after
};

}  // namespace extram
