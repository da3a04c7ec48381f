// For tests: a foreign thread that lives as long as a function, and a program that has a handler and no more.
#pragma once

#include <functional>
#include <thread>

#include "impl/native/run_state.hpp"
#include "impl/native/thread.hpp"
#include "impl/world/scenario.hpp"

namespace extram::native {

inline void on_foreign_thread(int index, ForeignThread::Chance chance, const std::function<void()>& body) {
  std::thread([&] {
    const ForeignThread me(index, chance);
    body();
  }).join();
}

inline void on_foreign_thread(int index, const std::function<void()>& body) { on_foreign_thread(index, {}, body); }

// While one of these lives, `S::on_signal` of a scenario S is the handler.
template <class S>
class Handling {
 public:
  explicit Handling(const Shape& shape = {}) : program_(shape) {
    install_handlers();
    run_state.program = &program_;
  }
  ~Handling() { run_state.program = nullptr; }
  Handling(const Handling&) = delete;
  Handling& operator=(const Handling&) = delete;

  [[nodiscard]] Program& program() { return program_; }

 private:
  ProgramOf<S> program_;
};

}  // namespace extram::native
