// Where the source has what: made when the program is built, here by source_rows.py, and in the projects of others by
// ExtramSourceRows.cmake.
#pragma once

#include <span>
#include <string_view>

namespace extram {

struct SourceRow {
  std::string_view label;  // of a site, "scenario NAME", or the name of a file
  std::string_view path;   // from the top of the repository
  unsigned line;
};

[[nodiscard]] std::span<const SourceRow> source_rows();

}  // namespace extram
