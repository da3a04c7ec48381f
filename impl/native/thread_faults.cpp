#include "impl/native/thread_faults.hpp"

#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <string_view>

#include "impl/native/cancellation.hpp"
#include "impl/native/sanitizers.hpp"

namespace extram::native {
namespace {

// Each is a call that the kernel itself refuses: a mask of a size that it does not know, a stack that is too small.
int refused_sigprocmask() {
  const std::uint64_t all = ~std::uint64_t{0};
  return ::syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, nullptr, sizeof all + 1) == 0 ? 0 : errno;
}

// The call is the one that fails in this round.
bool strikes() {
  if (run_state.fail_nth == 0 || this_thread.index == kNotForeign) return false;
  if (run_state.fault_calls.fetch_add(1, std::memory_order_relaxed) + 1 != run_state.fail_nth) return false;
  count_fault();
  return true;
}

// ThreadSanitizer gives every thread more than it asks for; then the fault has not struck.
bool has_small_stack() {
  const Stack& stack = this_thread.stack;
  return stack.hi - stack.lo <= static_cast<std::uintptr_t>(info_of(run_state.fault).stack_kib) * 1024;
}

int refused_sigaltstack() {
  char tiny[16];
  stack_t stack{};
  stack.ss_sp = tiny;
  stack.ss_size = sizeof tiny;
  return ::sigaltstack(&stack, nullptr) == 0 ? 0 : errno;
}

}  // namespace

void count_fault() { run_state.faults.fetch_add(1, std::memory_order_relaxed); }

void begin_with_fault() {
  switch (run_state.fault) {
    case Fault::stack_16:
    case Fault::stack_20:
    case Fault::stack_32:
    case Fault::stack_64:
      if (has_small_stack()) count_fault();
      return;
    case Fault::before_init:
    case Fault::constructor:
      count_fault();
      return;
    default:
      return;
  }
}

bool call_fails(At at) {
  const std::string_view site = at.text();
  switch (run_state.fault) {
    case Fault::none:
    case Fault::alloc:
      return strikes();
    case Fault::setspecific:
      if (site != "bindm.setspecific") return false;
      break;
    case Fault::getattr:
      if (site != "getstackbound") return false;
      break;
    default:
      return false;
  }
  count_fault();
  return true;
}

// Under ThreadSanitizer the thread cancels itself, which unwinds it alike: pthread_exit is intercepted there, and wants
// the thread in its own race context, while the frames to be unwound were entered in the g's.
void leave_thread() {
  if (run_state.fault == Fault::cancel) await_cancellation();
  if (run_state.fault == Fault::thread_exit) count_fault();
  if constexpr (kThreadSanitizer) {
    (void)::pthread_cancel(::pthread_self());
    ::pthread_testcancel();
  }
  ::pthread_exit(nullptr);
}

void destroy_with_fault() {
  if (run_state.fault == Fault::key_destructor) count_fault();
}

void call_with_fault(Fault fault) {
  if (!strikes()) return;
  const int error = fault == Fault::sigprocmask ? refused_sigprocmask() : refused_sigaltstack();
  if (error == 0) give_up("the kernel took what it should refuse", 0);
  end_by_exit(kDeliberateCrash, fault == Fault::sigprocmask ? "fatal error: rt_sigprocmask failed\n"
                                                            : "fatal error: sigaltstack failed\n");
}

}  // namespace extram::native
