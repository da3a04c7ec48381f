#include "impl/native/masks.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>

#include "impl/native/run_state.hpp"
#include "impl/native/thread.hpp"

namespace extram::native {
namespace {

int kernel_how(MaskHow how) {
  switch (how) {
    case MaskHow::block:
      return SIG_BLOCK;
    case MaskHow::unblock:
      return SIG_UNBLOCK;
    case MaskHow::set:
      return SIG_SETMASK;
  }
  return SIG_SETMASK;
}

// On Linux a sigset_t begins with the 64 bits that the kernel knows; the rest is room that nobody uses.
static_assert(sizeof(sigset_t) >= sizeof(std::uint64_t));

sigset_t to_set(Mask mask) {
  sigset_t set;
  ::sigemptyset(&set);
  const std::uint64_t bits = mask.bits();
  std::memcpy(&set, &bits, sizeof bits);
  return set;
}

Mask from_set(const sigset_t& set) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &set, sizeof bits);
  return Mask(bits);
}

}  // namespace

void RawMasks::change(MaskHow how, const Mask* mask, Mask* old) {
  const std::uint64_t bits = mask != nullptr ? mask->bits() : 0;
  std::uint64_t old_bits = 0;
  if (::syscall(SYS_rt_sigprocmask, kernel_how(how), mask != nullptr ? &bits : nullptr,
                old != nullptr ? &old_bits : nullptr, sizeof bits) != 0) {
    give_up("rt_sigprocmask", errno);
  }
  if (old != nullptr) *old = Mask(old_bits);
}

void LibcMasks::change(MaskHow how, const Mask* mask, Mask* old) {
  const sigset_t set = to_set(mask != nullptr ? *mask : Mask{});
  sigset_t old_set;
  ::sigemptyset(&old_set);
  const int error = ::pthread_sigmask(kernel_how(how), mask != nullptr ? &set : nullptr, &old_set);
  if (error != 0) give_up("pthread_sigmask", error);
  // In a handler the kernel may have blocked them, and only the return from it can put that right.
  if (old != nullptr) *old = from_set(old_set).without(kNeverMasked);
  if (kThreadSanitizer && mask != nullptr) raise_kept_back();
}

namespace {

// What errno is afterwards; 0: done.
int call_sigaltstack(const AltStack* stack, AltStack* old) {
  stack_t wanted{};
  if (stack != nullptr) {
    wanted.ss_sp = reinterpret_cast<void*>(stack->base);
    wanted.ss_size = stack->size;
    wanted.ss_flags = stack->disabled() ? SS_DISABLE : 0;
  }
  stack_t found{};
  if (::sigaltstack(stack != nullptr ? &wanted : nullptr, old != nullptr ? &found : nullptr) != 0) return errno;
  if (old == nullptr) return 0;
  const bool disabled = (found.ss_flags & SS_DISABLE) != 0;
  *old = disabled ? AltStack{} : AltStack{reinterpret_cast<std::uintptr_t>(found.ss_sp), found.ss_size};
  return 0;
}

}  // namespace

void change_altstack(const AltStack* stack, AltStack* old) {
  if (const int error = call_sigaltstack(stack, old); error != 0) give_up("sigaltstack", error);
}

bool swap_altstack(const AltStack& stack, AltStack* old) {
  const int error = call_sigaltstack(&stack, old);
  if (error != 0 && error != EPERM) give_up("sigaltstack", error);
  return error == 0;
}

}  // namespace extram::native
