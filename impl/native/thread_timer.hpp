// A timer that interrupts the thread that owns it, at any instruction: it expires in the processor's clock interrupt,
// which finds the thread wherever it is, while a signal from another thread comes most often where the kernel has taken
// the processor away. Not setitimer's, whose signal is the process's and goes to any thread that has it open, the
// harness's own among them.
#pragma once

#include <cstdint>
#include <ctime>
#include <optional>

namespace extram::native {

class ThreadTimer {
 public:
  // For the calling thread, `rate` signals a second; 0: none. The seed decides which signal, and the exact period, so
  // that no two threads beat in time with each other.
  ThreadTimer(double rate, std::uint64_t seed);
  ~ThreadTimer();
  ThreadTimer(const ThreadTimer&) = delete;
  ThreadTimer& operator=(const ThreadTimer&) = delete;

 private:
  std::optional<timer_t> timer_;
};

}  // namespace extram::native
