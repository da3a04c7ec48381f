// For tests: a message that is passed by a flag, in orders that are strong enough or are not.
#pragma once

#include "model/relacy/script_for_test.hpp"

namespace extram {

struct Message {
  W::plain<int> payload{"payload"};
  Atomic<int> flag{"flag"};
};
inline Message* message = nullptr;

template <Order Store, Order Load>
void pass_message(int t) {
  if (t == 0) {
    message->payload = 42;
    message->flag.store<Store>(1);
  } else if (message->flag.load<Load>() == 1) {
    const int got = message->payload;
    if (got != 42) W::violation(Oracle::user, "the message arrived and its payload did not");
  }
}

}  // namespace extram
