// Memory orders as the protocol names them. The worlds translate them; nobody else knows std::memory_order.
#pragma once

#include <cstdint>
#include <string_view>

namespace extram {

enum class Order : std::uint8_t { relaxed, acquire, release, acq_rel, seq_cst };

[[nodiscard]] constexpr std::string_view name_of(Order order) {
  switch (order) {
    case Order::relaxed:
      return "relaxed";
    case Order::acquire:
      return "acquire";
    case Order::release:
      return "release";
    case Order::acq_rel:
      return "acq_rel";
    case Order::seq_cst:
      return "seq_cst";
  }
  return "?";
}

// The strongest order a load (or a failed compare-exchange) can have when the whole operation has `order`.
[[nodiscard]] constexpr Order load_part(Order order) {
  switch (order) {
    case Order::release:
      return Order::relaxed;
    case Order::acq_rel:
      return Order::acquire;
    default:
      return order;
  }
}

// Whether a look with one order and the exchange behind it with another may be one step. The exchange may succeed on a
// later store than the look found, of the same value. As one step both see the later one, which leaves nothing out
// where the exchange brings all that the look would: not where it acquires less.
[[nodiscard]] constexpr bool look_goes_into_exchange(Order look, Order exchange) {
  return look == Order::relaxed || exchange == Order::seq_cst || look == exchange;
}

}  // namespace extram
