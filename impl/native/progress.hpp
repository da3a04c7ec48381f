// How far a run on real threads has come, in words.
#pragma once

#include <string>

#include "impl/console/progress_line.hpp"
#include "impl/native/native_run.hpp"

namespace extram::native {

// "callback go_1_16: 1200000 callbacks, 240000/s, 101000 signals, 15 s left".
[[nodiscard]] std::string progress_text(const std::string& title, const NativeProgress& progress, double seconds_max);
[[nodiscard]] std::string progress_json(const std::string& title, const NativeProgress& progress, double seconds_max);

}  // namespace extram::native
