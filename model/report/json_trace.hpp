// An execution for programs: one JSON object a line, one line an event.
#pragma once

#include <string>

#include "model/explore/trace.hpp"

namespace extram {

[[nodiscard]] std::string json_trace(const Trace& trace);

}  // namespace extram
