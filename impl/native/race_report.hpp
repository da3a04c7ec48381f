// ThreadSanitizer's report in one line.
#pragma once

#include <string>
#include <string_view>

namespace extram::native {

[[nodiscard]] bool has_race(std::string_view report);

// "read at go_protocol.hpp:22, previous write at go_1_15.hpp:41": the two accesses of the first race, each by the
// innermost place that belongs to the algorithm and not to the world under it. Empty where the report names no places.
[[nodiscard]] std::string describe_race(std::string_view report);

// What follows the first line that starts with `prefix`; where there is none such, the last line.
[[nodiscard]] std::string line_after(std::string_view report, std::string_view prefix);

}  // namespace extram::native
