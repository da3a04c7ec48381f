// What every reader owes a file that it refuses, for the fuzzers: one line, with something in it.
#pragma once

#include <cstdlib>
#include <string>

namespace extram {

inline void must_be_one_line(const std::string& error) {
  if (error.empty() || error.find('\n') != std::string::npos) std::abort();
}

}  // namespace extram
