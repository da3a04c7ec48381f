// A machine-made mutant in lockstep, as the model has it (model/relacy/alterations.cpp): what becomes of a thread's
// step.
#pragma once

#include <array>
#include <cstdint>
#include <type_traits>

#include "impl/native/lockstep.hpp"
#include "impl/world/alterations.hpp"

namespace extram::native::lockstep {

[[nodiscard]] bool changes(At at);
[[nodiscard]] bool drops(At at);
[[nodiscard]] Order order(At at, Order as_written);
[[nodiscard]] Mask mask(At at, Mask as_written);
// Whether the step is not to be taken now: `run` takes it later, with what it was called with.
[[nodiscard]] bool puts_off(At at, void (*run)(const PutOff&), std::array<std::uintptr_t, 2> with);
void stepped(At at);
// The thread takes no step more: what was put off comes now.
void catch_up();

// An order that is known at run time, as a constant.
template <class F>
decltype(auto) with_order(Order order, F f) {
  switch (order) {
    case Order::relaxed:
      return f(std::integral_constant<Order, Order::relaxed>{});
    case Order::acquire:
      return f(std::integral_constant<Order, Order::acquire>{});
    case Order::release:
      return f(std::integral_constant<Order, Order::release>{});
    case Order::acq_rel:
      return f(std::integral_constant<Order, Order::acq_rel>{});
    case Order::seq_cst:
      break;
  }
  return f(std::integral_constant<Order, Order::seq_cst>{});
}

// What a store can have of an order.
[[nodiscard]] constexpr Order store_part(Order order) {
  if (order == Order::acquire) return Order::relaxed;
  return order == Order::acq_rel ? Order::release : order;
}

}  // namespace extram::native::lockstep
