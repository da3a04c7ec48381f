// Threads that are cancelled by another one, while they are in C.
#pragma once

#include <atomic>
#include <thread>

namespace extram::native {

// Cancels those of the `count` foreign threads from `first` on that wait for it, until all have ended.
class Canceller {
 public:
  Canceller(int first, int count);
  ~Canceller();
  Canceller(const Canceller&) = delete;
  Canceller& operator=(const Canceller&) = delete;

 private:
  void cancel_all(int first, int count);

  std::atomic<bool> over_{false};
  std::thread thread_;
};

// The calling foreign thread stands in a cancellation point until a Canceller has found it.
[[noreturn]] void await_cancellation();

}  // namespace extram::native
