// An execution that was run again, in the form that somebody asked for.
#pragma once

#include <string>

#include "model/cli/options.hpp"
#include "model/explore/trace.hpp"
#include "model/report/text_trace.hpp"
#include "model/schedule/schedule.hpp"

namespace extram {

struct ShownExecution {
  const Entry& entry;
  const Schedule& schedule;
  const std::string& path;  // of the schedule
  const Trace& trace;
  const std::string& message;
};

// `view` is for text alone. Everything that `format` says, and nothing beside it.
[[nodiscard]] std::string trace_as(TraceFormat format, const ShownExecution& execution, const TraceView& view);

}  // namespace extram
