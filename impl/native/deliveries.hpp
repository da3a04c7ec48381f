// Where the signals of a run were delivered: by the step that the thread had reached, and whether that was in a
// handler already.
//
// The child counts in a table of its own, from handlers too, so nothing here locks or allocates before the parent
// reads. Nothing here orders anything.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "impl/native/report_page.hpp"
#include "impl/world/at.hpp"

namespace extram::native {

// --- in the child
// -----------------------------------------------------------------------------------------------------

// A handler was entered at the step `at`, above so many others that have not returned.
void count_delivery(At at, int handlers);

// Adds what was counted since the last time to the page.
void report_deliveries(ReportPage& page);

// --- in the parent
// ----------------------------------------------------------------------------------------------------

struct DeliveriesAt {
  std::string site;
  std::uint64_t outermost = 0;
  std::uint64_t nested = 0;
};

// By site, in the order of their names.
[[nodiscard]] std::vector<DeliveriesAt> read_deliveries(const ReportPage& page);

// A callback lasts from its first step in C, "callback.begin", to its last, "callback.end". Nested ones are counted
// apart: they come wherever the handler below them is.
struct DeliveriesSplit {
  std::uint64_t inside_callbacks = 0;
  std::uint64_t between_callbacks = 0;
  std::uint64_t nested = 0;
};
[[nodiscard]] DeliveriesSplit split(const std::vector<DeliveriesAt>& deliveries);

}  // namespace extram::native
