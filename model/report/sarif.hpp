// The failures of a check in SARIF 2.1.0, for those who show findings beside the source.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/report/ci_run.hpp"

namespace extram {

// `tool_version`: extram's own. Runs that settled nothing are told as notifications of an execution that did not
// succeed.
[[nodiscard]] std::string sarif(const std::vector<CiRun>& runs, std::size_t not_run, std::string_view tool_version);

}  // namespace extram
