// A Java machine whose threads C has made. AttachCurrentThread puts a thread on the machine's list, and
// DetachCurrentThread takes it off again; DestroyJavaVM waits until nobody is on it. Libraries attach a thread at its
// first call and leave the detaching to the destructor of a pthread key.
#pragma once

#include "impl/world/scenario.hpp"
#include "scenarios/bugs/sizes.hpp"
#include "scenarios/runtimes/lock.hpp"

namespace extram {

template <World W, class V>
class jni_attach {
 public:
  static constexpr ScenarioInfo info{
      .name = "jni_attach",
      .question = "threads attach themselves to a Java machine and end: does DestroyJavaVM wait for them for ever?",
      .shape = sizes::other_runtime,
      .threads_min = 2};

  explicit jni_attach(const Shape& shape) : shape_(shape) {}
  void setup() {}
  void after() {}
  [[nodiscard]] int kind_of_thread(int thread) const { return thread == 0 ? -1 : 0; }
  [[nodiscard]] Oracle explain_deadlock() const { return Oracle::user; }

  void foreign_thread(int thread) {
    if (thread == 0) return destroy_vm();
    attach();
    (void)W::setspecific(Key::c, this, At("attach.setspecific"));
    called_.template add<Order::release>(1, At("native.done"));
  }

  void key_destructor(Key key, void*) {
    if (key == Key::c) V::thread_ends(*this);
  }

  void attach() {
    lock_.lock(At("Threads_lock"));
    threads_ += 1;
    attached_.template store<Order::release>(threads_, At("attach.count"));
    lock_.unlock(At("Threads_unlock"));
  }
  void detach() {
    lock_.lock(At("Threads_lock"));
    threads_ -= 1;
    attached_.template store<Order::release>(threads_, At("detach.count"));
    lock_.unlock(At("Threads_unlock"));
  }

 private:
  // Called when every thread has made its call; all that is left to it then is to end.
  void destroy_vm() {
    const auto all = static_cast<std::uintptr_t>(shape_.threads - 1);
    wait(called_, At("main.await"), [=](std::uintptr_t n) { return n == all; });
    wait(attached_, At("DestroyJavaVM.await"), [](std::uintptr_t n) { return n == 0; });
  }
  template <class Satisfied>
  static void wait(const typename W::template atomic<std::uintptr_t>& what, At at, Satisfied satisfied) {
    (void)what.template await<Order::acquire>(
        satisfied, [=](std::uintptr_t) { W::osyield(at); }, at);
  }

  Shape shape_;
  Lock<W> lock_{"Threads_lock"};
  typename W::template plain<std::uintptr_t> threads_{"threads", 0};
  typename W::template atomic<std::uintptr_t> attached_{"attached", 0};
  typename W::template atomic<std::uintptr_t> called_{"called", 0};
};

struct jni_key_without_destructor {
  static constexpr std::string_view name = "jni_key_without_destructor";
  template <class Vm>
  static void thread_ends(Vm&) {}
};
struct jni_detaches_at_end : jni_key_without_destructor {
  static constexpr std::string_view name = "jni_detaches_at_end";
  template <class Vm>
  static void thread_ends(Vm& vm) {
    vm.detach();
  }
};

}  // namespace extram
