// The process in which the threads of a run live: this program, started again.
#pragma once

#include <sys/types.h>

#include "impl/native/shared_memory.hpp"

namespace extram::native {

// What it says to stderr goes to `output`. `script`: a descriptor, or negative: none, and no lockstep.
[[nodiscard]] pid_t start_child(const Descriptor& page, const Descriptor& output, int script);

}  // namespace extram::native
