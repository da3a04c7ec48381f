// The sizes of the questions that the catalogue of bugs asks. They need no world.
#pragma once

#include "scenarios/sizes.hpp"

namespace extram::sizes {

inline constexpr Shape signal_before_cgo{.threads = 1, .callbacks = 1, .ms = 0};
inline constexpr Shape signal_in_c{.threads = 1, .callbacks = 1, .ms = 1};
inline constexpr Shape all_blocked{.threads = 1, .callbacks = 1, .ms = 1};
inline constexpr Shape library_start_up{.threads = 2, .callbacks = 1, .ms = 0};
inline constexpr Shape moving_stack{.threads = 1, .callbacks = 2, .ms = 1, .stack_kib = 256};
inline constexpr Shape altstack_taken_away{.threads = 1, .callbacks = 2, .ms = 1};
inline constexpr Shape other_runtime{.threads = 2, .callbacks = 1, .ms = 0};

}  // namespace extram::sizes
