// Memory for signal stacks: pages of their own with a guard page below, so that an overflow is a crash at once.
#pragma once

#include <cstddef>

#include "impl/world/signals.hpp"

namespace extram::native {

// The size is rounded up to pages.
[[nodiscard]] AltStack make_signal_stack(std::size_t size);

// From now on any use of it is a crash. The address range stays taken until the end of the round.
void free_signal_stack(AltStack stack);

// Between two rounds: unmaps every stack that was made, also those that a foreign thread made and left.
void release_signal_stacks();

}  // namespace extram::native
