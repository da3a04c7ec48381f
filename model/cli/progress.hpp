// How far a search has come, in words.
#pragma once

#include <string>

#include "impl/console/progress_line.hpp"
#include "model/explore/explorer.hpp"

namespace extram {

// "callback go_1_16 2x1: 12,345 executions, 6,172/s, 34 %, 4 s left".
[[nodiscard]] std::string progress_text(const std::string& title, const Progress& progress);
[[nodiscard]] std::string progress_json(const std::string& title, const Progress& progress);

void show(ProgressLine& line, const Progress& progress);

}  // namespace extram
