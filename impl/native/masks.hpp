// Signal masks and alternate stacks, as calls to the kernel. Two ways to set a mask:
//
//   RawMasks   the system call itself, as Go makes it: all 64 signals.
//   LibcMasks  pthread_sigmask, which never blocks 32 and 33: no mask that it takes or gives holds them.
//              ThreadSanitizer delivers a signal that becomes unmasked at once only if it sees the call that unmasks
//              it, so its builds use this one.
//
// None of these calls can fail as they are used here. One that does is a fault of the harness, not of the protocol.
#pragma once

#include <type_traits>

#include "impl/native/sanitizers.hpp"
#include "impl/world/signals.hpp"

namespace extram::native {

struct RawMasks {
  static constexpr Mask kNeverMasked{};
  static void change(MaskHow how, const Mask* mask, Mask* old);
};

struct LibcMasks {
  static constexpr Mask kNeverMasked = kLibcInternal;
  static void change(MaskHow how, const Mask* mask, Mask* old);
};

using DefaultMasks = std::conditional_t<kThreadSanitizer, LibcMasks, RawMasks>;

// Either may be nullptr.
void change_altstack(const AltStack* stack, AltStack* old);
// False: the thread runs on its alternate stack, which stays.
[[nodiscard]] bool swap_altstack(const AltStack& stack, AltStack* old);

}  // namespace extram::native
