// What the command line holds, as CLI11 wants it told: verbs, options, help.
#pragma once

#include <cstdint>
#include <string>

#include <CLI/CLI.hpp>

#include "model/cli/options.hpp"

namespace extram {

// What was given as text, before it is looked at.
struct Raw {
  std::string bound, litmus_bound, shard, faults, oracles, body, profile, signal_points, fusion, reductions;
  std::string world = "relacy", trace = "text", output;
  bool rebase = false;
};

// Fills `command` and `raw` while `app` parses; both must outlive it.
void describe(CLI::App& app, Command& command, Raw& raw);

}  // namespace extram
