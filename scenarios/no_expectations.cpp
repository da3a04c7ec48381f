// The suite of programs whose scenarios are a stranger's: what he expects stands in his CMake.
#include "scenarios/expectations.hpp"

namespace extram {

std::span<const Expectation> expectations() { return {}; }

}  // namespace extram
