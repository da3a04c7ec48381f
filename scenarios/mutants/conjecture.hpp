// The least memory order that each access is believed to need in C++, from reading Go's sources; `extram necessity`
// holds it against what the models find.
#pragma once

#include <optional>

#include "impl/extram/site.hpp"

namespace extram {

// nullopt: nobody has guessed.
[[nodiscard]] constexpr std::optional<Order> conjectured_order(Site site) {
  switch (site) {
    case Site::lockextra_cas:
      return Order::acquire;
    case Site::unlockextra_store:
      return Order::release;
    case Site::lockextra_load:
    case Site::lockextra_waiters_add:
    case Site::cgocallbackg_waiters_load:
    case Site::newextram_waiters_swap:
    case Site::unlockextra_length_add:
    case Site::newextram_length_load:
      return Order::relaxed;
    default:
      return std::nullopt;
  }
}

}  // namespace extram
