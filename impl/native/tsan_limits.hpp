// What ThreadSanitizer takes from a run on real threads, in words: for people before the run, and for the field
// `limits` of its result. The program that was asked says it, once; the processes that it starts say nothing.
#pragma once

#include <array>
#include <string_view>

#include "impl/native/sanitizers.hpp"

namespace extram::native {

inline constexpr std::array<std::string_view, 3> kLimitsOfThreadSanitizer{
    "signals from outside at the instruction where they come: they wait for the thread's next call into libc",
    "blocking of signals 32 and 33: libc's mask calls, the only ones that ThreadSanitizer follows, leave them open",
    "values older than the newest, and orders that this processor does not weaken: only whether one access happens "
    "before another"};

}  // namespace extram::native
