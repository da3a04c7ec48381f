// The machine's own bounded search over the same model: what ours is measured against. It knows nothing of steps that
// commute, of states, of threads that are alike.
#pragma once

#include "model/explore/run.hpp"

namespace extram {

// At most `context_bound` switches away from a thread that could go on. In this process, for 2 to 4 threads. Whoever
// provides executions (model/relacy) implements it.
[[nodiscard]] RunResult run_own_bounded(const RunRequest& request, int context_bound);

}  // namespace extram
