// What was run in JUnit's XML: of a check a suite is a scenario, and a case a run.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/report/ci_run.hpp"

namespace extram {

struct JUnitCase {
  std::string suite, name;
  double seconds = 0.0;
  CiFate fate = CiFate::passed;
  std::string type, message, body;  // of what went wrong: as a name that stays, in one line, and in full
  std::vector<std::pair<std::string, std::string>> properties{};
};
[[nodiscard]] JUnitCase junit_case(const CiRun& run);

// `title`: of all suites, "extram check". `not_run`: how many cases were planned and not come to.
[[nodiscard]] std::string junit(std::string_view title, const std::vector<JUnitCase>& cases, std::size_t not_run);

// What XML cannot hold, however it is escaped, is replaced: control characters, and bytes that are no UTF-8.
[[nodiscard]] std::string xml_text(std::string_view text);

}  // namespace extram
