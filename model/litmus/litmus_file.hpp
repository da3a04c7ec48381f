// Reads litmus tests, one JSON object a line, as cli.md has it, with three operations more:
//
//   {"op":"await","loc":"x","val":1,"until":"==","ord":"acq","reg":"r"}   waits until x is 1 ("!=": until it is not)
//   {"op":"choice","reg":"r","n":3}                                       the test's own choice, 0 to 2
//   {"op":"cas","weak":true,...}                                          one that may fail for no reason
//
// A file comes from anywhere: whatever is in it, the answer is tests or one line that says what is wrong and where.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/litmus/test.hpp"

namespace extram::litmus {

// By name: "0:r1" is register r1 of thread 0, "x" the last value of location x. What is not named may be anything.
using Outcome = std::map<std::string, int>;

struct Case {
  Test test;
  std::optional<std::vector<Outcome>> required;  // must be reachable; nullopt: the file does not say
  std::vector<Outcome> permitted_beyond;
  std::optional<bool> race;
  std::string source;  // the line that it was read from
};

struct Cases {
  std::vector<Case> cases;
  std::string error;  // one line: where, what, how to mend; empty: none
};

[[nodiscard]] Cases read_cases(std::string_view text, std::string_view path);
[[nodiscard]] Cases read_cases_file(const std::string& path);

}  // namespace extram::litmus
