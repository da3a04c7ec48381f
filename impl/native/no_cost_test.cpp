// What the World and the oracles cost where nobody asks: nothing. The lock of the extra-M list, once from the protocol
// in the bare world, once as it would be written by hand. The test that belongs to this file (no_cost.cmake) counts the
// instructions of both.
#include <sched.h>
#include <time.h>

#include <atomic>
#include <cstdint>

#include "impl/extram/go_1_16.hpp"
#include "impl/native/native_world.hpp"

namespace {

using Extra = extram::Extram<extram::native::BareWorld, extram::go_1_16>;

struct ByHand {
  std::atomic<std::uintptr_t> extram;
  std::atomic<std::uint32_t> extra_m_waiters;
};

constexpr std::uintptr_t kNil = 0;
constexpr std::uintptr_t kLocked = 1;

void pause_for(std::uintptr_t seen) {
  const timespec microsecond{.tv_sec = 0, .tv_nsec = 1'000};
  if (seen == kLocked) sched_yield();
  if (seen == kNil) nanosleep(&microsecond, nullptr);
}

// Statement for statement what go_protocol::lockextra says.
std::uintptr_t lock(ByHand& list) {
  bool counted = false;
  for (;;) {
    const bool nil_will_do = !counted;
    const auto satisfied = [=](std::uintptr_t seen) { return seen != kLocked && (seen != kNil || nil_will_do); };
    std::uintptr_t old = list.extram.load();
    while (!satisfied(old)) {
      pause_for(old);
      old = list.extram.load();
    }
    if (old == kNil) {
      list.extra_m_waiters.fetch_add(1);
      counted = true;
      continue;
    }
    std::uintptr_t expected = old;
    if (list.extram.compare_exchange_strong(expected, kLocked)) return old;
    sched_yield();
  }
}

void unlock(ByHand& list, std::uintptr_t head) { list.extram.store(head); }

}  // namespace

// Flat, so that nothing hides in a function that they call. Only what the C library does stays outside.
extern "C" [[gnu::noinline, gnu::flatten]] void lock_and_unlock_by_protocol(Extra& extra) {
  extra.unlockextra(extra.lockextra(extram::NilOkay::no));
}

extern "C" [[gnu::noinline, gnu::flatten]] void lock_and_unlock_by_hand(ByHand& list) { unlock(list, lock(list)); }
