// .NET, called by threads that C has made (reverse P/Invoke). The first call of a thread makes a Thread object for it,
// links it where the collector finds it, and keeps it in the thread's own storage; it has to go when the thread does.
#pragma once

#include "impl/world/scenario.hpp"
#include "scenarios/bugs/sizes.hpp"
#include "scenarios/runtimes/lock.hpp"

namespace extram {

template <World W, class V>
class reverse_pinvoke {
 public:
  static constexpr ScenarioInfo info{
      .name = "reverse_pinvoke",
      .question = "C's threads call .NET and end: does each leave its Thread object behind?",
      .shape = sizes::other_runtime};

  explicit reverse_pinvoke(const Shape& shape) : shape_(shape) {}
  void setup() {}
  void after() {}
  [[nodiscard]] int kind_of_thread(int) const { return 0; }

  void foreign_thread(int) {
    for (int k = 0; k < shape_.callbacks; ++k) call();
  }
  void key_destructor(Key key, void* value) {
    if (key == Key::c) V::thread_ends(*this, static_cast<Thread*>(value));
  }

  struct Thread {
    typename W::template plain<Thread*> next{"next", nullptr};
    typename W::template plain<int> calls{"calls", 0};
  };

  // Takes it off the list, wherever it stands.
  void remove(Thread* thread) {
    lock_.lock(At("ThreadStore.lock"));
    if (first_ == thread) {
      first_ = static_cast<Thread*>(thread->next);
    } else {
      Thread* before = first_;
      while (before->next != thread) before = before->next;
      before->next = static_cast<Thread*>(thread->next);
    }
    lock_.unlock(At("ThreadStore.unlock"));
    W::destroy(thread);
  }

 private:
  void call() {
    if (W::getg() == nullptr) set_up();
    static_cast<Thread*>(W::getg())->calls += 1;
  }
  void set_up() {
    auto* const thread = W::template make<Thread>();
    lock_.lock(At("ThreadStore.lock"));
    thread->next = static_cast<Thread*>(first_);
    first_ = thread;
    lock_.unlock(At("ThreadStore.unlock"));
    W::setg(thread, At("thread.current"));
    (void)W::setspecific(Key::c, thread, At("thread.setspecific"));
  }

  Shape shape_;
  Lock<W> lock_{"ThreadStore"};
  typename W::template plain<Thread*> first_{"first", nullptr};
};

struct dotnet_thread_kept {
  static constexpr std::string_view name = "dotnet_thread_kept";
  template <class Runtime, class Thread>
  static void thread_ends(Runtime&, Thread*) {}
};
struct dotnet_thread_removed : dotnet_thread_kept {
  static constexpr std::string_view name = "dotnet_thread_removed";
  template <class Runtime, class Thread>
  static void thread_ends(Runtime& runtime, Thread* thread) {
    runtime.remove(thread);
  }
};

}  // namespace extram
