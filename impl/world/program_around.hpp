// A program around another one: it does what that one does, but for what whoever derives from it does otherwise.
#pragma once

#include <memory>

#include "impl/world/scenario.hpp"

namespace extram {

class ProgramAround : public Program {
 public:
  explicit ProgramAround(Program* inner) : inner_(inner) {}
  void setup() override { inner_->setup(); }
  void foreign_thread(int thread) override { inner_->foreign_thread(thread); }
  void after() override { inner_->after(); }
  void on_signal(int signal) override { inner_->on_signal(signal); }
  void key_destructor(Key key, void* value) override { inner_->key_destructor(key, value); }
  void thread_ends(int thread) override { inner_->thread_ends(thread); }
  [[nodiscard]] Oracle explain_deadlock() const override { return inner_->explain_deadlock(); }
  [[nodiscard]] bool handler_is_local() const override { return inner_->handler_is_local(); }
  [[nodiscard]] int kind_of_thread(int thread) const override { return inner_->kind_of_thread(thread); }
  [[nodiscard]] std::size_t bytes() const override { return sizeof(*this); }  // the inner one's variables lie elsewhere
  [[nodiscard]] bool expects_exit(int code) override { return inner_->expects_exit(code); }
  [[nodiscard]] bool expects_deadlock(GoneThreads gone) override { return inner_->expects_deadlock(gone); }
  [[nodiscard]] bool resumes(GoneThreads stalled, bool others_wait) override {
    return inner_->resumes(stalled, others_wait);
  }
  [[nodiscard]] std::string_view outcome() const override { return inner_->outcome(); }
  [[nodiscard]] LockState list_state() override { return inner_->list_state(); }

 private:
  std::unique_ptr<Program> inner_;
};

}  // namespace extram
