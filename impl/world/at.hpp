// Where a thread is: the label of a step in a schedule, a trace, a race report.
//
// The protocol names its statements in the site table (impl/extram/site.hpp). A stranger's algorithm need not name
// anything: the place in the source is its label. Two labels are equal when they print alike; addresses never count.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace extram {

class At {
 public:
  // A default argument of this type labels the caller's own line. Not std::source_location: clang 14 has none with
  // Debian's standard library.
  struct Here {
    const char* file;
    std::uint32_t line;
    static constexpr Here now(const char* file = __builtin_FILE(), std::uint32_t line = __builtin_LINE()) {
      return {file, line};
    }
  };
  constexpr At(Here here = Here::now()) : text_(here.file), line_(here.line) {}
  constexpr explicit At(const char* site) : text_(site) {}

  [[nodiscard]] std::string label() const {
    if (line_ == 0) return text_;
    const std::string_view path = text_;
    const auto slash = path.rfind('/');
    const auto file = slash == std::string_view::npos ? path : path.substr(slash + 1);
    return std::string(file) + ":" + std::to_string(line_);
  }

  // The parts of the label, for who must not allocate: line 0 stands for none.
  [[nodiscard]] constexpr const char* text() const { return text_; }
  [[nodiscard]] constexpr std::uint32_t line() const { return line_; }

  // Equal pointers are the common case and cost no comparison of text.
  [[nodiscard]] friend bool operator==(const At& a, const At& b) {
    return a.line_ == b.line_ && (a.text_ == b.text_ || std::string_view(a.text_) == b.text_);
  }

 private:
  const char* text_;
  std::uint32_t line_ = 0;
};

}  // namespace extram
