// Rows of a report that are made apart from one another, in several processes.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace extram {

struct ParallelRows {
  std::size_t count = 0;
  int jobs = 1;
  std::function<nlohmann::ordered_json(std::size_t)> make;               // in one of the processes
  std::function<void(std::size_t, const nlohmann::ordered_json&)> take;  // here, as they come
  std::function<bool()> goes_on;                                         // asked several times a second
};

struct ParallelEnd {
  bool whole = false;  // false: it was called off, or a process died
  std::string died;    // how, in one line
};
[[nodiscard]] ParallelEnd make_rows(const ParallelRows& rows);

}  // namespace extram
