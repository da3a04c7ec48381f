// Where a verb writes: what it was asked for, and what else a person should know.
#pragma once

#include <ostream>
#include <string_view>

#include <fmt/ostream.h>

#include "model/cli/exit_code.hpp"
#include "model/report/text_trace.hpp"

namespace extram {

struct Console {
  std::ostream& out;
  std::ostream& err;
  Colour colour = Colour::off;  // of `out`
  int width = kUsualWidth;      // of `out`, in columns
  std::string_view verb{};      // that writes here
};

// One line that says what is wrong, and how to mend it.
inline Exit refuse(const Console& console, std::string_view why, Exit exit = Exit::usage) {
  fmt::print(console.err, "extram {}: {}\n", console.verb, why);
  return exit;
}

}  // namespace extram
