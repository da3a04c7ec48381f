#include "model/report/trace_rows.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace extram {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 9> kKinds{"step",  "local", "data",    "signal", "handled",
                                                 "fault", "waits", "failure", "setup"};
static_assert(kKinds.size() == static_cast<std::size_t>(EventKind::setup) + 1);
constexpr std::array<std::string_view, 4> kTouches{"none", "read", "write", "update"};

// A variable that is gone has no value.
Json row_of(const Fact& fact) {
  Json row = Json::object();
  if (fact.thread >= 0) row["thread"] = fact.thread;
  if (!fact.object.empty()) row["object"] = fact.object;
  row["name"] = fact.name;
  row["value"] = fact.gone ? Json(nullptr) : Json(fact.value);
  return row;
}

}  // namespace

std::string_view name_of(EventKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }
std::string_view name_of(Touch touch) { return kTouches[static_cast<std::size_t>(touch)]; }

std::vector<int> step_numbers(const Trace& trace) {
  std::vector<int> numbers;
  int last = 0;
  for (const Event& event : trace) numbers.push_back(has_number(event.kind) ? ++last : 0);
  return numbers;
}

Json row_of(const Event& event) {
  Json row{{"kind", name_of(event.kind)}, {"thread", event.thread}, {"depth", event.depth},
           {"site", event.site},          {"what", event.what},     {"stale", event.stale}};
  if (event.touch != Touch::none) {
    row["access"] = name_of(event.touch);
    row["object"] = event.object;
    row["before"] = event.before;
    row["after"] = event.after;
    if (event.reads_from != kNoStore) row["reads_from"] = event.reads_from;
  }
  if (!event.facts.empty()) {
    Json facts = Json::array();
    for (const Fact& fact : event.facts) facts.push_back(row_of(fact));
    row["facts"] = std::move(facts);
  }
  return row;
}

int threads_of(const Trace& trace) {
  int threads = 0;
  for (const Event& event : trace) threads = std::max(threads, event.thread + 1);
  return threads;
}

}  // namespace extram
