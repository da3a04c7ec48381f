// Where a signal may come to a thread, and where a second place would be the first one again.
#pragma once

#include <utility>

#include "impl/world/scenario.hpp"

namespace extram {

// Two places of a thread are one where nothing changed in between that its handler could see: a signal at either leads
// to the same executions. Where the handler touches nothing but the thread itself, the memory does not count.
class SignalPlace {
 public:
  void memory_changes() { memory_or_thread_changed_ = true; }
  // Its mask, its g or its stack.
  void thread_changes() { memory_or_thread_changed_ = thread_changed_ = true; }

  // The thread comes to a place where a signal would find it open: whether that is another one than the last.
  [[nodiscard]] bool moves(SignalPoints points, bool handler_is_local) {
    if (points == SignalPoints::distinct) {
      const bool was_local = std::exchange(handler_was_local_, handler_is_local);
      const bool changed = handler_is_local ? thread_changed_ : memory_or_thread_changed_;
      if (handler_is_local == was_local && !changed) return false;
    }
    memory_or_thread_changed_ = thread_changed_ = false;
    return true;
  }

  template <class Sink>
  void state(Sink sink) const {
    for (const bool part : {memory_or_thread_changed_, thread_changed_, handler_was_local_}) sink(part);
  }

 private:
  bool memory_or_thread_changed_ = true;
  bool thread_changed_ = true;
  bool handler_was_local_ = true;
};

}  // namespace extram
