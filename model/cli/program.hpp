// What both programs' mains share: arguments in, an exit code out, and no exception or lost output on the way.
#pragma once

#include <functional>

#include "model/cli/console.hpp"
#include "model/cli/options.hpp"

namespace extram {

using CommandRunner = std::function<Exit(const Command& command, const Console& console)>;

// Parses, answers --help and mistakes itself, and leaves the rest to `run_command`.
[[nodiscard]] int run_program(int argc, char** argv, const CommandRunner& run_command);

}  // namespace extram
