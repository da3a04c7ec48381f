// How a program of ours ends.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

namespace extram {

enum class Exit : std::uint8_t {
  good = 0,
  bad = 1,               // a violation, or an expectation that was not held
  usage = 2,             // bad usage or bad input
  truncated = 3,         // a budget ended the search
  vacuous = 4,           // nothing was run, or nothing of what was asked for happened
  nondeterministic = 5,  // the model is
  diverged = 6,          // a replay, from its schedule
  harness = 70,          // a fault of our own, or something that is not built yet
};

// Of several causes the first in this list is the one that is told.
inline constexpr std::array kExitOrder{Exit::harness, Exit::usage,   Exit::diverged,  Exit::nondeterministic,
                                       Exit::bad,     Exit::vacuous, Exit::truncated, Exit::good};

[[nodiscard]] constexpr Exit worse(Exit a, Exit b) {
  return *std::find_if(kExitOrder.begin(), kExitOrder.end(), [=](Exit e) { return e == a || e == b; });
}

}  // namespace extram
