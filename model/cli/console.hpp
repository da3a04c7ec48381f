// Where a verb writes: what it was asked for, and what else a person should know.
#pragma once

#include <ostream>

#include "model/report/text_trace.hpp"

namespace extram {

struct Console {
  std::ostream& out;
  std::ostream& err;
  Colour colour = Colour::off;  // of `out`
  int width = kUsualWidth;      // of `out`, in columns
};

}  // namespace extram
