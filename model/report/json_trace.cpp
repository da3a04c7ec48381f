#include "model/report/json_trace.hpp"

#include <nlohmann/json.hpp>

#include "model/report/trace_rows.hpp"

namespace extram {

std::string json_trace(const Trace& trace) {
  std::string lines;
  for (const Event& event : trace) {
    // A name that is no UTF-8 must not cost the whole report.
    lines += row_of(event).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
  }
  return lines;
}

}  // namespace extram
