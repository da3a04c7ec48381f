// The command line of `extram-native`, and what it asks for.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "impl/native/commands.hpp"

namespace extram::native {

struct Arguments {
  std::string scenario, version, mutant, body, profile;
  std::vector<std::string> oracles;
  std::optional<int> threads, callbacks, ms, ps, stack_kib, signal_rate;
  std::optional<std::uint64_t> fail_nth;
  std::optional<double> stress_seconds;
  std::vector<std::string> faults;
  int alive_max = 0;
  int storm_rate = 50'000;
  int delay_rate = 1;
  RunCommand run;
  bool json_list = false;
};

CLI::App* describe_run(CLI::App& app, Arguments& a);
CLI::App* describe_stress(CLI::App& app, Arguments& a);

// Throw CLI::ValidationError where an argument makes no sense.
[[nodiscard]] RunCommand understand_run(const Arguments& a);
// One run; or, for faults, one of each kind with each version, or with the one that is asked for.
[[nodiscard]] std::vector<RunCommand> understand_stress(const Arguments& a);

}  // namespace extram::native
