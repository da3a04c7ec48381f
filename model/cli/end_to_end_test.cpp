// The programs as people meet them: `extram` in a shell, with `extram-model` beside it.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <nlohmann/json.hpp>

#include "model/cli/shell_fixture.hpp"
#include "model/report/trace_events_for_test.hpp"

namespace extram {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFailing = "$EXTRAM check signal_window --version go_1_15";
constexpr const char* kSchedule = "schedules/signal_window-go_1_15-2x1.sched";
// Far more than a minute of search.
constexpr const char* kEndless = "check callback --version go_1_16 --threads 4 --callbacks 3 --strategy full";

using EndToEnd = Shell;

TEST_F(EndToEnd, ExitCodes) {
  EXPECT_EQ(shell("$EXTRAM check callback --version go_1_16").code, 0);
  EXPECT_EQ(shell(kFailing).code, 1);
  EXPECT_EQ(shell("$EXTRAM check callback --version go_1_16 --threads 3 --strategy full --max-executions 5").code, 3);
  EXPECT_EQ(shell("$EXTRAM check callback --version go_1_16 --max-executions 0").code, 4);
  expect_one_line("$EXTRAM check calback", 2, "did you mean 'callback'?");
  expect_one_line("$EXTRAM check callback --version go_1_6", 2, "did you mean 'go_1_16'?");
  expect_one_line("$EXTRAM check callback --version go_1_16 --threads 6", 2, "from 1 to 5");
  expect_one_line("$EXTRAM check spsc --version weakly_ordered --threads 3", 2, "2 to 2 threads");
  expect_one_line("$EXTRAM check --frobnicate", 2, "unexpected '--frobnicate'");
  expect_one_line("$EXTRAM minimise x", 2, "cannot read 'x'");
  EXPECT_EQ(shell("$EXTRAM --version").code, 0);
}

TEST_F(EndToEnd, TheLastLineOfAFailureShowsItAgain) {
  const Ended failed = shell(kFailing);
  const std::string line = last_line(failed.text);
  ASSERT_TRUE(line.starts_with(" replay:   extram replay ")) << failed.text;
  const Ended again = shell("PATH=$(dirname $EXTRAM):$PATH; " + line.substr(11));
  EXPECT_EQ(again.code, 1) << again.text;
  EXPECT_EQ(last_line(again.text), line);
  EXPECT_NE(failed.text.find(again.text), std::string::npos) << "the trace is the same, to the letter";
}

TEST_F(EndToEnd, AStormIsACaseForBuildServers) {
  const std::string storm = "$EXTRAM stress --threads 4 --junit s.xml ";
  const auto xml = [&] { return content_of(folder_ / "s.xml"); };
  const Ended good = shell(storm + "--version go_1_16 --seconds 0.2");
  EXPECT_EQ(good.code, 0) << good.text;
  EXPECT_NE(good.text.find("callback  go_1_16  4x2000  sampled"), std::string::npos) << good.text;
  EXPECT_NE(xml().find(R"(tests="1" failures="0" errors="0")"), std::string::npos) << xml();
  EXPECT_NE(xml().find(R"(classname="extram.callback" name="go_1_16 4x2000")"), std::string::npos) << xml();
  EXPECT_EQ(shell(storm + "--version go_1_16 --seconds 0").code, 4);
  EXPECT_NE(xml().find("<error type=\"vacuous\""), std::string::npos) << xml();
  EXPECT_EQ(shell(storm + "--version go_1_15 --seconds 50 --hang-seconds 0.5").code, 1);
  EXPECT_NE(xml().find("<failure type=\"hang\""), std::string::npos) << xml();
  EXPECT_EQ(shell("timeout -s TERM 1 " + storm + "--version go_1_16 --seconds 50").code, 124);
  EXPECT_NE(xml().find("<error type=\"truncated\""), std::string::npos) << "the threads heard of it: " << xml();
  expect_one_line(storm + "--version go_1_16 --json -", 2, "--junit excludes --json");
  expect_one_line("$EXTRAM stress --version go_1_16 --junit missing/new", 2, "missing/new: No such file");
  expect_one_line("$EXTRAM stress --junit", 2, "it names a folder, not a file");
}

// Handlers in a thread, an older value that is read, a thread that dies: whatever happens, viewers can take it.
TEST_F(EndToEnd, TracesForViewersOfTraceEvents) {
  for (const std::string& run :
       {std::string("signal_window --version go_1_15"),
        std::string("callback --version go_1_16 --mutant unlock_relaxed"), std::string("treiber --version untagged")}) {
    const Ended failed = shell("$EXTRAM check " + run);
    const std::string schedule = last_line(failed.text).substr(std::string(" replay:   extram replay ").size());
    EXPECT_EQ(shell("$EXTRAM replay " + schedule + " --trace chrome -o trace.json").code, 1) << failed.text;
    const auto file = nlohmann::json::parse(content_of(folder_ / "trace.json"));
    expect_trace_events(file.at("traceEvents"));
    EXPECT_FALSE(slices_of(file.at("traceEvents")).empty()) << run;
  }
}

TEST_F(EndToEnd, AMutantThatNobodyWrote) {
  const std::string name = "weaken:unlockextra.store=relaxed";
  const Ended failed = shell("$EXTRAM check callback --version go_1_21 --mutant " + name);
  EXPECT_EQ(failed.code, 1) << failed.text;
  EXPECT_NE(failed.text.find(" data_race (I20): "), std::string::npos) << failed.text;
  const Ended again = shell("$EXTRAM replay schedules/callback-go_1_21-" + name + "-2x1.sched");
  EXPECT_EQ(again.code, 1) << again.text;
  EXPECT_EQ(last_line(again.text), last_line(failed.text));

  expect_one_line("$EXTRAM check callback --mutant drop:dropm.sigblok", 2, "did you mean 'drop:dropm.sigblock'?");
  expect_one_line("$EXTRAM check callback --version go_1_15 --mutant drop:dropm.sigblock", 2, "of go_1_15");
  expect_one_line("$EXTRAM check callback --version go_1_21 --mutant unlock_relaxed", 2,
                  "is one of go_1_16, not of go_1_21");
  // It holds callbacks alone, where nobody waits for a P.
  EXPECT_EQ(shell("$EXTRAM check callback --mutant drop:exitsyscall.cas").code, 4);
}

TEST_F(EndToEnd, TheMatrixOfAFewMutants) {
  const Ended ended = shell(
      "$EXTRAM mutants unlock_relaxed drop:dropm.sigblock drop:cgocallbackg.waiters_load --version go_1_16 --jobs 2 "
      "--quick --schedules kills");
  EXPECT_EQ(ended.code, 0) << ended.text;
  EXPECT_NE(ended.text.find("3 mutants: 2 killed, 1 equivalent, 0 survived; 100.0 %"), std::string::npos) << ended.text;
  EXPECT_NE(ended.text.find("whoever takes the last M makes another"), std::string::npos);
  EXPECT_EQ(shell("$EXTRAM replay kills/callback-go_1_16-drop:dropm.sigblock-2x1.sched").code, 1);
  expect_one_line("$EXTRAM mutants unlock_relaxd", 2, "did you mean 'unlock_relaxed'?");
}

TEST_F(EndToEnd, WhatAStepIsFor) {
  const Ended ended = shell("$EXTRAM necessity dropm.sigblock dropm.setg_nil --version go_1_16 --schedules w");
  EXPECT_EQ(ended.code, 0) << ended.text;
  EXPECT_NE(ended.text.find("drop:dropm.setg_nil"), std::string::npos) << ended.text;
  EXPECT_NE(ended.text.find("violation(I3) "), std::string::npos) << ended.text;
  EXPECT_EQ(shell("$EXTRAM replay w/callback-go_1_16-drop:dropm.setg_nil-1x1.sched").code, 1);
  expect_one_line("$EXTRAM necessity --version go_1_17", 2, "did you mean 'go_1_16'?");
  expect_one_line("$EXTRAM necessity dropm.sigblok", 2, "did you mean 'dropm.sigblock'?");
  const Ended none = shell("$EXTRAM necessity cgocallbackg.waiters_load exitsyscall.await --version go_1_16");
  EXPECT_NE(none.text.find("(exhausted)"), std::string::npos) << none.text;
}

TEST_F(EndToEnd, WhereFaultsCome) {
  const Ended ended =
      shell("$EXTRAM coverage --version go_1_16 --version go_1_22 --jobs 2 --json rows.jsonl --html pages");
  EXPECT_EQ(ended.code, 0) << ended.text;
  EXPECT_LT(ended.text.find("go_1_16, by"), ended.text.find("go_1_22, by")) << ended.text;
  EXPECT_EQ(ended.text.find("FAILED"), std::string::npos) << ended.text;
  EXPECT_EQ(shell("grep -c '\"refuted\":0,\"unexplained\":0,\"searched\"' rows.jsonl").text, "2\n");
  EXPECT_EQ(shell("cmp rows.jsonl pages/coverage.jsonl && grep -c '<b>go_1_' pages/index.html").text, "2\n");
  expect_one_line("$EXTRAM coverage --version go_1_17", 2, "did you mean 'go_1_15'?");
  expect_one_line("$EXTRAM coverage --version go_1_16 --json /proc/none", 2, "/proc/none");
}

TEST_F(EndToEnd, TwentyReplaysAreOne) {
  ASSERT_EQ(shell(kFailing).code, 1);
  const std::string command = std::string("$EXTRAM replay ") + kSchedule;
  const Ended first = shell(command);
  EXPECT_EQ(first.code, 1) << first.text;
  for (int i = 1; i < 20; ++i) ASSERT_EQ(shell(command).text, first.text);
}

TEST_F(EndToEnd, TheSameSearchWritesTheSameSchedule) {
  ASSERT_EQ(shell(kFailing).code, 1);
  ASSERT_EQ(shell(std::string(kFailing) + " --schedules again").code, 1);
  EXPECT_EQ(content_of(folder_ / kSchedule), content_of(folder_ / "again/signal_window-go_1_15-2x1.sched"));
}

// golang/go#42207, from the search to a trace that can be read at a glance.
TEST_F(EndToEnd, TheBugOfGo115IsMinimised) {
  ASSERT_EQ(shell(std::string(kFailing) + " --threads 3 --callbacks 2 --strategy random").code, 1);
  const Ended minimised = shell("$EXTRAM minimise schedules/*.sched -o small.sched");
  EXPECT_EQ(minimised.code, 0) << minimised.text;
  EXPECT_EQ(last_line(minimised.text), " replay:   extram replay small.sched");
  const Ended replayed = shell("$EXTRAM replay small.sched");
  EXPECT_EQ(replayed.code, 1) << replayed.text;
  EXPECT_LE(std::count(replayed.text.begin(), replayed.text.end(), '\n'), 40) << replayed.text;
  EXPECT_EQ(shell("grep -c ' signal  *1/2' small.sched").text, "1\n") << content_of(folder_ / "small.sched");
  EXPECT_NE(minimised.text.find("   threads "), std::string::npos) << minimised.text;
  const Ended again = shell("$EXTRAM minimise schedules/*.sched -o again.sched");
  EXPECT_EQ(again.code, 0) << again.text;
  EXPECT_EQ(content_of(folder_ / "small.sched"), content_of(folder_ / "again.sched"));
}

// Whatever it is interrupted in: the old file is whole, the new one fails as the old one does, and nothing lies beside.
TEST_F(EndToEnd, MinimisingCanBeInterrupted) {
  ASSERT_EQ(shell("$EXTRAM check aba --mutant pop_without_lock --threads 4 --strategy random").code, 1);
  ASSERT_EQ(shell("mv schedules/*.sched a.sched && rmdir schedules").code, 0);
  const std::string before = content_of(folder_ / "a.sched");
  const Ended ended = shell("timeout --preserve-status --foreground -s INT 0.3 $EXTRAM minimise a.sched");
  const bool interrupted = ended.text.find("interrupted: what was found so far is written") != std::string::npos;
  EXPECT_EQ(ended.code, interrupted ? 3 : 0) << ended.text;  // 0: the machine is very fast
  EXPECT_EQ(content_of(folder_ / "a.sched"), before);
  EXPECT_EQ(files(), 2U);
  EXPECT_EQ(shell("$EXTRAM replay a.min.sched").code, 1);
  (void)shell("timeout -s KILL 0.1 $EXTRAM minimise a.sched -o a.min.sched");
  EXPECT_EQ(content_of(folder_ / "a.sched"), before);
  EXPECT_EQ(files(), 2U);
  EXPECT_EQ(shell("$EXTRAM replay a.min.sched").code, 1);
}

TEST_F(EndToEnd, DamagedAndForeignSchedulesAreRefused) {
  ASSERT_EQ(shell(kFailing).code, 1);
  const std::string whole = content_of(folder_ / kSchedule);
  for (std::size_t at = 0; at < whole.size(); at += 97) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    std::ofstream(folder_ / "damaged.sched", std::ios::trunc) << damaged;
    expect_one_line("$EXTRAM replay damaged.sched", 2, "damaged.sched: ");
  }
  std::ofstream(folder_ / "short.sched") << whole.substr(0, whole.size() / 2);
  expect_one_line("$EXTRAM replay short.sched", 2, "short.sched: ");
  expect_one_line("$EXTRAM replay missing.sched", 2, "No such file");
  expect_one_line("$EXTRAM replay $EXTRAM", 2, "not a");
  expect_one_line("$EXTRAM replay .", 2, "is not a file");
}

TEST_F(EndToEnd, ASignalEndsASearchInOrder) {
  for (const std::string signal : {"TERM", "INT"}) {
    const Ended ended =
        shell("timeout --preserve-status -s " + signal + " 1 $EXTRAM " + kEndless + " --json rows.jsonl");
    EXPECT_EQ(ended.code, 3) << ended.text;
    EXPECT_NE(ended.text.find("interrupted"), std::string::npos) << ended.text;
    const std::string rows = content_of(folder_ / "rows.jsonl");
    EXPECT_EQ(nlohmann::json::parse(rows)["verdict"], "truncated");
    EXPECT_EQ(files(), 1U) << "rows.jsonl, and nothing beside it";
    fs::remove(folder_ / "rows.jsonl");
  }
}

TEST_F(EndToEnd, ASecondsBudgetEndsASearch) {
  const Ended ended = shell(std::string("$EXTRAM ") + kEndless + " --max-seconds 0.3 --json - 2> /dev/null");
  EXPECT_EQ(ended.code, 3);
  const nlohmann::json row = nlohmann::json::parse(ended.text);
  EXPECT_EQ(row["verdict"], "truncated");
  EXPECT_EQ(row["strength"], "");
  EXPECT_LT(row["seconds"], 5.0);
}

TEST_F(EndToEnd, AFullDiskIsTold) {
  const Ended full = shell(std::string("ulimit -f 0; ") + kFailing);
  EXPECT_EQ(full.code, 70) << full.text;
  EXPECT_NE(full.text.find("cannot write"), std::string::npos) << full.text;
  EXPECT_EQ(files(), 1U) << "the folder for schedules, and nothing in it";
  EXPECT_EQ(shell("$EXTRAM list > /dev/full").code, 70);
  EXPECT_EQ(shell("$EXTRAM check callback --version go_1_16 --json /dev/full").code, 70);
}

// Of a fault space as one process saw it, all its shards together saw the same.
TEST_F(EndToEnd, ShardsMeetTheFaultsOfTheWhole) {
  const std::string dies = " check thread_death --version go_1_16 --threads 2 --strategy bounded --bound 2,1";
  ASSERT_EQ(shell("$EXTRAM" + dies + " --json whole.jsonl").code, 0);
  for (const std::string i : {"1", "2", "3"}) {
    ASSERT_EQ(shell("$EXTRAM" + dies + " --shard " + i + "/3 --json s" + i + ".jsonl").code, 0);
  }
  ASSERT_EQ(shell("$EXTRAM merge s1.jsonl s2.jsonl s3.jsonl --json all.jsonl").code, 0);
  const nlohmann::json whole = nlohmann::json::parse(content_of(folder_ / "whole.jsonl"));
  const nlohmann::json all = nlohmann::json::parse(content_of(folder_ / "all.jsonl"));
  EXPECT_EQ(all["outcomes"], whole["outcomes"]);
  EXPECT_EQ(all["fault_kinds"], nlohmann::json::array({"death"}));
  const auto space_of = [](const nlohmann::json& row) {
    return std::multiset<nlohmann::json>(row["fault_space"].begin(), row["fault_space"].end());
  };
  EXPECT_EQ(space_of(all), space_of(whole));
  EXPECT_GE(all["fault_space"].size(), 20U);
}

TEST_F(EndToEnd, FaultsThatNothingCanBeSaidAbout) {
  // No signal can come late where none comes, however often somebody dies.
  const Ended vacuous = shell("$EXTRAM check thread_death --version go_1_16 --threads 2 --faults 1,death,late");
  EXPECT_EQ(vacuous.code, 4) << vacuous.text;
  EXPECT_NE(vacuous.text.find("no fault of the kind late"), std::string::npos) << vacuous.text;
  expect_one_line("$EXTRAM plan fork --version go_1_16 --strategy exhaustive", 2, "exhaustive");
}

TEST_F(EndToEnd, FoldersThatCannotBeWritten) {
  expect_one_line("$EXTRAM mutants unlock_relaxed --schedules /proc/none", 2, "/proc/none");
  expect_one_line("$EXTRAM necessity dropm.sigblock --schedules /proc/none", 2, "/proc/none");
  expect_one_line("$EXTRAM check --quick --schedules /proc/none", 2, "/proc/none");
  expect_one_line("$EXTRAM check --quick --json missing/rows.jsonl", 2, "missing/rows.jsonl");
}

TEST_F(EndToEnd, TheModelIsFoundWhereItIsInstalled) {
  EXPECT_EQ(shell("mkdir -p bin libexec/extram && cp $EXTRAM bin/ && bin/extram --help > help").code, 0);
  expect_one_line("bin/extram list", 70, "extram-model is missing");
  EXPECT_EQ(shell("cp $EXTRAM-model libexec/extram/ && bin/extram list --json > list.json").code, 0);
  const nlohmann::json listed = nlohmann::json::parse(content_of(folder_ / "list.json"));
  EXPECT_GE(listed["scenarios"].size(), 1U);
  EXPECT_GE(listed["bugs"].size(), 25U);
  expect_one_line("echo x > bin/extram-model && bin/extram list", 70, "cannot start");
}

TEST_F(EndToEnd, JsonRowsHaveTheFieldsOfTheContract) {
  const Ended ended = shell(std::string(kFailing) + " --json - 2> /dev/null");
  const nlohmann::json row = nlohmann::json::parse(ended.text);
  for (const char* field :
       {"scenario",    "version",     "mutant", "world",         "strategy",          "threads",         "callbacks",
        "ms",          "signals",     "faults", "verdict",       "strength",          "oracle",          "message",
        "executions",  "blocked",     "steps",  "decisions_max", "signals_delivered", "faults_injected", "seconds",
        "cpu_seconds", "peak_rss_kb", "seed",   "schedule",      "expected",          "limits"}) {
    EXPECT_TRUE(row.contains(field)) << field;
  }
  EXPECT_EQ(row.size(), 27U);
  EXPECT_EQ(row["verdict"], "deadlock");
  EXPECT_EQ(row["schedule"], kSchedule);
  EXPECT_GE(row["signals_delivered"], 1);
}

}  // namespace
}  // namespace extram
