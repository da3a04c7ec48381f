// The world of real threads: std::atomic, pthreads, the kernel's signals. Its policy tells what a program asks of it:
//
//   BareWorld     the algorithm and nothing else, for measurements and for the proof that the World costs nothing
//   CheckedWorld  oracles on, and every step a point at which the thread may send itself a signal
//
// ThreadSanitizer sees every access of the algorithm in both, and nothing of the oracles that would order them.
#pragma once

#include <sched.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "impl/native/atomics.hpp"
#include "impl/native/masks.hpp"
#include "impl/native/memory.hpp"
#include "impl/native/run_state.hpp"
#include "impl/native/sanitizers.hpp"
#include "impl/native/signal_stack.hpp"
#include "impl/native/thread.hpp"
#include "impl/native/thread_faults.hpp"
#include "impl/world/world.hpp"

namespace extram::native {

struct BarePolicy {
  static constexpr bool kChecked = false;
  using Masks = DefaultMasks;
  static void point(At) {}
};

template <class MaskCalls>
struct CheckedPolicy {
  static constexpr bool kChecked = true;
  using Masks = MaskCalls;
  static void point(At at) {
    this_thread.at = at;
    change_point();
    fault_at_step(at);
    delivery_point();
  }
};

template <class Policy>
class NativeWorld {
  static constexpr bool kChecked = Policy::kChecked;
  using Masks = typename Policy::Masks;

 public:
  template <class T>
  using atomic = Atomic<Policy, T>;
  template <class T>
  using plain = Plain<T>;
  template <class T>
  using ghost = std::conditional_t<kChecked, Ghost<T>, NoGhost<T>>;
  template <class T>
  using per_thread = std::conditional_t<kChecked, PerThread<T>, BarePerThread<T>>;
  template <class T>
  using bag = Bag<T>;
  using counter = Counter;
  using id_source = IdSource;
  using call = Call;

  // --- the thread, its memory, its choices --------------------------------------------------------------------------
  [[nodiscard]] static int self() { return this_thread.index; }
  static void step(At at = {}) { Policy::point(at); }

  // ThreadSanitizer knows no fences. A read-modify-write of one word for all orders more than a fence does, so that
  // what it then reports is a race indeed.
  template <Order O>
  static void fence(At at = {}) {
    Policy::point(at);
    if constexpr (kThreadSanitizer) {
      fence_word_.fetch_add(0, std_order(O));
    } else {
      std::atomic_thread_fence(std_order(O));
    }
  }

  [[nodiscard]] static int choose(int n, At = {}) {
    return static_cast<int>(next_random() % static_cast<std::uint64_t>(n));
  }

  template <class T, class... Args>
  [[nodiscard]] static T* make(Args&&... args) {
    if constexpr (kChecked) run_state.objects.fetch_add(1, std::memory_order_relaxed);
    return new T(std::forward<Args>(args)...);
  }
  template <class T>
  static void destroy(T* object) {
    if constexpr (kChecked) run_state.objects.fetch_sub(1, std::memory_order_relaxed);
    delete object;
  }

  // The preparation of a run is not its subject: it never fails.
  [[nodiscard]] static bool fails([[maybe_unused]] At at = {}) {
    if constexpr (kChecked) return call_fails(at);
    return false;
  }

  // --- g, signals, stacks -------------------------------------------------------------------------------------------
  [[nodiscard]] static void* getg() { return g_; }
  static void setg(void* g, At at = {}) {
    Policy::point(at);
    g_ = g;
  }

  static void sigprocmask(MaskHow how, const Mask* mask, Mask* old, At at = {}) {
    Policy::point(at);
    if constexpr (kChecked) fault_at_call(Fault::sigprocmask);
    Masks::change(how, mask, old);
  }
  static void sigaltstack(const AltStack* stack, AltStack* old, At at = {}) {
    Policy::point(at);
    if constexpr (kChecked) fault_at_call(Fault::sigaltstack);
    change_altstack(stack, old);
  }
  [[nodiscard]] static bool swap_altstack(const AltStack& stack, AltStack* old, At at = {}) {
    Policy::point(at);
    if constexpr (kChecked) fault_at_call(Fault::sigaltstack);
    return native::swap_altstack(stack, old);
  }
  static void raise(int signal, At = {}) { raise_signal(signal); }
  // As if the last mask call had come too late for a signal that was on its way.
  static void late_signal(At = {}) {
    if (!draw_signal()) return;
    Mask before;
    const Mask late{signals::usr1};
    Masks::change(MaskHow::unblock, &late, &before);
    raise_signal(signals::usr1);
    Masks::change(MaskHow::set, &before, nullptr);
  }
  [[nodiscard]] static int deliveries() { return this_thread.deliveries; }
  [[nodiscard]] static AltStack make_signal_stack(std::size_t size) { return native::make_signal_stack(size); }
  static void free_signal_stack(AltStack stack) { native::free_signal_stack(stack); }

  // The upper end of the caller's frame rather than a local of this function: AddressSanitizer keeps locals elsewhere,
  // or so far apart that a frame alone is longer than what needm allows above its argument.
  [[nodiscard, gnu::always_inline]] static inline std::uintptr_t stack_pointer() {
    return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  }
  [[nodiscard]] static Stack real_stack() {
    return this_thread.index == kNotForeign ? measure_stack() : this_thread.stack;
  }

  [[nodiscard]] static Stack query_stack(At at = {}) {
    Policy::point(at);
    return native::query_stack();
  }
  template <class F>
  [[gnu::noinline]] static void with_frame(std::size_t bytes, F f) {
    void* const frame = __builtin_alloca(bytes);
    asm volatile("" : : "r"(frame) : "memory");  // or it is optimised away
    f();
    asm volatile("" : : "r"(frame) : "memory");
  }
  [[nodiscard]] static bool setspecific(Key key, void* value, At at = {}) {
    Policy::point(at);
    return set_specific(key, value);
  }
  [[noreturn]] static void exit_thread(At at = {}) {
    Policy::point(at);
    leave_thread();
  }
  [[nodiscard]] static std::uint64_t gettid(At at = {}) {
    Policy::point(at);
    return static_cast<std::uint64_t>(::syscall(SYS_gettid));
  }
  [[nodiscard]] static std::uint64_t remembered_tid(At at = {}) {
    Policy::point(at);
    return native::remembered_tid();
  }
  static void osyield(At = {}) { ::sched_yield(); }
  static void usleep(unsigned microseconds, At = {}) {
    if constexpr (kChecked) ++this_thread.naps;
    const timespec duration{.tv_sec = microseconds / 1'000'000, .tv_nsec = microseconds % 1'000'000 * 1'000};
    ::nanosleep(&duration, nullptr);
  }
  [[noreturn]] static void exit(int code, const char* text) { end_by_exit(code, text); }

  // --- a race detector that follows goroutines ----------------------------------------------------------------------
  // Switching orders what a g's context did before with what it does now: it must, since the M that carries it is
  // handed over in order. What the switch cannot hide is a hand-over without order, because the next owner reads the M
  // (its link, its count) before it enters the context.
  [[nodiscard]] static void* race_context() { return tsan::create_fiber(); }
  // The switches are always part of their caller: ThreadSanitizer notes where a function begins and ends on the stack
  // of the context that it runs in, and one that begins in one and ends in another leaves both wrong, until it crashes.
  [[nodiscard, gnu::always_inline]] static inline void* enter_race_context(void* context) {
    void* const previous = tsan::current_fiber();
    if (context != nullptr && context != previous) tsan::switch_to_fiber(context);
    return previous;
  }
  [[gnu::always_inline]] static inline void leave_race_context(void* previous) {
    if (previous != nullptr && previous != tsan::current_fiber()) tsan::switch_to_fiber(previous);
  }
  static void end_race_context(void* context) {
    if (context != nullptr) tsan::destroy_fiber(context);
  }

  // --- for oracles --------------------------------------------------------------------------------------------------
  [[nodiscard]] static Mask current_mask() {
    Mask mask;
    if constexpr (kChecked) Masks::change(MaskHow::set, nullptr, &mask);
    return mask;
  }
  [[nodiscard]] static AltStack current_altstack() {
    AltStack stack;
    if constexpr (kChecked) change_altstack(nullptr, &stack);
    return stack;
  }
  [[nodiscard]] static Mask never_masked() { return Masks::kNeverMasked; }
  [[nodiscard]] static constexpr bool checks([[maybe_unused]] Oracle oracle) {
    if constexpr (kChecked) return run_state.oracles.contains(oracle);
    return false;
  }
  static void violation(Oracle oracle, const char* text) {
    if (checks(oracle)) report_violation(oracle, text);
  }
  static void label_object(const void*, std::size_t, const char*) {}
  static void label_value(std::uintptr_t, const char*) {}

 private:
  static inline constinit thread_local void* g_ = nullptr;
  static inline constinit std::atomic<int> fence_word_{0};
};

using BareWorld = NativeWorld<BarePolicy>;
using CheckedWorld = NativeWorld<CheckedPolicy<DefaultMasks>>;

static_assert(World<BareWorld>);
static_assert(World<CheckedWorld>);

}  // namespace extram::native
