#include "model/report/json_trace.hpp"

#include <array>
#include <string_view>

#include <nlohmann/json.hpp>

namespace extram {
namespace {

constexpr std::array<std::string_view, 8> kKinds{"step",    "local", "data",  "signal",
                                                 "handled", "fault", "waits", "failure"};
static_assert(kKinds.size() == static_cast<std::size_t>(EventKind::failure) + 1);

}  // namespace

std::string json_trace(const Trace& trace) {
  std::string lines;
  for (const Event& event : trace) {
    const nlohmann::ordered_json row{{"kind", kKinds[static_cast<std::size_t>(event.kind)]},
                                     {"thread", event.thread},
                                     {"depth", event.depth},
                                     {"site", event.site},
                                     {"what", event.what},
                                     {"stale", event.stale}};
    // A name that is no UTF-8 must not cost the whole report.
    lines += row.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
  }
  return lines;
}

}  // namespace extram
