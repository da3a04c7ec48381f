// A machine in place of Relacy, for the tests of the verbs: threads that count to `threads * callbacks` together, in
// one step each or in two. It asks the explorer as the real one does, and so finds, misses and replays real failures.
#pragma once

#include <vector>

#include "scenarios/expectations.hpp"

namespace extram {

// What expectations() returns; a test may change it.
[[nodiscard]] std::vector<Expectation>& toy_suite();

// What fingerprint() returns.
[[nodiscard]] std::uint64_t& toy_fingerprint();

}  // namespace extram
