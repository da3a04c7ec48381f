// A schedule on real threads: `extram-lockstep` follows it, and what it came to is held against what the model did.
#pragma once

#include <string>

#include "model/cli/console.hpp"
#include "model/cli/exit_code.hpp"
#include "model/cli/options.hpp"
#include "model/cli/replay_once.hpp"
#include "model/schedule/schedule.hpp"

namespace extram {

// The first decision that only a memory model can follow, in one line; empty: real threads can follow them all.
[[nodiscard]] std::string needs_the_model(const Schedule& schedule);

// Good: the same steps and the same end. Says so, or what differs.
[[nodiscard]] Exit replay_on_real_threads(const ReplayOptions& options, const Schedule& schedule,
                                          const Replayed& replayed, const Console& console);

// The same without a word. Empty: the same steps and the same end, and under ThreadSanitizer its report of a race; else
// what differs. Throws where the program is not there, or does not answer.
[[nodiscard]] std::string difference_on_real_threads(const ReplayOptions& options, const Schedule& schedule,
                                                     const Replayed& replayed);

// Becomes gdb, which runs the schedule and stops where it fails. Returns where that cannot be started.
[[nodiscard]] Exit debug(const ReplayOptions& options, const Schedule& schedule, const Console& console);

}  // namespace extram
