// `extram stress --junit FILE`: the program for real threads knows no reports; it is asked for its rows, and they are
// written down here.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/cli/console.hpp"

namespace extram {

struct StressForJUnit {
  std::string file;
  std::vector<std::string> arguments;  // without it
  bool asks_for_json = false;
};

// nullopt: no --junit is among them.
[[nodiscard]] std::optional<StressForJUnit> stress_for_junit(const std::vector<std::string>& arguments);

// `become` turns a process into the program; it returns where it cannot.
using Become = std::function<Exit(const std::vector<std::string>& arguments)>;
[[nodiscard]] Exit run_stress_for_junit(const StressForJUnit& asked, const Become& become, const Console& console);

}  // namespace extram
