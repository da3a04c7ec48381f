#include "impl/native/thread.hpp"

#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cerrno>
#include <csignal>

#include "impl/native/deliveries.hpp"
#include "impl/native/masks.hpp"
#include "impl/native/run_state.hpp"
#include "impl/native/sanitizers.hpp"
#include "impl/native/thread_faults.hpp"

namespace extram::native {
namespace {

// The handler meets delivery points too, and a signal that it sends itself there comes when it returns. Without a bound
// a high rate would make a chain that never ends.
constexpr int kChainedMax = 4;

constexpr std::array kSentSignals{SIGUSR1, SIGCHLD};
constexpr std::array kHandledSignals{SIGUSR1, SIGUSR2, SIGCHLD, SIGPROF, SIGURG};

struct Slot {
  std::atomic<int> tid{0};
  std::atomic<const ThreadState*> state{nullptr};
};
constinit std::array<Slot, kForeignThreadsMax> slots{};

// Not by a raw tgkill, which ThreadSanitizer does not see.
void send_to_self(int signal) {
  if (const int error = ::pthread_kill(::pthread_self(), signal); error != 0) give_up("pthread_kill", error);
}

extern "C" void run_handler(int signal) {
  const int saved_errno = errno;
  const At interrupted = this_thread.at;
  count_delivery(interrupted, this_thread.handlers);
  ++this_thread.deliveries;
  ++this_thread.handlers;
  if (run_state.program != nullptr) run_state.program->on_signal(signal);
  --this_thread.handlers;
  this_thread.at = interrupted;
  errno = saved_errno;
}

// The sanitizers end a thread's life as they know it in the last round. ThreadSanitizer does not bear what runs behind
// that, and AddressSanitizer takes the locks of its allocator, under which a signal must not have its handler wait for
// an M that others make. There the last round is made by hand, at the end of the one before.
constexpr int kRoundsOfTheLibrary = kThreadSanitizer || kAddressSanitizer ? kDestructorRounds - 1 : kDestructorRounds;

template <Key K>
void destroy_key(void* value) {
  if (K == Key::c) destroy_with_fault();
  if (run_state.program != nullptr) run_state.program->key_destructor(K, value);
}

void end_thread(void* value);

// glibc goes through them by age: Go's, C's, and then what ends the thread.
struct Keys {
  Keys() {
    make(specific[0], &destroy_key<Key::go>);
    make(specific[1], &destroy_key<Key::c>);
    make(end, &end_thread);
  }
  static void make(pthread_key_t& key, void (*destructor)(void*)) {
    if (const int error = ::pthread_key_create(&key, destructor); error != 0) give_up("pthread_key_create", error);
  }
  pthread_key_t specific[kKeys]{};
  pthread_key_t end{};
};

const Keys& keys() {
  static const Keys all;
  return all;
}

void await_end() {
  if (const int error = ::pthread_setspecific(keys().end, &this_thread); error != 0)
    give_up("pthread_setspecific", error);
}

// The value of a key, which has none from here on.
[[nodiscard]] void* take_specific(Key key) {
  void* const value = ::pthread_getspecific(keys().specific[static_cast<std::size_t>(key)]);
  if (value != nullptr && !set_specific(key, nullptr)) give_up("pthread_setspecific", EINVAL);
  return value;
}

void make_last_rounds() {
  for (int round = kRoundsOfTheLibrary; round < kDestructorRounds; ++round) {
    if (void* const value = take_specific(Key::go); value != nullptr) destroy_key<Key::go>(value);
    if (void* const value = take_specific(Key::c); value != nullptr) destroy_key<Key::c>(value);
  }
  if (kRoundsOfTheLibrary < kDestructorRounds) {  // what is set once more is let be, as the library does
    (void)take_specific(Key::go);
    (void)take_specific(Key::c);
  }
}

// Without a number a thread has no place in what oracles remember, so from here on it handles no signal.
void end_thread(void*) {
  if (++this_thread.destructor_rounds < kRoundsOfTheLibrary) return await_end();
  make_last_rounds();
  Slot& slot = slots[static_cast<std::size_t>(this_thread.index)];
  if (slot.tid.exchange(0, std::memory_order_relaxed) != 0 && run_state.storm) {
    const Mask all = Mask::all();
    DefaultMasks::change(MaskHow::set, &all, nullptr);
  }
  if (run_state.program != nullptr) run_state.program->thread_ends(this_thread.index);
  slot.state.store(nullptr, std::memory_order_relaxed);
  this_thread = ThreadState{};
}

}  // namespace

ForeignThread::ForeignThread(int index, Chance chance) {
  if (index < 0 || index >= std::min(run_state.threads_max, kForeignThreadsMax))
    give_up("a thread's number is beyond the run's threads_max", 0);
  this_thread = ThreadState{};
  this_thread.index = index;
  this_thread.chance = Generator(chance.seed, static_cast<std::uint64_t>(index));
  this_thread.perturbation = Perturbation(chance.delay_rate, this_thread.chance.draw());
  this_thread.signal_rate = chance.signal_rate;
  if (chance.until_fault_max > 0) {
    const auto callbacks_max = static_cast<std::uint64_t>(chance.until_fault_max);
    this_thread.until_fault = 1 + static_cast<int>(this_thread.chance.below(callbacks_max));
  }
  this_thread.stack = measure_stack();
  Slot& slot = slots[static_cast<std::size_t>(index)];
  slot.state.store(&this_thread, std::memory_order_relaxed);
  slot.tid.store(static_cast<int>(::syscall(SYS_gettid)), std::memory_order_relaxed);
  await_end();
}

bool set_specific(Key key, void* value) {
  return ::pthread_setspecific(keys().specific[static_cast<std::size_t>(key)], value) == 0;
}

int tid_of_foreign_thread(int index) {
  return slots[static_cast<std::size_t>(index)].tid.load(std::memory_order_relaxed);
}

const ThreadState* state_of_foreign_thread(int index) {
  return slots[static_cast<std::size_t>(index)].state.load(std::memory_order_relaxed);
}

std::string describe_sites() {
  std::string in_handlers;
  std::string others;
  const auto count = static_cast<std::size_t>(std::min(run_state.threads_max, kForeignThreadsMax));
  for (std::size_t i = 0; i < count; ++i) {
    const ThreadState* const state = state_of_foreign_thread(static_cast<int>(i));
    if (state == nullptr) continue;
    const std::string site = "thread " + std::to_string(i) + " waits at " + state->at.label();
    if (state->handlers > 0) {
      in_handlers += (in_handlers.empty() ? "" : "; ") + site + " in its signal handler";
    } else {
      others += (others.empty() ? "" : "; ") + site;
    }
  }
  return in_handlers + (in_handlers.empty() || others.empty() ? "" : "; ") + others;
}

std::uint64_t remembered_tid() {
  static constinit thread_local std::uint64_t tid = 0;
  // The child has the one thread that forked, whose memory this is.
  [[maybe_unused]] static const int registered = ::pthread_atfork(nullptr, nullptr, [] { tid = 0; });
  if (tid == 0) tid = static_cast<std::uint64_t>(::syscall(SYS_gettid));
  return tid;
}

std::uint64_t next_random() { return this_thread.chance.draw(); }

Stack query_stack() {
  pthread_attr_t attributes;
  if (::pthread_getattr_np(::pthread_self(), &attributes) != 0) return {};
  void* lowest = nullptr;
  std::size_t size = 0;
  const int error = ::pthread_attr_getstack(&attributes, &lowest, &size);
  ::pthread_attr_destroy(&attributes);
  if (error != 0) return {};
  const auto lo = reinterpret_cast<std::uintptr_t>(lowest);
  return Stack{.lo = lo, .hi = lo + size};
}

Stack measure_stack() {
  const Stack stack = query_stack();
  if (stack == Stack{}) give_up("the thread library does not know the bounds of a stack", 0);
  return stack;
}

void raise_signal(int signal) {
  if constexpr (kThreadSanitizer) {
    this_thread.kept_back = this_thread.kept_back.with(Mask{signal});
    raise_kept_back();
  } else {
    send_to_self(signal);
  }
}

void raise_kept_back() {
  while (this_thread.kept_back != Mask{}) {
    Mask blocked;
    DefaultMasks::change(MaskHow::set, nullptr, &blocked);
    const Mask open = this_thread.kept_back.without(blocked);
    if (open == Mask{}) return;
    const int signal = std::countr_zero(open.bits()) + 1;
    this_thread.kept_back = this_thread.kept_back.without(Mask{signal});
    send_to_self(signal);
  }
}

bool draw_signal() {
  ThreadState& me = this_thread;
  if (me.handlers == 0) me.chained = 0;
  if (me.chained == kChainedMax) return false;
  if (static_cast<int>(next_random() % 1000) >= me.signal_rate) return false;
  if (me.handlers > 0) ++me.chained;
  return true;
}

void perhaps_interrupt() {
  if (draw_signal()) raise_signal(kSentSignals[next_random() % kSentSignals.size()]);
}

void install_handlers() {
  struct sigaction action {};
  action.sa_handler = &run_handler;
  action.sa_flags = SA_ONSTACK | SA_RESTART;
  ::sigfillset(&action.sa_mask);
  for (const int signal : kHandledSignals) {
    if (::sigaction(signal, &action, nullptr) != 0) give_up("sigaction", errno);
  }
}

}  // namespace extram::native
