// Signals from outside: a thread of the harness sends them to the foreign threads at any instruction, several kinds in
// turn, so that they nest where the protocol lets them. The other half of a storm is ThreadTimer's.
//
// Not under ThreadSanitizer, which postpones signals that come from elsewhere: there a thread interrupts itself.
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

namespace extram::native {

class Storm {
 public:
  // `rate`: signals a second, over the `count` threads from `first` on. 0: calm. `seed` decides who is hit by what.
  Storm(int rate, int first, int count, std::uint64_t seed);
  ~Storm();
  Storm(const Storm&) = delete;
  Storm& operator=(const Storm&) = delete;

 private:
  void rage(int rate, int first, int count, std::uint64_t seed);

  std::atomic<bool> over_{false};
  std::thread thread_;
};

}  // namespace extram::native
