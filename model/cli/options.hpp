// The command line, described once for both programs: `extram`, which people call, and `extram-model`, which runs what
// needs a model. Parsing touches nothing but its arguments.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "impl/world/scenario.hpp"
#include "model/cli/exit_code.hpp"
#include "model/explore/depth_first.hpp"
#include "model/explore/isolation.hpp"
#include "model/explore/reductions.hpp"

namespace extram {

enum class Verb : std::uint8_t {
  list,
  check,
  replay,
  minimise,
  litmus,
  bench,
  merge,
  plan,
  stress,
  mutants,
  necessity,
  coverage,
  new_scenario
};
inline constexpr std::array<std::string_view, 13> kVerbs{"list",      "check",    "replay", "minimise", "litmus",
                                                         "bench",     "merge",    "plan",   "stress",   "mutants",
                                                         "necessity", "coverage", "new"};
[[nodiscard]] constexpr std::string_view name_of(Verb verb) { return kVerbs[static_cast<std::size_t>(verb)]; }

struct ListOptions {
  bool json = false;
};

// Of one search, where nobody says another bound: far less than what a machine that builds this has.
inline constexpr std::uint64_t kMemoryMaxMb = 8192;

struct CheckOptions {
  std::vector<std::string> scenarios;  // none: the whole suite
  std::string version;
  std::string mutant;  // of that version, where both are given
  bool quick = false;
  bool verbose = false;

  std::optional<int> threads, callbacks, ms, signals, faults, ps, stack_kib;
  std::optional<Body> body;
  std::optional<Profile> profile;
  std::optional<SignalPoints> signal_points;
  std::optional<FaultKinds> fault_kinds;
  std::optional<Fusion> fusion;

  std::string strategy;  // empty: the usual one
  std::optional<Bounds> bounds;
  std::optional<Reductions> reductions;
  std::optional<OracleSet> oracles;
  std::optional<std::uint32_t> depth;
  std::optional<int> pct_depth;
  std::optional<std::uint64_t> seed, max_executions;
  std::optional<double> max_seconds;
  std::uint64_t max_memory_mb = kMemoryMaxMb;
  int jobs = 1;
  double hang_seconds = kHangSeconds;
  std::optional<Shard> shard;
  std::string checkpoint;  // a file; empty: none
  bool resume = false;

  std::string json;          // a file, or "-"; empty: none
  std::string schedules;     // the folder for schedules; empty: the usual one
  std::string html;          // the folder for pages; empty: none
  std::string junit, sarif;  // files; empty: none
  bool github = false;       // annotations, and a table in the summary of the job

  [[nodiscard]] bool names_variant() const { return !version.empty() || !mutant.empty(); }
  // The first option that belongs to one run and not to the suite, as it is written; empty: none was given.
  [[nodiscard]] std::string_view first_of_one_run() const;
};

enum class TraceFormat : std::uint8_t { text, json, chrome, html, mermaid };
inline constexpr std::array<std::string_view, 5> kTraceFormats{"text", "json", "chrome", "html", "mermaid"};

struct ReplayOptions {
  std::string schedule;
  TraceFormat trace = TraceFormat::text;
  bool verbose = false;
  bool edited = false;  // changed by hand: the checksum is not looked at
  double hang_seconds = kHangSeconds;
  std::string output;  // where the trace goes; empty: to standard output
  std::string rebase;  // where to write the schedule anew; empty: nowhere
  // On real threads too, once the model has followed the schedule.
  bool lockstep = false;
  bool tsan = false;   // in the program that ThreadSanitizer watches
  bool gdb = false;    // in the debugger, which stops where it fails
  std::string native;  // that program, or its folder; empty: looked for beside this one
};

struct MinimiseOptions {
  std::string schedule;
  std::string output;  // empty: beside the schedule
};

struct MergeOptions {
  std::vector<std::string> files;
  std::string json;   // a file, or "-"; empty: none
  std::string junit;  // a file; empty: none
};

struct ShardPlanOptions {
  std::uint32_t shards = 2;
  std::vector<std::string> check;  // the arguments of `check`
};

struct LitmusOptions {
  std::string file;
  bool axioms = false;   // run nothing: what should the outcomes be?
  std::string strategy;  // empty: the usual one
  std::optional<Bounds> bounds;
  std::optional<std::uint64_t> seed, max_executions;
  std::optional<double> max_seconds;
  std::string json;   // a file, or "-"; empty: none
  std::string junit;  // a file; empty: none
};

// Rows of `bench`, by how long they take: --quick runs the first kind, --long all.
enum class BenchPace : std::uint8_t { quick, usual, slow };
struct BenchGroup {
  std::string_view name;
  BenchPace pace;
};
inline constexpr std::array kBenchGroups{
    BenchGroup{"exhausted", BenchPace::quick}, BenchGroup{"relacy", BenchPace::quick},
    BenchGroup{"hunt", BenchPace::quick},      BenchGroup{"jobs", BenchPace::usual},
    BenchGroup{"litmus", BenchPace::usual},    BenchGroup{"memory", BenchPace::slow},
    BenchGroup{"native", BenchPace::usual},    BenchGroup{"lockstep", BenchPace::usual},
};

struct BenchOptions {
  std::vector<std::string> groups;  // none: by their pace
  bool quick = false;               // at most one of the two
  bool slow = false;
  int rounds = 5;
  std::string plots;  // a directory; empty: none
  std::string litmus = "scenarios/litmus/catalogue.jsonl";
  std::string json;  // a file, or "-"; empty: none
  std::string html;  // the folder for pages; empty: none
};

struct MutantsOptions {
  std::vector<std::string> names;  // none: all
  std::string version;             // empty: of all versions
  std::vector<std::string> strategies;
  bool quick = false;
  int jobs = 1;
  std::string json;       // a file, or "-"; empty: none
  std::string junit;      // a file; empty: none
  std::string schedules;  // the folder for schedules; empty: none is written
  std::string html;       // the folder for pages; empty: none
};

struct NecessityOptions {
  std::vector<std::string> sites;  // only their witnesses; none: of all, and the weakest orders
  std::string version;             // empty: all that there is a table for
  int jobs = 1;
  std::string json;       // a file, or "-"; empty: none
  std::string schedules;  // the folder for witnesses; empty: none is written
};

struct CoverageOptions {
  std::vector<std::string> versions;  // none: all that arguments are written for
  bool verbose = false;
  int jobs = 1;
  std::string json;  // a file, or "-"; empty: none
  std::string html;  // the folder for pages; empty: none
};

struct NewOptions {
  std::string name;
  std::string folder;  // empty: one of that name
};

struct Command {
  Verb verb = Verb::list;
  ListOptions list;
  CheckOptions check;
  ReplayOptions replay;
  MinimiseOptions minimise;
  MergeOptions merge;
  ShardPlanOptions plan;
  LitmusOptions litmus;
  BenchOptions bench;
  MutantsOptions mutants;
  NecessityOptions necessity;
  CoverageOptions coverage;
  NewOptions new_scenario;
};

struct Parsed {
  std::optional<Command> command;
  // Without a command: what to print (`--help`, `--version`, or one line on what is wrong), and how to end.
  std::string out;
  std::string err;
  Exit exit = Exit::good;
};

[[nodiscard]] Parsed parse(const std::vector<std::string>& arguments);

struct StrategyInfo {
  std::string_view name;
  std::string_view text;
};

inline constexpr std::array kStrategies{
    StrategyInfo{"bounded", "every execution within --bound P[,F]: P preemptions, F faults (the default: --bound 3)"},
    StrategyInfo{"full", "every execution"},
    StrategyInfo{"random", "random walks from --seed, --max-executions of them (the default: 10000)"},
    StrategyInfo{"exhaustive", "one execution of each class of equal ones (DPOR)"},
    StrategyInfo{
        "pct", "random priorities, with --pct-depth - 1 changes on the way, from --seed; as many executions as random"},
};

}  // namespace extram
