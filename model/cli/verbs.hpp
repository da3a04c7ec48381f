// The verbs of `extram-model`, one file each.
#pragma once

#include "model/cli/console.hpp"
#include "model/cli/exit_code.hpp"
#include "model/cli/new_scenario.hpp"
#include "model/cli/options.hpp"

namespace extram {

[[nodiscard]] Exit list(const ListOptions& options, const Console& console);
[[nodiscard]] Exit check(const CheckOptions& options, const Console& console);
[[nodiscard]] Exit replay(const ReplayOptions& options, const Console& console);
[[nodiscard]] Exit minimise(const MinimiseOptions& options, const Console& console);
[[nodiscard]] Exit litmus_tests(const LitmusOptions& options, const Console& console);
[[nodiscard]] Exit bench(const BenchOptions& options, const Console& console);
[[nodiscard]] Exit merge(const MergeOptions& options, const Console& console);
[[nodiscard]] Exit mutants(const MutantsOptions& options, const Console& console);
[[nodiscard]] Exit necessity(const NecessityOptions& options, const Console& console);
[[nodiscard]] Exit coverage(const CoverageOptions& options, const Console& console);
[[nodiscard]] Exit shard_plan(const ShardPlanOptions& options, const Console& console);

[[nodiscard]] inline Exit run_verb(const Command& command, Console console) {
  console.verb = name_of(command.verb);
  switch (command.verb) {
    case Verb::list:
      return list(command.list, console);
    case Verb::check:
      return check(command.check, console);
    case Verb::replay:
      return replay(command.replay, console);
    case Verb::minimise:
      return minimise(command.minimise, console);
    case Verb::litmus:
      return litmus_tests(command.litmus, console);
    case Verb::bench:
      return bench(command.bench, console);
    case Verb::merge:
      return merge(command.merge, console);
    case Verb::plan:
      return shard_plan(command.plan, console);
    case Verb::mutants:
      return mutants(command.mutants, console);
    case Verb::necessity:
      return necessity(command.necessity, console);
    case Verb::coverage:
      return coverage(command.coverage, console);
    case Verb::new_scenario:
      return new_scenario(command.new_scenario, console);
    case Verb::stress:
      console.err << "extram-model: has no real threads; call `extram stress`, which starts extram-native\n";
      return Exit::usage;
  }
  return Exit::harness;
}

}  // namespace extram
