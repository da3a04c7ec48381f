#include "model/cli/options.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "model/cli/description.hpp"
#include "model/cli/option_values.hpp"
#include "model/cli/suggest.hpp"
#include "model/schedule/oracle_list.hpp"

namespace extram {
namespace {

template <class Choice, class Names>
std::optional<Choice> choice_of(const std::string& text, const Names& names) {
  if (text.empty()) return std::nullopt;
  return static_cast<Choice>(std::find(names.begin(), names.end(), text) - names.begin());
}

void finish(Command& command, const Raw& raw) {
  CheckOptions& check = command.check;
  if (!raw.bound.empty()) check.bounds = bounds_in(raw.bound);
  if (!raw.litmus_bound.empty()) command.litmus.bounds = bounds_in(raw.litmus_bound);
  if (!raw.shard.empty()) check.shard = shard_in(raw.shard);
  if (!raw.faults.empty()) {
    check.faults = faults_in(raw.faults);
    check.fault_kinds = fault_kinds_of(raw.faults);
  }
  if (!raw.oracles.empty()) check.oracles = oracles_in(raw.oracles);
  check.body = choice_of<Body>(raw.body, kBodies);
  check.profile = choice_of<Profile>(raw.profile, kProfiles);
  check.signal_points = choice_of<SignalPoints>(raw.signal_points, kSignalPoints);
  check.fusion = choice_of<Fusion>(raw.fusion, kFusions);
  if (!raw.reductions.empty()) check.reductions = reductions_in(raw.reductions);
  command.replay.trace = *choice_of<TraceFormat>(raw.trace, kTraceFormats);
  // One option for both: who wants the schedule anew wants no trace in a file.
  (raw.rebase ? command.replay.rebase : command.replay.output) = raw.output;
  command.replay.lockstep = raw.world == "lockstep" || command.replay.tsan || command.replay.gdb;
}

// What no single option could see.
std::string contradiction(const Command& command) {
  const CheckOptions& check = command.check;
  if (check.bounds && !check.strategy.empty() && check.strategy != "bounded") {
    return fmt::format("--bound belongs to --strategy bounded, not to {}", check.strategy);
  }
  if (check.reductions && check.strategy != "exhaustive") return "--reductions belongs to --strategy exhaustive";
  if (check.strategy == "random" || check.strategy == "pct") {
    const std::string_view option = check.jobs > 1              ? "--jobs"
                                    : check.shard               ? "--shard"
                                    : !check.checkpoint.empty() ? "--checkpoint"
                                                                : "";
    if (!option.empty())
      return fmt::format("{} is for searches that can be divided, not for {}", option, check.strategy);
  }
  if (check.pct_depth && check.strategy != "pct") return "--pct-depth belongs to --strategy pct";
  if (check.quick && check.names_variant()) {
    return "--quick chooses rows of the suite; --version and --mutant leave the suite aside";
  }
  if (command.litmus.bounds && command.litmus.strategy != "bounded") {
    return "--bound belongs to --strategy bounded";
  }
  return {};
}

Verb verb_named(std::string_view name) {
  if (name == "list") return Verb::list;
  if (name == "check") return Verb::check;
  if (name == "litmus") return Verb::litmus;
  if (name == "bench") return Verb::bench;
  if (name == "merge") return Verb::merge;
  if (name == "plan") return Verb::plan;
  if (name == "stress") return Verb::stress;
  if (name == "mutants") return Verb::mutants;
  if (name == "necessity") return Verb::necessity;
  if (name == "coverage") return Verb::coverage;
  if (name == "new") return Verb::new_scenario;
  return name == "minimise" ? Verb::minimise : Verb::replay;
}

Parsed refusal(std::string_view program, std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return {
      std::nullopt, {}, fmt::format("{}: {} (`{} --help` shows what there is)\n", program, text, program), Exit::usage};
}

Parsed no_verb(const CLI::App& app) {
  const std::vector<std::string_view> verbs{kVerbs.begin(), kVerbs.end()};
  const auto left = app.remaining();
  if (left.empty()) return refusal("extram", "no verb is given: one of " + joined(verbs));
  if (left.front().starts_with('-')) {
    return refusal("extram", fmt::format("there is no option '{}'{}", left.front(),
                                         did_you_mean(left.front(), {"--help", "--version"})));
  }
  return refusal("extram", fmt::format("there is no verb '{}'{}", left.front(), did_you_mean(left.front(), verbs)));
}

// CLI11 names the argument that it did not expect; the nearest option that it knows is ours to find.
Parsed unexpected(const CLI::App& verb, const std::string& argument) {
  std::vector<std::string> names;
  for (const CLI::Option* option : verb.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return refusal("extram " + verb.get_name(),
                 fmt::format("unexpected '{}'{}", argument, did_you_mean(argument, {names.begin(), names.end()})));
}

}  // namespace

std::string_view CheckOptions::first_of_one_run() const {
  if (threads) return "--threads";
  if (callbacks) return "--callbacks";
  if (ms) return "--ms";
  if (signals) return "--signals";
  if (faults) return "--faults";
  if (ps) return "--ps";
  if (stack_kib) return "--stack";
  if (body) return "--body";
  if (profile) return "--profile";
  if (signal_points) return "--signal-points";
  if (fusion) return "--fusion";
  if (!strategy.empty()) return "--strategy";
  if (bounds) return "--bound";
  if (pct_depth) return "--pct-depth";
  if (oracles) return "--oracles";
  if (shard) return "--shard";
  if (!checkpoint.empty()) return "--checkpoint";
  return {};
}

Parsed parse(const std::vector<std::string>& arguments) {
  Command command;
  Raw raw;
  CLI::App app("", "extram");
  describe(app, command, raw);
  const auto verb = [&app] { return app.get_subcommands().empty() ? nullptr : app.get_subcommands().front(); };
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    return {std::nullopt, app.help(), {}, Exit::good};
  } catch (const CLI::CallForVersion& version) {
    return {std::nullopt, version.what() + std::string("\n"), {}, Exit::good};
  } catch (const CLI::ParseError& error) {
    if (verb() == nullptr) return no_verb(app);
    const auto left = app.remaining(true);
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError) && !left.empty()) {
      return unexpected(*verb(), left.front());
    }
    return refusal("extram " + verb()->get_name(), error.what());
  }
  finish(command, raw);
  if (app.got_subcommand("plan")) {
    command.plan.check = verb()->remaining();
    std::vector<std::string> one = command.plan.check;
    one.insert(one.begin(), "check");
    one.insert(one.end(), {"--shard", fmt::format("1/{}", command.plan.shards)});
    if (Parsed parsed = parse(one); !parsed.command) return parsed;
  }
  const std::string wrong = contradiction(command);
  if (!wrong.empty()) return refusal("extram " + verb()->get_name(), wrong);
  command.verb = verb_named(verb()->get_name());
  return {std::move(command), {}, {}, Exit::good};
}

}  // namespace extram
