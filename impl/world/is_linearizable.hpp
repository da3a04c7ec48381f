// The frame of a scenario that asks whether an algorithm is linearizable: its author adds what the threads call.
//
//   template <World W>
//   struct stack : IsLinearizable<W, my_stack<W>, stack_spec> {       // stack_spec: see history.hpp
//     static constexpr ScenarioInfo info{.name = "stack", .question = "is it a stack?"};
//     using stack::IsLinearizable::IsLinearizable;
//     void foreign_thread(int) { this->call(stack_spec::Op::push, 7); }
//   };
#pragma once

#include "impl/world/history.hpp"
#include "impl/world/scenario.hpp"

namespace extram {

template <World W, class Algorithm, class Spec>
class IsLinearizable {
 public:
  explicit IsLinearizable(const Shape& size) : shape(size) {}
  void setup() {}
  void after() { history_.check(); }

  int call(typename Spec::Op op, int argument = 0) { return history_.call(algorithm_, op, argument); }

  const Shape shape;

 private:
  Algorithm algorithm_;
  History<W, Spec> history_;
};

}  // namespace extram
