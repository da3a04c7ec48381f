// How far a run on real threads has come: a line on a terminal that overwrites itself, a line of JSON now and then in
// CI, silence elsewhere.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>

#include "impl/native/native_run.hpp"

namespace extram::native {

enum class ProgressStyle : std::uint8_t { silent, terminal, json };

// By what standard error is, and by the environment.
[[nodiscard]] ProgressStyle progress_style();

// "callback go_1_16: 1200000 callbacks, 240000/s, 101000 signals, 15 s left".
[[nodiscard]] std::string progress_text(const std::string& title, const NativeProgress& progress, double seconds_max);
[[nodiscard]] std::string progress_json(const std::string& title, const NativeProgress& progress, double seconds_max);

class ProgressLine {
 public:
  ProgressLine(std::FILE* out, ProgressStyle style, std::string title, double seconds_max)
      : out_(out), style_(style), title_(std::move(title)), seconds_max_(seconds_max) {}
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(const NativeProgress& progress);

 private:
  std::FILE* out_;
  ProgressStyle style_;
  std::string title_;
  double seconds_max_;
  double last_ = 0;  // seconds of the run when something was shown
  bool shown_ = false;
};

}  // namespace extram::native
