// Who uses which objects in the part of a search below a node: what a step before the node may conflict with.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "model/explore/strategy.hpp"

namespace extram {

struct Use {
  std::uint32_t object = 0;
  ThreadSet reads = 0;
  ThreadSet writes = 0;  // unlocks among them
  ThreadSet locks = 0;
  ThreadSet waits = 0;  // of the readers and writers those that may wait; locks always may

  [[nodiscard]] ThreadSet all() const { return static_cast<ThreadSet>(reads | writes | locks); }
  void add(const Use& other) {
    reads = static_cast<ThreadSet>(reads | other.reads);
    writes = static_cast<ThreadSet>(writes | other.writes);
    locks = static_cast<ThreadSet>(locks | other.locks);
    waits = static_cast<ThreadSet>(waits | other.waits);
  }
};

// A summary may say more than is true, never less: objects beyond its room are any object.
class Uses {
 public:
  static constexpr std::size_t kRoom = 16;

  void add(const Use& use) {
    for (std::size_t i = 0; i < count_; ++i) {
      if (all_[i].object == use.object) return all_[i].add(use);
    }
    if (count_ < kRoom) {
      all_[count_++] = use;
    } else {
      anything_.add(use);
    }
  }
  void add(int thread, const Access& access, const Wait& wait) {
    const auto bit = static_cast<ThreadSet>(1U << thread);
    Use use{.object = access.object};
    switch (access.kind) {
      case AccessKind::none:
        return;
      case AccessKind::lock:
        use.locks = bit;
        break;
      case AccessKind::read:
        use.reads = bit;
        break;
      default:
        use.writes = bit;
        break;
    }
    if (wait.satisfied != nullptr && access.kind != AccessKind::lock) use.waits = bit;
    add(use);
  }
  void add_to_any(const Use& use) { anything_.add(use); }
  void add_exits(ThreadSet threads) { exits_ = static_cast<ThreadSet>(exits_ | threads); }
  void add(const Uses& other) {
    for (std::size_t i = 0; i < other.count_; ++i) add(other.all_[i]);
    anything_.add(other.anything_);
    add_exits(other.exits_);
  }

  [[nodiscard]] std::size_t size() const { return count_; }
  [[nodiscard]] const Use& operator[](std::size_t i) const { return all_[i]; }
  [[nodiscard]] const Use& anything() const { return anything_; }  // of objects that are not told apart
  [[nodiscard]] ThreadSet exits() const { return exits_; }

 private:
  std::size_t count_ = 0;
  std::array<Use, kRoom> all_{};
  Use anything_{};
  ThreadSet exits_ = 0;  // threads that may end the execution for all
};

}  // namespace extram
