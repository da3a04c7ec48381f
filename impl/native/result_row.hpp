// What a run came to, as a line for people and as a row for programs.
#pragma once

#include <string>
#include <string_view>

#include "impl/native/commands.hpp"

namespace extram::native {

[[nodiscard]] std::string_view variant_of(const Entry& entry);  // the name of its mutant, or of its version

// One line; a storm has a second one, with its signals.
[[nodiscard]] std::string text_row(const RunCommand& command, const NativeResult& result);
// The fields of `check --json` (and some of its own), and the end of the line.
[[nodiscard]] std::string json_row(const RunCommand& command, const NativeResult& result);

}  // namespace extram::native
