#include "model/cli/description.hpp"

#include <fmt/format.h>

#include "model/cli/description_texts.hpp"
#include "model/cli/option_values.hpp"
#include "model/explore/pct.hpp"
#include "model/schedule/schedule.hpp"

namespace extram {
namespace {

template <class Names>
std::vector<std::string_view> list_of(const Names& names) {
  return {names.begin(), names.end()};
}

std::vector<std::string_view> strategy_names() {
  std::vector<std::string_view> names;
  for (const StrategyInfo& row : kStrategies) names.push_back(row.name);
  return names;
}

void describe_list(CLI::App& app, ListOptions& list) {
  CLI::App& verb =
      *app.add_subcommand("list", "scenarios with their parameters, versions, mutants, oracles, strategies");
  verb.add_flag("--json", list.json, "as one JSON document");
}

void describe_size(CLI::App& verb, CheckOptions& check, Raw& raw) {
  const char* const group = "Size of one run (with --version or --mutant)";
  const CLI::Validator count = number(0, kShapeCountMax);
  verb.add_option("--threads", check.threads, "foreign threads")->check(number(1, kMaxThreads))->group(group);
  verb.add_option("--callbacks", check.callbacks, "calls into Go of each thread")
      ->check(number(1, kShapeCountMax))
      ->group(group);
  verb.add_option("--ms", check.ms, "extra Ms on the list at the start")->check(count)->group(group);
  verb.add_option("--signals", check.signals, "signals that may be delivered to each thread")
      ->check(count)
      ->group(group);
  verb.add_option("--faults", raw.faults,
                  "F[,kinds]: faults that may be injected into each thread (call, cas, late, death, cancel, fork, "
                  "stall, signal)")
      ->check(faults_error)
      ->group(group);
  verb.add_option("--ps", check.ps, "Go's Ps; 0: never scarce")->check(count)->group(group);
  verb.add_option("--stack", check.stack_kib, "KiB of stack of each foreign thread")
      ->check(number(1, kStackKibMax))
      ->type_name("KIB")
      ->group(group);
  verb.add_option("--body", raw.body, "what a callback does: return, rendezvous")
      ->check(one_of(list_of(kBodies)))
      ->group(group);
  verb.add_option("--profile", raw.profile, "masks and signal stacks of the threads: same, mixed, own_altstack")
      ->check(one_of(list_of(kProfiles)))
      ->group(group);
  verb.add_option("--signal-points", raw.signal_points,
                  "where signals may come: distinct (places that the handler can tell apart), all")
      ->check(one_of(list_of(kSignalPoints)))
      ->group(group);
  verb.add_option("--fusion", raw.fusion,
                  "whether a wait and the exchange behind it are one step where they may: on, off")
      ->check(one_of(list_of(kFusions)))
      ->group(group);
}

// A file or a folder.
CLI::Option* add_path(CLI::App& verb, const char* option, std::string& path, const char* text, const char* type) {
  return verb.add_option(option, path, text)->check(empty_error)->type_name(type);
}

CLI::Option* describe_html(CLI::App& verb, std::string& folder) {
  return add_path(verb, "--html", folder, "folder for pages; the index is made anew of all that lies there", "DIR");
}

void describe_junit(CLI::App& verb, std::string& file) {
  add_path(verb, "--junit", file, "the same as JUnit's XML, for build servers", "FILE");
}

void describe_ci(CLI::App& verb, CheckOptions& check, const char* group) {
  add_path(verb, "--junit", check.junit, "the runs as JUnit's XML, for build servers", "FILE")->group(group);
  add_path(verb, "--sarif", check.sarif, "what failed as SARIF 2.1.0, with a flow for each thread", "FILE")
      ->group(group);
  verb.add_flag("--github", check.github, "annotations of the source, and a table in $GITHUB_STEP_SUMMARY")
      ->group(group);
}

CLI::Option* describe_hang(CLI::App& verb, double& hang_seconds) {
  return verb
      .add_option("--hang-seconds", hang_seconds, "of processor without a step: then it hangs (the default: 10)")
      ->check(seconds_error)
      ->check(CLI::Range(0.01, 1e6));
}

void describe_search(CLI::App& verb, CheckOptions& check, Raw& raw) {
  const char* const group = "Search";
  verb.add_option("--strategy", check.strategy,
                  "exhaustive, full, bounded, random, pct; without: hunts first, then proves")
      ->check(one_of(strategy_names()))
      ->group(group);
  verb.add_option("--bound", raw.bound, "P[,F]: at most P preemptions and F faults in an execution (the default: 3)")
      ->check(bound_error)
      ->group(group);
  verb.add_option("--reductions", raw.reductions,
                  "of exhaustive: all (the default), none, or some of symmetry,locks,merging")
      ->check(reductions_error)
      ->group(group);
  verb.add_option("--pct-depth", check.pct_depth, "the depth of bugs that pct looks for (the default: 3)")
      ->check(number(1, kPctDepthMax))
      ->group(group);
  verb.add_option("--oracles", raw.oracles, "only these, such as I1,I5")->check(oracles_error)->group(group);
  verb.add_option("--depth", check.depth, "decisions of one execution, at most")
      ->check(number(1, 10'000'000))
      ->group(group);
  verb.add_option("--seed", check.seed, "of random and pct, and of the hunt (the default: 1)")
      ->check(number(0, ~std::uint64_t{0}))
      ->group(group);
  verb.add_option("--max-executions", check.max_executions, "of each run")
      ->check(number(0, ~std::uint64_t{0}))
      ->group(group);
  verb.add_option("--max-seconds", check.max_seconds, "of each run")->check(seconds_error)->group(group);
  verb.add_option("--max-memory-mb", check.max_memory_mb,
                  "MiB of all processes of a run, which then ends as truncated (the default: 8192)")
      ->check(number(1, 1'000'000'000))
      ->group(group);
  verb.add_option("--jobs", check.jobs, "worker processes that share a search (random and pct: one)")
      ->check(number(1, 1024))
      ->group(group);
  describe_hang(verb, check.hang_seconds)->group(group);
  verb.add_option("--shard", raw.shard, "I/N: one of N parts; `extram merge` joins them")
      ->check(shard_error)
      ->type_name("I/N")
      ->group(group);
  CLI::Option* const checkpoint =
      add_path(verb, "--checkpoint", check.checkpoint, "keeps what is left of the search, every few seconds", "FILE")
          ->group(group);
  verb.add_flag("--resume", check.resume, "goes on from the checkpoint; --max-executions counts from the first start")
      ->needs(checkpoint)
      ->group(group);
}

void describe_check(CLI::App& app, CheckOptions& check, Raw& raw) {
  CLI::App& verb = *app.add_subcommand("check", "runs the suite, or one scenario with one version or mutant");
  verb.footer(kCheckExamples);
  verb.add_option("SCENARIO", check.scenarios, "only these scenarios (without: all of the suite)");
  verb.add_option("--version", check.version, "one version instead of the suite's rows")->check(empty_error);
  verb.add_option("--mutant", check.mutant,
                  "one mutant instead of the suite's rows; of --version, where it is one of several")
      ->check(empty_error);
  verb.add_flag("--quick", check.quick, "only the quick rows of the suite");
  verb.add_flag("-v,--verbose", check.verbose, "counts, how often signals came where, plain accesses in a trace");
  describe_size(verb, check, raw);
  describe_search(verb, check, raw);
  const char* const reports = "Reports";
  add_path(verb, "--json", check.json, "one JSON object a run; - is standard output", "FILE|-")->group(reports);
  add_path(verb, "--schedules", check.schedules, "folder for the schedules of failures (the default: schedules)", "DIR")
      ->group(reports);
  describe_html(verb, check.html)->group(reports);
  describe_ci(verb, check, reports);
}

void describe_replay(CLI::App& app, ReplayOptions& replay, Raw& raw) {
  CLI::App& verb = *app.add_subcommand("replay", "runs the execution of a schedule file again");
  verb.footer(kReplayExamples);
  verb.add_option("SCHEDULE", replay.schedule, "a file that `extram check` wrote")->required();
  verb.add_option("--world", raw.world, "relacy: the model; lockstep: real threads too, and real signals")
      ->check(one_of({"relacy", "lockstep"}));
  verb.add_option("--trace", raw.trace,
                  "text, json, html (a page to step through), chrome (for ui.perfetto.dev), mermaid")
      ->check(one_of(list_of(kTraceFormats)));
  verb.add_flag("-v,--verbose", replay.verbose, "plain accesses too");
  describe_hang(verb, replay.hang_seconds);
  verb.add_flag("--edited", replay.edited, "the file was changed by hand: its checksum is not looked at");
  CLI::Option* const rebase = verb.add_flag("--rebase", raw.rebase, "writes the schedule anew, for the model of today");
  CLI::Option* const output =
      add_path(verb, "-o,--output", raw.output, "where the trace goes, or with --rebase the schedule", "FILE");
  rebase->needs(output);
  verb.add_flag("--tsan", replay.tsan, "on real threads that ThreadSanitizer watches; its report follows");
  verb.add_flag("--gdb", replay.gdb, "on real threads in gdb, which stops where the execution fails")
      ->excludes("--tsan");
  add_path(verb, "--native", replay.native,
           "the program for real threads, or its folder (default: beside this one; --tsan: ../tsan-gcc)", "PATH");
}

void describe_minimise(CLI::App& app, MinimiseOptions& minimise) {
  CLI::App& verb = *app.add_subcommand("minimise", "a smaller schedule that fails with the same verdict and oracle");
  verb.footer(kMinimiseExamples);
  verb.add_option("SCHEDULE", minimise.schedule, "a file that `extram check` wrote")->required();
  add_path(verb, "-o,--output", minimise.output, "where to write (the default: NAME.min.sched beside NAME.sched)",
           "FILE");
}

void describe_litmus(CLI::App& app, LitmusOptions& litmus, Raw& raw) {
  CLI::App& verb = *app.add_subcommand("litmus", "runs litmus tests, and holds their outcomes against C++20's");
  verb.footer(kLitmusExamples);
  verb.add_option("FILE", litmus.file, "litmus tests, one JSON object a line")->required();
  verb.add_flag("--axioms", litmus.axioms, "runs nothing: writes the tests with the outcomes that C++20 gives them");
  verb.add_option("--strategy", litmus.strategy, "as of check (the default leaves nothing out)")
      ->check(one_of(strategy_names()));
  verb.add_option("--bound", raw.litmus_bound, "P[,F]: of --strategy bounded (the default: 3)")->check(bound_error);
  verb.add_option("--seed", litmus.seed, "of random walks")->check(number(0, ~std::uint64_t{0}));
  verb.add_option("--max-executions", litmus.max_executions, "of each test")->check(number(1, ~std::uint64_t{0}));
  verb.add_option("--max-seconds", litmus.max_seconds, "of each test")->check(seconds_error);
  add_path(verb, "--json", litmus.json, "one JSON object a test, then a summary; - is standard output", "FILE|-");
  describe_junit(verb, litmus.junit);
}

void describe_bench(CLI::App& app, BenchOptions& bench) {
  CLI::App& verb = *app.add_subcommand("bench", "what this machine shows in ratios and counts of one run");
  verb.footer(kBenchExamples);
  std::vector<std::string_view> names;
  for (const BenchGroup& row : kBenchGroups) names.push_back(row.name);
  verb.add_option("GROUPS", bench.groups, "only these rows")->check(one_of(names));
  CLI::Option* const quick = verb.add_flag("--quick", bench.quick, "only rows of a few seconds");
  verb.add_flag("--long", bench.slow, "rows of many minutes too")->excludes(quick);
  verb.add_option("--rounds", bench.rounds, "of each ratio (the default: 5)")->check(number(1, 1000));
  add_path(verb, "--plots", bench.plots, "folder for scaling.svg, of the group native", "DIR");
  add_path(verb, "--litmus", bench.litmus, "litmus tests, one JSON object a line (the default: the catalogue)", "FILE");
  describe_html(verb, bench.html);
  add_path(verb, "--json", bench.json, "one JSON object a row; - is standard output", "FILE|-");
}

void describe_merge(CLI::App& app, MergeOptions& merge) {
  CLI::App& verb =
      *app.add_subcommand("merge", "joins the results of shards; fails where they are not the whole search");
  verb.footer(kMergeExamples);
  verb.add_option("FILE", merge.files, "what `extram check --shard I/N --json FILE` wrote, of all N")->required();
  add_path(verb, "--json", merge.json, "one JSON object a search; - is standard output", "FILE|-");
  describe_junit(verb, merge.junit);
}

void describe_plan(CLI::App& app, ShardPlanOptions& plan) {
  CLI::App& verb = *app.add_subcommand("plan", "the commands that run a check in shards, and the one that joins them");
  verb.footer(kPlanExamples);
  verb.add_option("--shards", plan.shards, "how many (the default: 2)")->check(number(1, kShardsMax));
  verb.allow_extras();
}

void describe_mutants(CLI::App& app, MutantsOptions& mutants) {
  CLI::App& verb = *app.add_subcommand("mutants", "which mutants are killed, by which search, oracle and world");
  verb.footer(kMutantsExamples);
  verb.add_option("NAME", mutants.names, "only these (without: all)");
  verb.add_option("--version", mutants.version, "only those of a version")->check(empty_error);
  verb.add_option("--strategy", mutants.strategies,
                  "only this column; again for more (exhaustive, bounded, pct, random)")
      ->check(one_of({"exhaustive", "bounded", "pct", "random"}))
      ->allow_extra_args(false);
  verb.add_flag("--quick", mutants.quick, "only those that must be killed, with small budgets and without the oracles");
  verb.add_option("--jobs", mutants.jobs, "processes that share the mutants")->check(number(1, 1024));
  add_path(verb, "--json", mutants.json, "one JSON object a mutant; - is standard output", "FILE|-");
  describe_junit(verb, mutants.junit);
  describe_html(verb, mutants.html);
  add_path(verb, "--schedules", mutants.schedules, "folder for a schedule of each kill", "DIR");
}

void describe_necessity(CLI::App& app, NecessityOptions& necessity) {
  CLI::App& verb = *app.add_subcommand(
      "necessity", "each memory order and mask step: what fails without it, shown as shortly as can be");
  verb.footer(kNecessityExamples);
  verb.add_option("SITE", necessity.sites, "only what these steps are for (without: all, and the weakest orders)");
  verb.add_option("--version", necessity.version, "only this version")->check(empty_error);
  verb.add_option("--jobs", necessity.jobs, "processes that share the witnesses")->check(number(1, 1024));
  add_path(verb, "--json", necessity.json, "one JSON object a witness, one for the orders; - is standard output",
           "FILE|-");
  add_path(verb, "--schedules", necessity.schedules, "folder for a schedule of each witness", "DIR");
}

void describe_coverage(CLI::App& app, CoverageOptions& coverage) {
  CLI::App& verb =
      *app.add_subcommand("coverage", "where faults come, of each step and what it may meet; where none does, why not");
  verb.footer(kCoverageExamples);
  verb.add_option("--version", coverage.versions, "only this version; again for more")
      ->check(empty_error)
      ->allow_extra_args(false);
  verb.add_flag("-v,--verbose", coverage.verbose, "the searches too, and each argument with how many places it is for");
  verb.add_option("--jobs", coverage.jobs, "processes that share the versions")->check(number(1, 1024));
  describe_html(verb, coverage.html);
  add_path(verb, "--json", coverage.json, "one JSON object a place, one to sum up; - is standard output", "FILE|-");
}

// Real threads have a command line of their own, and their own --help: extram-native's.
void describe_stress(CLI::App& app) {
  CLI::App& verb = *app.add_subcommand("stress", "real threads in a storm of real signals");
  verb.prefix_command()->set_help_flag();
}

void describe_new(CLI::App& app, NewOptions& options) {
  CLI::App& verb = *app.add_subcommand("new", "a scenario of your own to start from, with its CMakeLists.txt");
  verb.footer(kNewExamples);
  verb.add_option("NAME", options.name, "of the scenario: a C++ name in small letters")->required();
  verb.add_option("DIR", options.folder, "where to write it (without: a folder NAME)")->check(empty_error);
}

}  // namespace

void describe(CLI::App& app, Command& command, Raw& raw) {
  app.description(kAbout);
  app.require_subcommand(1);
  app.footer(kExamples);
  app.set_version_flag("--version", std::string("extram ") + EXTRAM_VERSION, "prints the version");
  describe_list(app, command.list);
  describe_check(app, command.check, raw);
  describe_replay(app, command.replay, raw);
  describe_minimise(app, command.minimise);
  describe_litmus(app, command.litmus, raw);
  describe_bench(app, command.bench);
  describe_merge(app, command.merge);
  describe_plan(app, command.plan);
  describe_mutants(app, command.mutants);
  describe_necessity(app, command.necessity);
  describe_coverage(app, command.coverage);
  describe_stress(app);
  describe_new(app, command.new_scenario);
}

}  // namespace extram
