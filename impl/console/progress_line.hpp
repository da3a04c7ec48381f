// How far long work has come: a line on a terminal that overwrites itself, a line of JSON now and then in CI, silence
// elsewhere.
#pragma once

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <utility>

namespace extram {

enum class ProgressStyle : std::uint8_t { silent, terminal, json };

// By what standard error is, and by the environment.
[[nodiscard]] ProgressStyle progress_style();

class ProgressLine {
 public:
  // What is shown of the work with this title.
  using Words = std::function<std::string(const std::string& title)>;

  ProgressLine(std::ostream& out, ProgressStyle style, std::string title)
      : out_(out), style_(style), title_(std::move(title)) {}
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  // The work is so many seconds old. `text` is without an end of line, `json` a row with it; asked for where one is
  // due.
  void show(double seconds, const Words& text, const Words& json);

 private:
  std::ostream& out_;
  ProgressStyle style_;
  std::string title_;
  double last_ = 0.0;  // seconds of the work when something was shown
  bool shown_ = false;
};

}  // namespace extram
