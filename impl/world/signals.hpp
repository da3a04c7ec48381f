// Signals as the kernel sees them on Linux: a mask of 64 bits, an alternate stack, and the sets that Go's runtime
// treats apart (sigtable_linux_generic.go, release 1.19).
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace extram {

// Numbers of linux/amd64. Named here, because <signal.h> belongs to the native world alone.
namespace signals {
inline constexpr int hup = 1, interrupt = 2, quit = 3, ill = 4, trap = 5, abort = 6, bus = 7, fpe = 8, usr1 = 10,
                     segv = 11, usr2 = 12, term = 15, stkflt = 16, chld = 17, urg = 23, prof = 27, sys = 31,
                     first_realtime = 32, kill = 9, stop = 19, last = 64;

// The n-th signal that a harness sends a thread at its steps: SIGUSR1, which Go leaves blocked where the thread had it
// blocked, and SIGCHLD, which minit opens even in a handler, so that deliveries nest.
[[nodiscard]] constexpr int in_turn(int n) { return n % 2 == 0 ? usr1 : chld; }
}  // namespace signals

class Mask {
 public:
  constexpr Mask() = default;
  constexpr explicit Mask(std::uint64_t bits) : bits_(bits) {}
  constexpr Mask(std::initializer_list<int> list) {
    for (const int signal : list) bits_ |= bit(signal);
  }
  [[nodiscard]] static constexpr Mask all() { return Mask(~std::uint64_t{0}); }

  [[nodiscard]] constexpr bool blocks(int signal) const { return (bits_ & bit(signal)) != 0; }
  [[nodiscard]] constexpr std::uint64_t bits() const { return bits_; }
  [[nodiscard]] constexpr Mask with(Mask other) const { return Mask(bits_ | other.bits_); }
  [[nodiscard]] constexpr Mask without(Mask other) const { return Mask(bits_ & ~other.bits_); }
  [[nodiscard]] constexpr int size() const { return std::popcount(bits_); }
  friend constexpr bool operator==(Mask, Mask) = default;

 private:
  static constexpr std::uint64_t bit(int signal) { return std::uint64_t{1} << (signal - 1); }
  std::uint64_t bits_ = 0;
};

// SIGKILL and SIGSTOP cannot be blocked, whatever a mask says; the kernel clears them silently.
inline constexpr Mask kUnmaskable{signals::kill, signals::stop};

// glibc's own signals: Go blocks them with raw system calls, libc's pthread_sigmask never does.
inline constexpr Mask kLibcInternal{32, 33};

// What an executable's minit leaves open whatever the thread had blocked: _SigUnblock, SIGURG for preemption, and
// (executables only, not c-archive or c-shared) _SigKill and _SigThrow.
inline constexpr Mask kNeverBlockedInGo{signals::ill,
                                        signals::trap,
                                        signals::bus,
                                        signals::fpe,
                                        signals::segv,
                                        signals::stkflt,
                                        signals::chld,
                                        signals::prof,
                                        32,
                                        33,
                                        34,
                                        signals::urg,
                                        signals::hup,
                                        signals::interrupt,
                                        signals::quit,
                                        signals::abort,
                                        signals::term,
                                        signals::sys};

enum class MaskHow : std::uint8_t { block, unblock, set };

// A thread's alternate signal stack; `size == 0` stands for SS_DISABLE.
struct AltStack {
  std::uintptr_t base = 0;
  std::size_t size = 0;
  [[nodiscard]] constexpr bool disabled() const { return size == 0; }
  friend constexpr bool operator==(AltStack, AltStack) = default;
};

// A range of stack, [lo, hi). Go's stack struct.
struct Stack {
  std::uintptr_t lo = 0;
  std::uintptr_t hi = 0;
  [[nodiscard]] constexpr bool contains(std::uintptr_t address) const { return lo <= address && address < hi; }
  [[nodiscard]] constexpr bool contains(Stack inner) const { return lo <= inner.lo && inner.hi <= hi; }
  friend constexpr bool operator==(Stack, Stack) = default;
};

}  // namespace extram
