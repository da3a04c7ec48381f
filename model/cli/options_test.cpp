#include "model/cli/options.hpp"

#include <algorithm>
#include <iterator>
#include <sstream>

#include <gtest/gtest.h>

#include "model/cli/suggest.hpp"

namespace extram {
namespace {

using Arguments = std::vector<std::string>;

CheckOptions check_options(Arguments arguments) {
  arguments.insert(arguments.begin(), "check");
  const Parsed parsed = parse(arguments);
  EXPECT_TRUE(parsed.command) << parsed.err;
  return parsed.command ? parsed.command->check : CheckOptions{};
}

Arguments words_of(const std::string& line) {
  std::istringstream words(line);
  return {std::istream_iterator<std::string>(words), {}};
}

// One line on what is wrong, and nothing on standard output.
void expect_refused(const Arguments& arguments, const std::string& because, Exit exit = Exit::usage) {
  const Parsed parsed = parse(arguments);
  EXPECT_FALSE(parsed.command) << because;
  EXPECT_EQ(parsed.exit, exit) << parsed.err;
  EXPECT_NE(parsed.err.find(because), std::string::npos) << parsed.err;
  EXPECT_EQ(std::count(parsed.err.begin(), parsed.err.end(), '\n'), 1) << parsed.err;
  EXPECT_EQ(parsed.out, "");
}

TEST(Options, CheckWithoutAnythingIsTheSuite) {
  const CheckOptions options = check_options({});
  EXPECT_TRUE(options.scenarios.empty());
  EXPECT_FALSE(options.names_variant());
  EXPECT_EQ(options.first_of_one_run(), "");
  EXPECT_FALSE(options.quick);
  EXPECT_FALSE(options.max_executions);
}

TEST(Options, CheckWithEverything) {
  const CheckOptions o = check_options(
      words_of("callback signal_window --version go_1_16 --threads 3 --callbacks 2 --ms 4 --signals 1 --faults 2 "
               "--ps 1 --stack 16 --body rendezvous --profile mixed --strategy bounded --bound 3,1 --oracles I1,I5 "
               "--signal-points all --depth 500 --seed 18446744073709551615 --max-executions 0 --max-seconds 2.5 "
               "--json - --schedules dir -v --jobs 1"));
  EXPECT_EQ(o.scenarios, (Arguments{"callback", "signal_window"}));
  EXPECT_EQ(o.version, "go_1_16");
  EXPECT_EQ(o.threads, 3);
  EXPECT_EQ(o.callbacks, 2);
  EXPECT_EQ(o.ms, 4);
  EXPECT_EQ(o.signals, 1);
  EXPECT_EQ(o.faults, 2);
  EXPECT_EQ(o.ps, 1);
  EXPECT_EQ(o.stack_kib, 16);
  EXPECT_EQ(o.body, Body::rendezvous);
  EXPECT_EQ(o.profile, Profile::mixed);
  EXPECT_EQ(o.signal_points, SignalPoints::all);
  EXPECT_EQ(o.bounds->preemptions, 3);
  EXPECT_EQ(o.bounds->faults, 1);
  EXPECT_TRUE(o.oracles->contains(Oracle::I5));
  EXPECT_FALSE(o.oracles->contains(Oracle::I2));
  EXPECT_EQ(o.depth, 500U);
  EXPECT_EQ(o.seed, ~std::uint64_t{0});
  EXPECT_EQ(o.max_executions, 0U);
  EXPECT_EQ(o.max_seconds, 2.5);
  EXPECT_EQ(o.json, "-");
  EXPECT_EQ(o.schedules, "dir");
  EXPECT_TRUE(o.verbose);
  EXPECT_EQ(o.first_of_one_run(), "--threads");
}

TEST(Options, PctHasADepth) {
  EXPECT_EQ(check_options({"--version", "v", "--strategy", "pct", "--pct-depth", "5"}).pct_depth, 5);
  EXPECT_EQ(check_options({"--version", "v", "--strategy", "pct", "--pct-depth", "1"}).first_of_one_run(),
            "--strategy");
  for (const char* depth : {"0", "6", "x"}) {
    expect_refused({"check", "--version", "v", "--strategy", "pct", "--pct-depth", depth}, "a number from 1 to 5");
  }
  expect_refused({"check", "--version", "v", "--pct-depth", "2"}, "--pct-depth belongs to --strategy pct");
  expect_refused({"check", "--version", "v", "--strategy", "random", "--pct-depth", "2"}, "belongs to --strategy pct");
}

TEST(Options, ABoundMayNameNoFaults) {
  const CheckOptions options = check_options({"--mutant", "m", "--bound", "0"});
  EXPECT_EQ(options.bounds->preemptions, 0);
  EXPECT_FALSE(options.bounds->faults);
}

TEST(Options, ReplayAndList) {
  const Parsed plain = parse({"replay", "a.sched"});
  ASSERT_TRUE(plain.command) << plain.err;
  EXPECT_EQ(plain.command->verb, Verb::replay);
  EXPECT_EQ(plain.command->replay.schedule, "a.sched");
  EXPECT_EQ(plain.command->replay.trace, TraceFormat::text);
  const Parsed full = parse(
      {"replay", "a.sched", "--world", "relacy", "--trace", "json", "-v", "--edited", "--rebase", "-o", "b.sched"});
  ASSERT_TRUE(full.command) << full.err;
  EXPECT_EQ(full.command->replay.trace, TraceFormat::json);
  EXPECT_TRUE(full.command->replay.verbose);
  EXPECT_TRUE(full.command->replay.edited);
  EXPECT_EQ(full.command->replay.rebase, "b.sched");
  EXPECT_EQ(full.command->replay.output, "");
  const Parsed page = parse({"replay", "a.sched", "--trace", "html", "-o", "a.html"});
  ASSERT_TRUE(page.command) << page.err;
  EXPECT_EQ(page.command->replay.trace, TraceFormat::html);
  EXPECT_EQ(page.command->replay.output, "a.html");
  EXPECT_EQ(page.command->replay.rebase, "");
  EXPECT_TRUE(parse({"list", "--json"}).command->list.json);
}

TEST(Options, HelpTeaches) {
  for (const Arguments& arguments : {Arguments{"--help"}, {"check", "--help"}, {"replay", "-h"}}) {
    const Parsed parsed = parse(arguments);
    EXPECT_EQ(parsed.exit, Exit::good);
    EXPECT_NE(parsed.out.find("Examples:"), std::string::npos);
    EXPECT_EQ(parsed.err, "");
  }
  const std::string help = parse({"--help"}).out;
  for (const char* verb : {"list", "check", "replay", "minimise", "mutants", "necessity", "coverage", "litmus",
                           "stress", "bench", "merge", "plan", "new"}) {
    EXPECT_NE(help.find(std::string("\n  ") + verb + " "), std::string::npos) << verb;
  }
}

TEST(Options, VersionIsPrinted) {
  const Parsed parsed = parse({"--version"});
  EXPECT_EQ(parsed.exit, Exit::good);
  EXPECT_EQ(parsed.out.substr(0, 7), "extram ");
  EXPECT_EQ(parsed.out.find('\n'), parsed.out.size() - 1);
}

TEST(Options, Minimise) {
  const Parsed parsed = parse({"minimise", "a.sched", "-o", "b.sched"});
  ASSERT_TRUE(parsed.command) << parsed.err;
  EXPECT_EQ(parsed.command->verb, Verb::minimise);
  EXPECT_EQ(parsed.command->minimise.schedule, "a.sched");
  EXPECT_EQ(parsed.command->minimise.output, "b.sched");
  EXPECT_EQ(parse({"minimise", "a.sched"}).command->minimise.output, "");
  expect_refused({"minimise"}, "SCHEDULE is required");
  expect_refused({"minimise", "a", "-o", ""}, "its value is empty");
}

TEST(Options, Litmus) {
  const Parsed parsed = parse({"litmus", "a.jsonl", "--strategy", "bounded", "--bound", "2", "--max-seconds", "3"});
  ASSERT_TRUE(parsed.command) << parsed.err;
  EXPECT_EQ(parsed.command->verb, Verb::litmus);
  EXPECT_EQ(parsed.command->litmus.file, "a.jsonl");
  EXPECT_EQ(parsed.command->litmus.bounds->preemptions, 2);
  EXPECT_EQ(parsed.command->litmus.max_seconds, 3.0);
  expect_refused({"litmus"}, "FILE is required");
  expect_refused({"litmus", "a", "--bound", "2"}, "--bound belongs to --strategy bounded");
  expect_refused({"litmus", "a", "--strategy", "dice"}, "dice");
}

TEST(Options, Bench) {
  const Parsed parsed = parse({"bench", "jobs", "litmus", "--rounds", "3", "--litmus", "a.jsonl", "--json", "-"});
  ASSERT_TRUE(parsed.command) << parsed.err;
  EXPECT_EQ(parsed.command->verb, Verb::bench);
  EXPECT_EQ(parsed.command->bench.groups, (std::vector<std::string>{"jobs", "litmus"}));
  EXPECT_EQ(parsed.command->bench.rounds, 3);
  EXPECT_EQ(parsed.command->bench.litmus, "a.jsonl");
  EXPECT_EQ(parsed.command->bench.json, "-");
  EXPECT_TRUE(parse({"bench", "--long"}).command->bench.slow);
  EXPECT_TRUE(parse({"bench", "--quick"}).command->bench.quick);
  expect_refused({"bench", "--quick", "--long"}, "--quick excludes --long");
  expect_refused({"bench", "dice"}, "dice");
  EXPECT_EQ(parse({"bench", "native", "--plots", "new/folder"}).command->bench.plots, "new/folder") << "bench makes it";
  expect_refused({"bench", "--plots", ""}, "--plots: its value is empty");
  expect_refused({"bench", "--rounds", "0"}, "--rounds");
}

TEST(Options, FaultsMayNameTheirKinds) {
  const CheckOptions options = parse({"check", "thread_death", "--faults", "2,death,late"}).command->check;
  EXPECT_EQ(options.faults, 2);
  EXPECT_EQ(options.fault_kinds, FaultKinds(FaultKind::death).with(FaultKind::late));
  EXPECT_EQ(text_of(*options.fault_kinds), "late,death");
  EXPECT_FALSE(parse({"check", "callback", "--faults", "2"}).command->check.fault_kinds);
}

TEST(Options, MistakesAreOneLine) {
  expect_refused({}, "no verb is given");
  expect_refused({"chekc"}, "did you mean 'check'?");
  expect_refused({"--versoin"}, "did you mean '--version'?");
  expect_refused({"list", "--jsn"}, "did you mean '--json'?");
  expect_refused({"check", "--thread", "3"}, "did you mean '--threads'?");
  expect_refused({"check", "-x"}, "unexpected '-x'");
  expect_refused({"replay"}, "SCHEDULE is required");
  expect_refused({"replay", "a", "b"}, "unexpected 'b'");
  expect_refused({"replay", "a", "--rebase"}, "requires");
  expect_refused({"replay", "a", "--trace", "htm"}, "did you mean 'html'?");
  expect_refused({"replay", "a", "--world", "moon"}, "none of relacy, lockstep");
}

TEST(Options, BadValuesAreOneLine) {
  const std::vector<std::pair<Arguments, std::string>> wrong{
      {{"--threads", "0"}, "from 1 to 5"},
      {{"--threads", "6"}, "from 1 to 5"},
      {{"--threads", "-1"}, "from 1 to 5"},
      {{"--threads", "two"}, "from 1 to 5"},
      {{"--threads", "010"}, "from 1 to 5"},
      {{"--threads", "2 "}, "from 1 to 5"},
      {{"--threads", "2.0"}, "from 1 to 5"},
      {{"--threads"}, "required"},
      {{"--threads", "2", "--threads", "3"}, "--threads"},
      {{"--callbacks", "0"}, "from 1"},
      {{"--ms", "1001"}, "from 0 to 1000"},
      {{"--stack", "0"}, "from 1"},
      {{"--body", "sleep"}, "none of return, rendezvous"},
      {{"--profile", "mixd"}, "did you mean 'mixed'?"},
      {{"--strategy", "boundd"}, "did you mean 'bounded'?"},
      {{"--bound", "x"}, "P[,F]"},
      {{"--bound", "1,"}, "P[,F]"},
      {{"--bound", "1,2,3"}, "P[,F]"},
      {{"--bound", "1", "--strategy", "full"}, "belongs to"},
      {{"--faults", "-1"}, "F[,kinds]"},
      {{"--faults", "1,dead"}, "none of call,cas,late,death,cancel,fork,stall,signal"},
      {{"--faults", "1,"}, "none of call,cas,late,death,cancel,fork,stall,signal"},
      {{"--oracles", "I99"}, "no list of oracles"},
      {{"--oracles", ""}, "no list of oracles"},
      {{"--signal-points", "all", "--depth", "0"}, "from 1"},
      {{"--seed", "18446744073709551616"}, "--seed"},
      {{"--max-executions", "-5"}, "--max-executions"},
      {{"--max-seconds", "nan"}, "number of seconds"},
      {{"--max-seconds", "1e9"}, "number of seconds"},
      {{"--max-seconds", "-1"}, "number of seconds"},
      {{"--jobs", "0"}, "from 1"},
      {{"--max-memory-mb", "0"}, "from 1"},
      {{"--shard", "0/2"}, "one of N shards"},
      {{"--shard", "3/2"}, "one of N shards"},
      {{"--shard", "1"}, "one of N shards"},
      {{"--resume"}, "--checkpoint"},
      {{"--strategy", "random", "--jobs", "2"}, "--jobs is for searches that can be divided"},
      {{"--strategy", "pct", "--shard", "1/2"}, "--shard is for searches that can be divided"},
      {{"--strategy", "random", "--checkpoint", "f"}, "--checkpoint is for searches that can be divided"},
      {{"--hang-seconds", "0"}, "0"},
      {{"--version", ""}, "empty"},
      {{"--json", ""}, "empty"},
      {{"--schedules", ""}, "empty"},
      {{"--quick", "--version", "a"}, "--quick chooses"},
  };
  for (auto [arguments, because] : wrong) {
    arguments.insert(arguments.begin(), "check");
    expect_refused(arguments, because);
  }
}

TEST(Suggest, NearNamesOnly) {
  EXPECT_EQ(did_you_mean("calback", {"callback", "signal_window"}), "; did you mean 'callback'?");
  EXPECT_EQ(did_you_mean("sunshine", {"callback", "signal_window"}), "");
  EXPECT_EQ(did_you_mean("", {"a", "b"}), "");
  EXPECT_EQ(did_you_mean(std::string(10'000, 'x'), {"callback"}), "");
  EXPECT_EQ(joined({"a", "b"}), "a, b");
}

TEST(Options, RealThreadsAreAskedForInThreeWays) {
  EXPECT_FALSE(parse({"replay", "f"}).command->replay.lockstep);
  EXPECT_TRUE(parse({"replay", "f", "--world", "lockstep"}).command->replay.lockstep);
  EXPECT_TRUE(parse({"replay", "f", "--tsan"}).command->replay.lockstep);
  EXPECT_TRUE(parse({"replay", "f", "--gdb"}).command->replay.lockstep);
  expect_refused({"replay", "f", "--gdb", "--tsan"}, "--tsan excludes --gdb");
}

TEST(Options, StressIsNotLookedInto) {
  for (const Arguments& rest : {Arguments{}, {"--help"}, {"callback", "--threads", "8", "--seed", "1"}}) {
    Arguments arguments = rest;
    arguments.insert(arguments.begin(), "stress");
    const Parsed parsed = parse(arguments);
    ASSERT_TRUE(parsed.command) << parsed.err;
    EXPECT_EQ(parsed.command->verb, Verb::stress);
  }
}

}  // namespace
}  // namespace extram
