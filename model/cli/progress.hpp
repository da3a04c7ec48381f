// How far a search has come: a line on a terminal that overwrites itself, a line of JSON now and then in CI, silence
// elsewhere.
#pragma once

#include <ostream>
#include <string>

#include "model/explore/explorer.hpp"

namespace extram {

enum class ProgressStyle : std::uint8_t { silent, terminal, json };

// By what standard error is, and by the environment.
[[nodiscard]] ProgressStyle progress_style();

// "callback go_1_16 2x1: 12,345 executions, 6,172/s, 34 %, 4 s left".
[[nodiscard]] std::string progress_text(const std::string& title, const Progress& progress);
[[nodiscard]] std::string progress_json(const std::string& title, const Progress& progress);

class ProgressLine {
 public:
  ProgressLine(std::ostream& out, ProgressStyle style, std::string title)
      : out_(out), style_(style), title_(std::move(title)) {}
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(const Progress& progress);

 private:
  std::ostream& out_;
  ProgressStyle style_;
  std::string title_;
  double last_ = 0.0;  // seconds of the run when something was shown
  bool shown_ = false;
};

}  // namespace extram
