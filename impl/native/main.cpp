// extram-native: scenarios on real threads.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "impl/native/commands.hpp"
#include "impl/native/native_run.hpp"
#include "impl/native/sanitizers.hpp"
#include "impl/native/thread.hpp"
#include "impl/world/registry.hpp"

namespace extram::native {
namespace {

constexpr int kThreadsMax = kForeignThreadsMax;
constexpr double kSecondsMax = 1e9;
constexpr int kUsualSignalRate = 50;  // for scenarios that ask about signals

struct Arguments {
  std::string scenario, version, mutant, body, profile;
  std::vector<std::string> oracles;
  std::optional<int> threads, callbacks, ms, ps, stack_kib, signal_rate;
  std::optional<std::uint64_t> fail_nth;
  double stress_seconds = 20;
  int storm_rate = 50'000;
  RunCommand run;
  bool json_list = false;
};

template <class Names>
std::vector<std::string> texts(const Names& names) {
  return {names.begin(), names.end()};
}

template <class Names>
auto index_of(const Names& names, std::string_view name) {
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

CLI::App* describe_run(CLI::App& app, Arguments& a) {
  NativeOptions& options = a.run.options;
  CLI::App* const run = app.add_subcommand("run", "run a scenario on real threads");
  run->add_option("scenario", a.scenario, "its name, as `list` has it")->required();
  auto* const version = run->add_option("--version", a.version, "a version; need not be given where there is one only");
  run->add_option("--mutant", a.mutant, "a mutant")->excludes(version);
  run->add_option("--threads", a.threads, "foreign threads")->check(CLI::Range(1, kThreadsMax));
  run->add_option("--callbacks", a.callbacks, "of each thread in each round")->check(CLI::PositiveNumber);
  run->add_option("--ms", a.ms, "on the list at the start")->check(CLI::NonNegativeNumber);
  run->add_option("--ps", a.ps, "Go's Ps; 0: enough")->check(CLI::NonNegativeNumber);
  run->add_option("--stack", a.stack_kib, "KiB of stack of each thread")->check(CLI::Range(16, 1 << 20));
  run->add_option("--body", a.body, "of a callback")->check(CLI::IsMember(texts(kBodies)));
  run->add_option("--profile", a.profile, "how the threads come")->check(CLI::IsMember(texts(kProfiles)));
  run->add_option("--rounds", options.rounds, "each makes the scenario anew")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  run->add_option("--seconds", options.seconds_max, "no round starts later")
      ->capture_default_str()
      ->check(CLI::Range(0.0, kSecondsMax));
  run->add_option("--hang-seconds", options.hang_seconds, "a round that takes longer is a hang")
      ->capture_default_str()
      ->check(CLI::Range(0.001, kSecondsMax));
  run->add_option("--signals", a.signal_rate, "at so many of 1000 steps a thread sends itself a signal")
      ->check(CLI::Range(0, 1000));
  run->add_option("--fail", a.fail_nth, "of each round's calls that may fail, the one to fail; 0: none")
      ->check(CLI::NonNegativeNumber);
  run->add_option("--oracles", a.oracles, "only these, such as I1,I10")->delimiter(',');
  run->add_option("--seed", options.seed, "where signals come")->capture_default_str()->check(CLI::NonNegativeNumber);
  run->add_option("--json", a.run.json, "a row for programs: - or a file to append to");
  return run;
}

CLI::App* describe_stress(CLI::App& app, Arguments& a) {
  CLI::App* const stress = app.add_subcommand("stress", "many threads in a storm of signals, for so many seconds");
  stress->add_option("scenario", a.scenario, "its name, as `list` has it")->default_val("callback");
  auto* const version = stress->add_option("--version", a.version, "a version");
  stress->add_option("--mutant", a.mutant, "a mutant")->excludes(version);
  stress->add_option("--threads", a.threads, "foreign threads; 8")->check(CLI::Range(1, kThreadsMax));
  stress->add_option("--callbacks", a.callbacks, "of each thread, after which it ends and a new one starts; 2000")
      ->check(CLI::PositiveNumber);
  stress->add_option("--seconds", a.stress_seconds, "how long")
      ->capture_default_str()
      ->check(CLI::Range(0.0, kSecondsMax));
  stress->add_option("--signals", a.storm_rate, "sent from outside each second, over all threads")
      ->capture_default_str()
      ->check(CLI::Range(0, 1'000'000));
  stress->add_option("--hang-seconds", a.run.options.hang_seconds, "threads that take longer to end are a hang")
      ->capture_default_str()
      ->check(CLI::Range(0.001, kSecondsMax));
  stress->add_option("--ms", a.ms, "on the list at the start")->check(CLI::NonNegativeNumber);
  stress->add_option("--profile", a.profile, "how the threads come")->check(CLI::IsMember(texts(kProfiles)));
  stress->add_option("--seed", a.run.options.seed, "who is hit by which signal")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  stress->add_option("--json", a.run.json, "a row for programs: - or a file to append to");
  return stress;
}

// The version or mutant asked for; without one, the only version that there is.
const Entry* find_entry(const Arguments& a) {
  const bool mutant = !a.mutant.empty();
  const std::string& variant = mutant ? a.mutant : a.version;
  std::string known;
  const Entry* found = nullptr;
  int matches = 0;
  for (const Entry& entry : Registry::entries()) {
    if (entry.info.name != a.scenario || entry.mutant.empty() == mutant) continue;
    const std::string_view name = mutant ? entry.mutant : entry.version;
    known += fmt::format("{}{}", known.empty() ? "" : ", ", name);
    if (!variant.empty() && name != variant) continue;
    found = &entry;
    ++matches;
  }
  if (!Registry::has_scenario(a.scenario)) {
    throw CLI::ValidationError("scenario", fmt::format("there is no '{}' (see: extram-native list)", a.scenario));
  }
  if (matches != 1) throw CLI::ValidationError(mutant ? "--mutant" : "--version", "must be one of: " + known);
  return found;
}

OracleSet oracles_named(const std::vector<std::string>& names) {
  if (names.empty()) return OracleSet::all();
  OracleSet set;
  for (const std::string& name : names) {
    const auto oracle = oracle_named(name);
    if (!oracle) throw CLI::ValidationError("--oracles", fmt::format("there is no '{}'", name));
    set = set.with(*oracle);
  }
  return set;
}

RunCommand understand(Arguments& a) {
  RunCommand run = a.run;
  run.entry = find_entry(a);
  run.shape = run.entry->info.shape;
  run.options.oracles = oracles_named(a.oracles);
  run.options.signal_rate = a.signal_rate.value_or(run.shape.signals > 0 ? kUsualSignalRate : 0);
  run.options.fail_nth = a.fail_nth.value_or(run.shape.faults > 0 ? 1 : 0);
  run.shape.threads = a.threads.value_or(run.shape.threads);
  run.shape.callbacks = a.callbacks.value_or(run.shape.callbacks);
  run.shape.ms = a.ms.value_or(run.shape.ms);
  run.shape.ps = a.ps.value_or(run.shape.ps);
  run.shape.stack_kib = a.stack_kib.value_or(run.shape.stack_kib);
  if (!a.body.empty()) run.shape.body = static_cast<Body>(index_of(kBodies, a.body));
  if (!a.profile.empty()) run.shape.profile = static_cast<Profile>(index_of(kProfiles, a.profile));
  if (run.shape.threads < run.entry->info.threads_min) {
    throw CLI::ValidationError("--threads",
                               fmt::format("'{}' needs at least {}", a.scenario, run.entry->info.threads_min));
  }
  return run;
}

// Under ThreadSanitizer a thread sends the signals to itself: it postpones those that come from elsewhere.
RunCommand understand_stress(Arguments& a) {
  a.threads = a.threads.value_or(8);
  a.callbacks = a.callbacks.value_or(kThreadSanitizer ? 200 : 2000);
  RunCommand run = understand(a);
  run.strategy = "stress";
  run.options.rounds = kUntilTimeIsOver;
  run.options.seconds_max = a.stress_seconds;
  run.options.storm_rate = kThreadSanitizer ? 0 : a.storm_rate;
  run.options.signal_rate = kThreadSanitizer && a.storm_rate > 0 ? kUsualSignalRate : 0;
  return run;
}

// The measurements are a program of their own, beside this one: no scenario and no oracle is in it.
Exit become_bench(std::vector<std::string> arguments) {
  const auto program = std::filesystem::read_symlink("/proc/self/exe").replace_filename("extram-native-bench").string();
  arguments.insert(arguments.begin(), program);
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  ::execv(program.c_str(), pointers.data());
  fmt::print(stderr,
             "extram-native: cannot start {}: {} (builds with a sanitizer have none; take the preset release)\n",
             program, std::generic_category().message(errno));
  return Exit::harness;
}

Exit dispatch(int argc, char** argv) {
  Arguments arguments;
  CLI::App app{"Scenarios of the extra-M list on real threads.", "extram-native"};
  app.require_subcommand(1);
  CLI::App* const list = app.add_subcommand("list", "scenarios, versions and mutants");
  list->add_flag("--json", arguments.json_list, "for programs");
  CLI::App* const run = describe_run(app, arguments);
  CLI::App* const stress = describe_stress(app, arguments);
  CLI::App* const bench = app.add_subcommand("bench", "what a callback costs")->prefix_command();
  try {
    app.parse(argc, argv);
    if (list->parsed()) {
      list_scenarios(arguments.json_list ? ListFormat::json : ListFormat::text);
      return Exit::good;
    }
    if (bench->parsed()) return become_bench(bench->remaining());
    if (run->parsed()) return run_scenario(understand(arguments));
    if (stress->parsed()) return run_scenario(understand_stress(arguments));
  } catch (const CLI::CallForHelp&) {
    fmt::print("{}", app.help());
    return Exit::good;
  } catch (const CLI::ParseError& error) {
    std::string text = error.what();
    std::replace(text.begin(), text.end(), '\n', ' ');
    fmt::print(stderr, "extram-native: {}\n", text);
    return Exit::usage;
  }
  return Exit::harness;  // a subcommand is required, and all are above
}

}  // namespace
}  // namespace extram::native

int main(int argc, char** argv) {
  using extram::native::Exit;
  try {
    if (const auto code = extram::native::run_as_child(argc, argv)) return *code;
    return static_cast<int>(extram::native::dispatch(argc, argv));
  } catch (const std::exception& error) {
    fmt::print(stderr, "extram-native: {}\n", error.what());
    return static_cast<int>(Exit::harness);
  }
}
