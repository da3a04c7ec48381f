// The runs of a check in JUnit's XML: a suite a scenario, a case a run.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/report/ci_run.hpp"

namespace extram {

// `not_run`: how many runs were planned and not come to.
[[nodiscard]] std::string junit(const std::vector<CiRun>& runs, std::size_t not_run);

// What XML cannot hold, however it is escaped, is replaced: control characters, and bytes that are no UTF-8.
[[nodiscard]] std::string xml_text(std::string_view text);

}  // namespace extram
