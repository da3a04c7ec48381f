#include "impl/native/cancellation.hpp"

#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#include <array>
#include <chrono>

#include "impl/native/masks.hpp"
#include "impl/native/run_state.hpp"
#include "impl/native/sanitizers.hpp"
#include "impl/native/thread.hpp"
#include "impl/native/thread_faults.hpp"

namespace extram::native {
namespace {

constexpr auto kNap = std::chrono::microseconds(100);

// What waits for its cancellation; 0: nobody. Threads of glibc are never 0.
constinit std::array<std::atomic<pthread_t>, kForeignThreadsMax> waiting{};

}  // namespace

Canceller::Canceller(int first, int count) {
  if (run_state.fault == Fault::cancel) thread_ = std::thread([=, this] { cancel_all(first, count); });
}

Canceller::~Canceller() {
  over_ = true;
  if (thread_.joinable()) thread_.join();
}

void Canceller::cancel_all(int first, int count) {
  while (!over_) {
    for (int i = first; i < first + count; ++i) {
      const pthread_t thread = waiting[static_cast<std::size_t>(i)].exchange(0, std::memory_order_relaxed);
      if (thread != 0) (void)::pthread_cancel(thread);
    }
    std::this_thread::sleep_for(kNap);
  }
}

// Go must have left libc's own signals open, or the wait has no end. All others are blocked: in a system call that may
// be cancelled, glibc lets the cancellation come at any instruction, and on top of such a call a handler of Go's, with
// the list locked, would be any instruction. (Real Go hangs then.) ThreadSanitizer does not bear that a cancelled
// thread leaves a system call; there the thread asks. Nothing here lies on the stack: AddressSanitizer would still
// guard it when the frame is gone.
void await_cancellation() {
  static constexpr Mask others = Mask::all().without(kLibcInternal);
  DefaultMasks::change(MaskHow::block, &others, nullptr);
  count_fault();
  waiting[static_cast<std::size_t>(this_thread.index)].store(::pthread_self(), std::memory_order_relaxed);
  for (;;) {
    if constexpr (kThreadSanitizer) {
      ::sched_yield();
      ::pthread_testcancel();
    } else {
      ::pause();
    }
  }
}

}  // namespace extram::native
