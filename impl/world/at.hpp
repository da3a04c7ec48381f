// Where a thread is: the label of a step in a schedule, a trace, a race report.
//
// The protocol names its statements in the site table (impl/extram/site.hpp). A stranger's algorithm need not name
// anything: the place in the source is its label. Two labels are equal when they print alike; addresses never count.
#pragma once

#include <cstdint>
#include <source_location>
#include <string>
#include <string_view>

namespace extram {

class At {
 public:
  // Implicit on purpose: a default argument of this type labels the caller's own line.
  constexpr At(std::source_location here = std::source_location::current())
      : text_(here.file_name()), line_(here.line()) {}
  constexpr explicit At(const char* site) : text_(site) {}

  [[nodiscard]] std::string label() const {
    if (line_ == 0) return text_;
    const std::string_view path = text_;
    const auto slash = path.rfind('/');
    const auto file = slash == std::string_view::npos ? path : path.substr(slash + 1);
    return std::string(file) + ":" + std::to_string(line_);
  }

  // Equal pointers are the common case and cost no comparison of text.
  [[nodiscard]] friend bool operator==(const At& a, const At& b) {
    return a.line_ == b.line_ && (a.text_ == b.text_ || a.label() == b.label());
  }

 private:
  const char* text_;
  std::uint32_t line_ = 0;
};

}  // namespace extram
