// A lock of one word, as the runtimes of scenarios/runtimes guard their lists of threads with.
#pragma once

#include <cstdint>

#include "impl/world/world.hpp"

namespace extram {

template <World W>
class Lock {
 public:
  explicit Lock(const char* name) : word_(name, 0) {}
  void lock(At at) {
    (void)word_.template await_exchange<Order::acquire, Order::acquire>(
        [](std::uintptr_t word) { return word == 0; }, [](std::uintptr_t) { return true; }, 1,
        [=](std::uintptr_t) { W::osyield(at); }, at, at);
  }
  void unlock(At at) { word_.template store<Order::release>(0, at); }

 private:
  typename W::template atomic<std::uintptr_t> word_;
};

}  // namespace extram
