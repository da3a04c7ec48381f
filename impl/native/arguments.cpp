#include "impl/native/arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "impl/native/fault_expectations.hpp"
#include "impl/native/sanitizers.hpp"
#include "impl/native/thread.hpp"
#include "impl/world/registry.hpp"

namespace extram::native {
namespace {

constexpr int kThreadsMax = kForeignThreadsMax;
constexpr double kSecondsMax = 1e9;
constexpr double kUsualStormSeconds = 20;
constexpr double kUsualFaultSeconds = 2;  // of each kind and version
constexpr std::string_view kEveryFault = "all";
constexpr int kUsualSignalRate = 50;  // for scenarios that ask about signals

template <class Names>
std::vector<std::string> texts(const Names& names) {
  return {names.begin(), names.end()};
}

template <class Names>
auto index_of(const Names& names, std::string_view name) {
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
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

std::string fault_help() {
  std::string text = "a kind of fault, or `all`; may be given again. Without --version: held against what is expected";
  for (const FaultInfo& info : kFaults) text += fmt::format("\n  {:<13} {}", info.name, info.text);
  return text;
}

void describe_what_both_ask(CLI::App& verb, Arguments& a) {
  auto* const version = verb.add_option("--version", a.version, "a version; need not be given where there is one only");
  verb.add_option("--mutant", a.mutant, "a mutant")->excludes(version);
  verb.add_option("--threads", a.threads, "foreign threads")->check(CLI::Range(1, kThreadsMax));
  verb.add_option("--ms", a.ms, "on the list at the start")->check(CLI::NonNegativeNumber);
  verb.add_option("--ps", a.ps, "Go's Ps; 0: enough")->check(CLI::NonNegativeNumber);
  verb.add_option("--profile", a.profile, "how the threads come")->check(CLI::IsMember(texts(kProfiles)));
  verb.add_option("--hang-seconds", a.run.options.hang_seconds, "a round that takes longer is a hang")
      ->capture_default_str()
      ->check(CLI::Range(0.001, kSecondsMax));
  verb.add_option("--seed", a.run.options.seed, "where signals and delays come")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  verb.add_option("--json", a.run.json, "a row for programs: - or a file to append to");
}

}  // namespace

CLI::App* describe_run(CLI::App& app, Arguments& a) {
  NativeOptions& options = a.run.options;
  CLI::App* const run = app.add_subcommand("run", "run a scenario on real threads");
  run->add_option("scenario", a.scenario, "its name, as `list` has it")->required();
  describe_what_both_ask(*run, a);
  run->add_option("--callbacks", a.callbacks, "of each thread in each round")->check(CLI::PositiveNumber);
  run->add_option("--stack", a.stack_kib, "KiB of stack of each thread")->check(CLI::Range(16, 1 << 20));
  run->add_option("--body", a.body, "of a callback")->check(CLI::IsMember(texts(kBodies)));
  run->add_option("--rounds", options.rounds, "each makes the scenario anew")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  run->add_option("--seconds", options.seconds_max, "no round starts later")
      ->capture_default_str()
      ->check(CLI::Range(0.0, kSecondsMax));
  run->add_option("--signals", a.signal_rate, "at so many of 1000 steps a thread sends itself a signal")
      ->check(CLI::Range(0, 1000));
  run->add_option("--fail", a.fail_nth, "of each round's calls that may fail, the one to fail; 0: none")
      ->check(CLI::NonNegativeNumber);
  run->add_option("--oracles", a.oracles, "only these, such as I1,I10")->delimiter(',');
  return run;
}

CLI::App* describe_stress(CLI::App& app, Arguments& a) {
  CLI::App* const stress = app.add_subcommand("stress", "many threads in a storm of signals, for so many seconds");
  auto* const scenario =
      stress->add_option("scenario", a.scenario, "its name, as `list` has it")->default_val("callback");
  describe_what_both_ask(*stress, a);
  stress->add_option("--callbacks", a.callbacks, "of each thread, after which it ends and a new one starts; 2000")
      ->check(CLI::PositiveNumber);
  stress->add_option("--seconds", a.stress_seconds, "how long; 20, or 2 for each fault and version")
      ->check(CLI::Range(0.0, kSecondsMax));
  stress->add_option("--alive", a.alive_max, "of the threads so many live at a time; all")
      ->check(CLI::Range(1, kThreadsMax));
  stress->add_option("--fault", a.faults, fault_help())->allow_extra_args(false)->excludes(scenario);
  stress->add_option("--signals", a.storm_rate, "each second, over all threads: by timers, and from outside")
      ->capture_default_str()
      ->check(CLI::Range(0, 1'000'000));
  stress->add_option("--delays", a.delay_rate, "at so many of 1000 steps a thread is held up a little")
      ->capture_default_str()
      ->check(CLI::Range(0, 1000));
  stress->add_option("--junit", "the rows as JUnit's XML, for build servers: by `extram stress`")
      ->check([](const std::string&) { return std::string("`extram stress` writes it, and not this program"); });
  return stress;
}

RunCommand understand_run(const Arguments& a) {
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
  const ScenarioInfo& info = run.entry->info;
  if (run.shape.threads < info.threads_min) {
    throw CLI::ValidationError("--threads", fmt::format("'{}' needs at least {}", a.scenario, info.threads_min));
  }
  // Real threads may be more than a model's, but not than the algorithm is for.
  if (info.threads_max < kMaxThreads && run.shape.threads > info.threads_max) {
    throw CLI::ValidationError("--threads", fmt::format("'{}' takes at most {}", a.scenario, info.threads_max));
  }
  return run;
}

namespace {

// Under ThreadSanitizer a thread sends the signals to itself: it postpones those that come from elsewhere.
RunCommand understand_storm(const Arguments& a, double seconds) {
  RunCommand run = understand_run(a);
  run.strategy = "stress";
  run.options.rounds = kUntilTimeIsOver;
  run.options.seconds_max = a.stress_seconds.value_or(seconds);
  run.options.storm_rate = kThreadSanitizer ? 0 : a.storm_rate;
  run.options.delay_rate = a.delay_rate;
  run.options.alive_max = a.alive_max;
  run.options.signal_rate = kThreadSanitizer && a.storm_rate > 0 ? kUsualSignalRate : 0;
  return run;
}

RunCommand understand_fault(Arguments a, const FaultInfo& fault) {
  a.scenario = fault.scenario;
  a.callbacks = a.callbacks.value_or(fault.callbacks);
  RunCommand run = understand_storm(a, kUsualFaultSeconds);
  run.shape.stack_kib = fault.stack_kib;
  run.options.fault = fault.fault;
  run.options.counted = fault.counted;
  run.options.fail_nth = 0;
  return run;
}

std::vector<FaultInfo> faults_named(const std::vector<std::string>& names) {
  std::vector<FaultInfo> faults;
  for (const std::string& name : names) {
    if (name == kEveryFault) return {kFaults.begin(), kFaults.end()};
    const FaultInfo* const fault = find_fault(name);
    if (fault == nullptr) {
      std::string known(kEveryFault);
      for (const FaultInfo& info : kFaults) known += fmt::format(", {}", info.name);
      throw CLI::ValidationError("--fault", fmt::format("there is no '{}'; one of: {}", name, known));
    }
    faults.push_back(*fault);
  }
  return faults;
}

}  // namespace

std::vector<RunCommand> understand_stress(const Arguments& given) {
  Arguments a = given;
  a.threads = a.threads.value_or(8);
  if (a.faults.empty()) {
    a.callbacks = a.callbacks.value_or(kThreadSanitizer ? 200 : 2000);
    return {understand_storm(a, kUsualStormSeconds)};
  }
  std::vector<RunCommand> runs;
  for (const FaultInfo& fault : faults_named(a.faults)) {
    if (!a.version.empty() || !a.mutant.empty()) {
      runs.push_back(understand_fault(a, fault));
      continue;
    }
    for (const Expectation& row : kExpectations) {
      if (row.fault != fault.fault) continue;
      Arguments one = a;
      one.version = row.version;
      runs.push_back(understand_fault(one, fault));
      runs.back().expected = row.answer;
    }
  }
  return runs;
}

}  // namespace extram::native
