// What the command line holds, as CLI11 wants it told: verbs, options, help.
#pragma once

#include <cstdint>
#include <string>

#include <CLI/CLI.hpp>

#include "model/cli/options.hpp"

namespace extram {

inline constexpr const char* kLater = "Not built yet";  // the group of options that only say so

// What was given as text, or is not built yet, before it is looked at.
struct Raw {
  std::string bound, litmus_bound, shard, faults, oracles, body, profile, signal_points, fusion, reductions;
  std::string world = "relacy", trace = "text", output;
  // Options that are not built yet; given or not is all that matters.
  std::string native;
  bool rebase = false;
};

// Fills `command` and `raw` while `app` parses; both must outlive it.
void describe(CLI::App& app, Command& command, Raw& raw);

}  // namespace extram
