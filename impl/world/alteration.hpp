// What a machine changes about a program's steps: rows of a table that a world without native speed reads while it
// runs. A step is named as schedules name it. The program knows nothing of it, so that a mutant made this way costs no
// instantiation, and a native world no instruction.
#pragma once

#include <cstdint>
#include <string_view>

#include "impl/world/order.hpp"

namespace extram {

enum class Change : std::uint8_t {
  order,  // the access has another memory order
  drop,   // the step is left out: what it reads is zero, a wait waits for nobody, a compare-exchange claims success
  mask_empty,  // a mask call sets, or finds, the empty mask
  mask_full,   // or that of all signals
  open,        // behind the step every signal is open
  swap,        // the step comes behind the thread's next one, where that has the name; else it stays where it is
};

struct Alteration {
  const char* site = "";
  Change change = Change::drop;
  Order order = Order::seq_cst;  // of Change::order
  const char* behind = "";       // of Change::swap
};

}  // namespace extram
