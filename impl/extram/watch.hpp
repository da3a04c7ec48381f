// The oracles of the extra-M protocol. The machine (extram.hpp) tells the watch what happens; the watch remembers it in
// ghosts and says when an invariant is broken. Nothing here orders anything. In a world without oracles there is no
// watch (unwatched.hpp).
#pragma once

#include <algorithm>
#include <cstdint>

#include "impl/extram/m.hpp"
#include "impl/world/oracle.hpp"
#include "impl/world/scenario.hpp"
#include "impl/world/world.hpp"

namespace extram {

// More needms on one thread without a dropm than any correct run can have: the thread, and one handler in another.
inline constexpr int kMaxEntries = 16;
inline constexpr int kMaxHandlers = 8;

template <World W, class V>
class Watch {
 public:
  using Mp = M<W, V>*;

  // --- needm and dropm as a whole ---------------------------------------------------------------------------------
  void needm_begins() {
    Thread& me = thread();
    if (W::checks(Oracle::I4) && me.owes_a_refill(me.depth)) {
      W::violation(Oracle::I4, "needm starts on a thread that took the last M and has not refilled the list");
    }
    // The place first, then what stands in it: a handler that comes between must take another one.
    me.number = W::self();
    const int mine = me.depth++;
    if (mine < kMaxEntries) me.entries[mine] = Entry{W::current_mask(), W::current_altstack(), false};
    ++me.held;
  }

  void needm_ends(Mp mp) {
    if (W::checks(Oracle::I13) && (W::getg() != &mp->g0 || mp->g0.m != mp || mp->curg == nullptr)) {
      W::violation(Oracle::I13, "after needm, g, g.m and m.curg do not belong together");
    }
    if (W::checks(Oracle::I16) && mp->gp.atomicstatus != GStatus::syscall) {
      W::violation(Oracle::I16, "after needm, curg is not in a syscall");
    }
    if (W::checks(Oracle::I17) && mp->g0.in_c.get()) {
      W::violation(Oracle::I17,
                   "needm leaves isExtraInC set: a handler would take a second M, of a list that may be empty");
    }
  }

  void dropm_begins() { --thread().held; }

  // Signals may come again by now, and mp may be another thread's: only this thread's own state is looked at.
  void dropm_ends() {
    Thread& me = thread();
    const int mine = me.depth - 1;
    if (mine < 0 || mine >= kMaxEntries) {
      --me.depth;
      return;
    }
    const Entry entry = me.entries[mine];
    if (W::checks(Oracle::I13) && W::getg() != nullptr) {
      W::violation(Oracle::I13, "g is not nil on return to C, and the M is back on the list");
    }
    if (W::checks(Oracle::I10) && W::current_mask() != entry.mask) {
      W::violation(Oracle::I10, "the signal mask on return to C is not the mask on entry");
    }
    if (W::checks(Oracle::I12) && W::current_altstack() != entry.altstack) {
      W::violation(Oracle::I12, "the alternate signal stack on return to C is not the one on entry");
    }
    // Last: until here a handler must not take this entry's place. What badsignal took it has given back, unrefilled.
    me.entries[mine].owes_refill = false;
    --me.depth;
  }

  // Back in C, and the M stays with the thread: what Go has made of the thread's mask and stack stays too.
  void keeps_m(Mp mp) {
    Thread& me = thread();
    const Mask kept = me.top().mask.without(kNeverBlockedInGo);
    if (W::checks(Oracle::I10) && W::current_mask().without(W::never_masked()) != kept.without(W::never_masked())) {
      W::violation(Oracle::I10, "back in C with an M, the mask is not the one on entry less what Go never blocks");
    }
    const AltStack theirs = me.top().altstack;
    if (W::checks(Oracle::I12) && W::current_altstack() != (theirs.disabled() ? AltStack(mp->gsignal) : theirs)) {
      W::violation(Oracle::I12, "back in C with an M, the alternate signal stack is neither C's nor the M's");
    }
  }

  // --- the list ---------------------------------------------------------------------------------------------------
  void locks() { thread().holds_lock = true; }
  [[nodiscard]] bool holds_lock() { return thread().holds_lock; }
  void unlocks() { thread().holds_lock = false; }
  void sees_list_nonempty() { owe_refill(false); }

  void takes(Mp mp) {
    if (W::checks(Oracle::I1) && mp->place.get() != Place::listed) {
      W::violation(Oracle::I1, mp->place.get() == Place::owned ? "an M is taken that another thread owns"
                                                               : "an M is taken that is still being built");
    }
    if (W::checks(Oracle::I1) && !is_complete(mp)) {
      W::violation(Oracle::I1, "an M is taken that was published before it was complete");
    }
    if (W::checks(Oracle::I12) && mp->gsignal != mp->own_gsignal) {
      W::violation(Oracle::I12, "a listed M has another thread's signal stack for its gsignal");
    }
    mp->place.set(Place::owned);
    mp->owner.set(&thread());
  }

  void decides_needextram(Mp mp) { owe_refill(mp->needextram); }

  // The list is about to become the one that starts at `head`. Called while it still is this thread's alone. `counted`
  // gives the number of Ms that the version has counted, -1 if it counts none.
  template <class Counted>
  void publishes(Mp head, Counted counted) {
    Mp const mine = head != nullptr && head->place.get() != Place::listed ? head : nullptr;
    if (mine != nullptr) gives_back(mine);
    int nodes = 0;
    for (Mp mp = head; mp != nullptr; mp = V::next_of(mp)) {
      if (W::checks(Oracle::I1) && mp->place.get() != Place::listed) {
        W::violation(Oracle::I1, "an M is on the list while a thread owns it");
        return;
      }
      if (++nodes > kMaxNodes) {
        if (W::checks(Oracle::I1)) W::violation(Oracle::I1, "the list is a ring: an M is listed twice");
        return;
      }
    }
    if (const int count = counted(); W::checks(Oracle::I7) && count >= 0 && count != nodes) {
      W::violation(Oracle::I7, "extraMCount is not the length of the list when the list is unlocked");
    }
  }

  // --- signals ----------------------------------------------------------------------------------------------------
  void must_be_masked() {
    if (!W::checks(Oracle::I3)) return;
    if (W::current_mask().with(kUnmaskable).with(W::never_masked()) != Mask::all()) {
      W::violation(Oracle::I3,
                   "a signal could be handled here: the thread is between its first list access and its "
                   "signal stack (or, in dropm, between unminit and unlock)");
    }
  }

  void handler_begins() {
    Thread& me = thread();
    ++me.handlers;
    ++me.delivered;
    ++me.unhandled;
    if (W::checks(Oracle::I2) && me.holds_lock && W::getg() == nullptr) {
      W::violation(Oracle::I2, "a handler runs on a thread that holds the list lock, and g is nil");
    }
    if (me.handlers <= kMaxHandlers) me.interrupted[me.handlers - 1] = W::getg();
    if (W::checks(Oracle::I14) && W::getg() != nullptr) must_be_on_gsignal();
    not_in_c("a handler interrupts Go, and isExtraInC is set");
  }
  void handler_ends() {
    Thread& me = thread();
    if (W::checks(Oracle::I13) && me.handlers <= kMaxHandlers && W::getg() != me.interrupted[me.handlers - 1]) {
      W::violation(Oracle::I13, "the handler returns, and g is not the one that it found");
    }
    --me.handlers;
  }
  void handled() { --thread().unhandled; }

  // --- in Go ------------------------------------------------------------------------------------------------------
  void body_begins(Mp mp) {
    Thread& me = thread();
    if (W::checks(Oracle::I1) && (mp->place.get() != Place::owned || mp->owner.get() != &thread())) {
      W::violation(Oracle::I1, "a callback body runs on an M that its thread does not own");
    }
    if (W::checks(Oracle::I5) && me.depth > 0 && me.top().owes_refill) {
      W::violation(Oracle::I5, "the callback body begins, the last M was taken, and the list was not refilled");
    }
    if (W::checks(Oracle::I11) &&
        W::current_mask().without(W::never_masked()) !=
            Mask(mp->sigmask).without(kNeverBlockedInGo).without(kUnmaskable).without(W::never_masked())) {
      W::violation(Oracle::I11, "the mask in Go is not the saved mask less the signals that Go never blocks");
    }
    if (W::checks(Oracle::I14) && W::current_altstack() != AltStack(mp->gsignal)) {
      W::violation(Oracle::I14, "signals are open, and the kernel's alternate stack is not gsignal");
    }
    if (W::checks(Oracle::I15)) must_be_in_bounds(mp);
    ++me.go_frames;
    not_in_c("a callback body begins, and isExtraInC is set");
  }

  void frame_is_gone() { --thread().go_frames; }

  void body_ends(Mp before, Mp now) {
    if (W::checks(Oracle::I18) && before != now) W::violation(Oracle::I18, "the M changed during a callback");
    ++thread().go_frames;
    not_in_c("a callback body goes on after a call of C's, and isExtraInC is set");
    --thread().go_frames;
    if (W::checks(Oracle::I15)) must_be_in_bounds(now);
  }

  void unlocks_os_thread(bool incgo) {
    if (W::checks(Oracle::I18) && !incgo) W::violation(Oracle::I18, "the thread is unlocked before incgo is set");
  }

  void status_mismatch() {
    if (W::checks(Oracle::I16)) W::violation(Oracle::I16, "casgstatus: curg is not in the state it must leave");
  }

  void allocates(bool stopped, bool before_exitsyscall) {
    if (!W::checks(Oracle::I19)) return;
    if (stopped) W::violation(Oracle::I19, "an M is allocated while the world is stopped");
    if (before_exitsyscall) W::violation(Oracle::I19, "an M is allocated before exitsyscall");
    if (thread().handlers > 0) W::violation(Oracle::I19, "an M is allocated in a signal handler");
  }

  // --- at the end -------------------------------------------------------------------------------------------------
  void thread_ends() {
    Thread& me = thread();
    me.over = true;
    if (W::checks(Oracle::I9) && me.held != 0) {
      W::violation(Oracle::I9, "the thread ends and has not dropped every M that it took");
    }
    if (W::checks(Oracle::I13) && me.held == 0 && W::getg() != nullptr) {
      W::violation(Oracle::I13, "the thread ends without an M, and its g is not nil");
    }
    const auto miscounted = [&] { return me.delivered != W::deliveries() || me.unhandled != 0; };
    if (W::checks(Oracle::I21) && miscounted()) {
      (void)W::current_mask();  // a signal may have come between the two counts: look again, at memory
      if (miscounted()) W::violation(Oracle::I21, "a signal was delivered and neither handled nor forwarded");
    }
  }

  // Whether one of these threads has the lock; or took the last M, and has not made another one.
  [[nodiscard]] bool lock_is_held_by(GoneThreads threads) const {
    return any_of(threads, [](const Thread& t) { return t.holds_lock; });
  }
  [[nodiscard]] bool refill_is_owed_by(GoneThreads threads) const {
    return any_of(threads, [](const Thread& t) { return t.owes_a_refill(t.depth); });
  }
  // Its owner is a thread that came to its end.
  [[nodiscard]] bool was_kept(Mp mp) const {
    bool kept = false;
    threads_.for_each([&](const Thread& t) { kept = kept || (t.over && mp->owner.get() == &t); });
    return kept;
  }

  // Which invariant a deadlock breaks, by what each thread holds or owes. A signal may have come after the exchange
  // that locked the list and before the watch was told: then nobody holds the lock of a locked list, and it is a thread
  // whose needm was interrupted that does.
  [[nodiscard]] Oracle explain_deadlock(bool list_is_locked) const {
    Oracle why = Oracle::none;
    bool holder_is_known = false;
    bool needm_is_interrupted = false;
    threads_.for_each([&](const Thread& t) {
      holder_is_known = holder_is_known || t.holds_lock;
      if (t.handlers == 0) return;
      needm_is_interrupted = needm_is_interrupted || t.depth > 1;
      if (t.holds_lock) why = Oracle::I2;
      if (t.owes_a_refill(t.depth - 1) && why != Oracle::I2) why = Oracle::I4;
    });
    if (list_is_locked && !holder_is_known && needm_is_interrupted) return Oracle::I2;
    return why == Oracle::none ? Oracle::I6 : why;
  }

 private:
  // One needm without its dropm yet. A handler that interrupts needm, or C, makes a second one.
  struct Entry {
    Mask mask{};
    AltStack altstack{};
    bool owes_refill = false;
  };
  // A handler may come between any two instructions, also in the middle of a count. It leaves every number as it found
  // it, but for `delivered`, which handlers alone change, with all signals blocked.
  struct Thread {
    int held = 0;   // needms without their dropm
    int depth = 0;  // entries in use
    int go_frames = 0;
    int handlers = 0;
    void* interrupted[kMaxHandlers]{};  // the g that each handler has found
    int delivered = 0;
    int unhandled = 0;  // of these, neither handled nor forwarded so far
    bool holds_lock = false;
    bool over = false;
    int number = -1;  // told by its place
    Entry entries[kMaxEntries]{};

    template <class Sink>
    void state(Sink& sink) const {
      for (const int part : {held, depth, go_frames, handlers, delivered, unhandled}) sink(part);
      for (int i = 0; i < std::min(handlers, kMaxHandlers); ++i) sink(interrupted[i]);
      sink(holds_lock);
      sink(over);
      for (int i = 0; i < std::min(depth, kMaxEntries); ++i) {
        sink(entries[i].mask);
        sink(entries[i].altstack);
        sink(entries[i].owes_refill);
      }
    }

    [[nodiscard]] const Entry& top() const { return entries[std::clamp(depth, 1, kMaxEntries) - 1]; }
    [[nodiscard]] bool owes_a_refill(int outer) const {
      return std::any_of(entries, entries + std::clamp(outer, 0, kMaxEntries),
                         [](const Entry& entry) { return entry.owes_refill; });
    }
  };

  // Longer than any list that a run of the sizes in Shape can make.
  static constexpr int kMaxNodes = 1 << 20;

  [[nodiscard]] Thread& thread() { return threads_.mine(); }

  template <class Holds>
  [[nodiscard]] bool any_of(GoneThreads threads, Holds holds) const {
    bool found = false;
    threads_.for_each([&](const Thread& t) {
      found = found || (t.number >= 0 && t.number < kMaxThreads && (threads >> t.number & 1U) != 0 && holds(t));
    });
    return found;
  }

  // A function of its own, so that its frame lies below the callback's. Inlined there it would be asked about the upper
  // end of that frame, which needm, called from it, need not allow for. Go 1.21 has the bounds from pthread, or must do
  // with a guess.
  [[gnu::noinline]] static void must_be_in_bounds(Mp mp) {
    const Stack recorded = mp->g0.stack;
    const Stack real = W::real_stack();
    if (!recorded.contains(W::stack_pointer())) {
      W::violation(Oracle::I15, "the recorded stack bounds do not contain the address of a local");
    } else if (!real.contains(recorded)) {
      W::violation(Oracle::I15, "the recorded stack bounds lie outside the real stack");
    }
    if constexpr (V::kAsksForBounds) {
      if (mp->bound.g0_stack_accurate && recorded != real) {
        W::violation(Oracle::I15, "the recorded stack bounds are not those that pthread gives");
      }
    }
  }

  // With its g set a thread has an M, and the handler takes the stack that it runs on for that M's.
  static void must_be_on_gsignal() {
    const Mp mp = static_cast<G<W, V>*>(W::getg())->m;
    if (W::current_altstack() != AltStack(mp->gsignal)) {
      W::violation(Oracle::I14, "a handler runs with g set, and the kernel's alternate stack is not gsignal");
    }
  }

  void owe_refill(bool owes) {
    Thread& me = thread();
    if (me.depth > 0 && me.depth <= kMaxEntries) me.entries[me.depth - 1].owes_refill = owes;
  }

  void not_in_c(const char* text) {
    if (!W::checks(Oracle::I17) || thread().go_frames == 0 || W::getg() == nullptr) return;
    if (static_cast<G<W, V>*>(W::getg())->in_c.get()) W::violation(Oracle::I17, text);
  }

  // A thread that ended inside a call of C's leaves lockedInt higher.
  static bool is_complete(Mp mp) {
    return mp->curg == &mp->gp && mp->lockedg == &mp->gp && mp->locked_int >= 1 && mp->gp.m == mp &&
           mp->gp.lockedm == mp && mp->gp.goid != 0U && Sched(mp->gp.sched).pc != 0 &&
           Sched(mp->gp.sched).syscallsp == Sched(mp->gp.sched).sp;
  }

  void gives_back(Mp mp) {
    const Place from = mp->place.get();
    if (W::checks(Oracle::I1) && from == Place::owned && mp->owner.get() != &thread()) {
      W::violation(Oracle::I1, "an M is put on the list while another thread owns it");
    }
    if (from == Place::being_built) owe_refill(false);
    if constexpr (V::kAsksForBounds) {
      if (W::checks(Oracle::I15) && Stack(mp->g0.stack) != Stack{}) {
        W::violation(Oracle::I15, "an M is put on the list with the stack bounds of its last thread");
      }
    }
    mp->owner.set(nullptr);
    mp->place.set(Place::listed);
  }

  typename W::template per_thread<Thread> threads_;
};

}  // namespace extram
