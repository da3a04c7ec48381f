// An execution in the trace-event format, for ui.perfetto.dev and chrome://tracing: a track for each thread, a slice
// for each step, slices around them for handlers, for the list lock and for blocked signals, arrows for who reads what
// was written where, marks for signals and faults. A step takes one millisecond, since both want a time.
#pragma once

#include <string>

#include "impl/world/verdict.hpp"
#include "model/explore/trace.hpp"

namespace extram {

struct ChromeTitle {
  std::string name;     // of the process: "signal_window go_1_15"
  std::string verdict;  // in one line
};

[[nodiscard]] std::string chrome_trace(const Trace& trace, const ChromeTitle& title);

}  // namespace extram
