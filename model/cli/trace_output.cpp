#include "model/cli/trace_output.hpp"

#include <fmt/format.h>

#include "model/cli/replay_lockstep.hpp"
#include "model/report/chrome_trace.hpp"
#include "model/report/json_trace.hpp"
#include "model/report/mermaid_trace.hpp"
#include "model/report/result_line.hpp"
#include "model/report/schedule_page.hpp"
#include "model/schedule/shape_text.hpp"

namespace extram {

std::string trace_as(TraceFormat format, const ShownExecution& execution, const TraceView& view) {
  const Schedule& schedule = execution.schedule;
  // A scenario of somebody's own may have no versions.
  const std::string variant = schedule.variant() == "-" ? std::string() : schedule.variant() + " ";
  const std::string name = fmt::format("{} {}{}", schedule.scenario, variant, size_text(schedule.shape));
  std::string verdict = verdict_text(schedule.verdict, schedule.oracle);
  if (!execution.message.empty()) verdict += ": " + execution.message;
  switch (format) {
    case TraceFormat::text:
      return text_trace(execution.trace, view);
    case TraceFormat::json:
      return json_trace(execution.trace);
    case TraceFormat::chrome:
      return chrome_trace(execution.trace, {name, verdict});
    case TraceFormat::mermaid:
      return mermaid_trace(execution.trace, {name, verdict});
    case TraceFormat::html:
      break;
  }
  SchedulePage page;
  page.entry = &execution.entry;
  page.runs = {{"this execution", schedule, execution.path, &execution.trace, needs_the_model(schedule).empty()}};
  page.message = execution.message;
  return schedule_page(page);
}

}  // namespace extram
