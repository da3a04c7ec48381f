// extram-native as people and CI meet it: its lines, its JSON, its exit codes.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "impl/native/program_for_test.hpp"
#include "impl/native/tsan_limits.hpp"

namespace extram::native {
namespace {

TEST(Program, AGoodRunIsOneLineAndZero) {
  const Said good = run("run callback --version go_1_16 --threads 2 --callbacks 5 --rounds 7");
  EXPECT_EQ(good.exit, 0);
  EXPECT_EQ(lines_of(good.output), 1U) << good.output;
  EXPECT_NE(good.output.find("callback  go_1_16  2x5  sampled  sampled(7)  70 callbacks"), std::string::npos)
      << good.output;
}

TEST(Program, ABadRunIsOne) {
  const Said bad = run("run callback --mutant mask_not_restored --json -");
  EXPECT_EQ(bad.exit, 1);
  const auto row = nlohmann::json::parse(bad.output);
  EXPECT_EQ(row["verdict"], "violation");
  EXPECT_EQ(row["oracle"], "I10");
  EXPECT_EQ(row["mutant"], "mask_not_restored");
  EXPECT_EQ(row["version"], "go_1_16");
  EXPECT_EQ(row["world"], "native");
}

TEST(Program, JsonHasEveryFieldOfACheck) {
  const Said good = run("run callback --version go_1_16 --rounds 3 --signals 200 --callbacks 20 --json -");
  EXPECT_EQ(good.exit, 0);
  EXPECT_EQ(lines_of(good.output), 1U);
  const auto row = nlohmann::json::parse(good.output);
  for (const char* field :
       {"scenario",    "version",     "mutant", "world",         "strategy",          "threads",         "callbacks",
        "ms",          "signals",     "faults", "verdict",       "strength",          "oracle",          "message",
        "executions",  "blocked",     "steps",  "decisions_max", "signals_delivered", "faults_injected", "seconds",
        "cpu_seconds", "peak_rss_kb", "seed",   "schedule",      "expected",          "limits"}) {
    EXPECT_TRUE(row.contains(field)) << field;
  }
  EXPECT_TRUE(row["mutant"].is_null());
  EXPECT_EQ(row["executions"], 3);
  EXPECT_GT(row["signals_delivered"], 0);
  EXPECT_FALSE(row["limits"].empty());
}

int times_in(const std::string& text, std::string_view part) {
  int times = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++times;
  return times;
}

// By this program and none of its children, of which three rounds have more than one.
TEST(Program, WhatThreadSanitizerDoesNotCoverIsSaidOnce) {
  const std::string verb = "run callback --version go_1_16 --rounds 3 --json ";
  const std::string people = run(verb + "/dev/null", Hear::errors).output;
  const auto limits = nlohmann::json::parse(run(verb + "-").output)["limits"];
  const std::string storm = run("stress --version go_1_16 --threads 2 --seconds 0.2", Hear::errors).output;
  for (const std::string_view limit : kLimitsOfThreadSanitizer) {
    EXPECT_EQ(times_in(people, limit), kThreadSanitizer ? 1 : 0) << people;
    EXPECT_EQ(times_in(storm, limit), kThreadSanitizer ? 1 : 0) << storm;
    EXPECT_EQ(std::count(limits.begin(), limits.end(), limit), kThreadSanitizer ? 1 : 0) << limits;
  }
}

TEST(Program, TimeThatIsOverAndRunsOfNothingAreNoPass) {
  EXPECT_EQ(run("run callback --version go_1_16 --rounds 1000000000 --seconds 0.3").exit, 3);
  EXPECT_EQ(run("run callback --version go_1_16 --rounds 0").exit, 4);
  EXPECT_EQ(run("run signal_window --version go_1_16 --signals 0 --rounds 2").exit, 4);
}

TEST(Program, BadUsageIsOneLineAndTwo) {
  for (const char* const arguments : {"",
                                      "no_such_verb",
                                      "run",
                                      "run no_such_scenario",
                                      "run callback --version no_such_version",
                                      "run callback --mutant no_such_mutant",
                                      "run callback --mutant go_1_16",
                                      "run callback --version mask_not_restored",
                                      "run callback --version go_1_16 --mutant mask_not_restored",
                                      "run callback",
                                      "run callback --version go_1_16 --threads 0",
                                      "run callback --version go_1_16 --threads many",
                                      "run callback --version go_1_16 --callbacks -1",
                                      "run callback --version go_1_16 --rounds -1",
                                      "run callback --version go_1_16 --profile odd",
                                      "run callback --version go_1_16 --signals 1001",
                                      "run callback --version go_1_16 --oracles I1,I99",
                                      "run callback --version go_1_16 --hang-seconds 0",
                                      "run callback --version go_1_16 --seconds 1e30",
                                      "run callback --version go_1_16 --no-such-option",
                                      "run callback --version go_1_16 --stack 1"}) {
    const Said bad = run(arguments, Hear::errors);
    EXPECT_EQ(bad.exit, 2) << arguments << ": " << bad.output;
    EXPECT_EQ(lines_of(bad.output), 1U) << arguments << ": " << bad.output;
  }
}

TEST(Program, ListsWhatItCanRun) {
  const Said list = run("list --json");
  EXPECT_EQ(list.exit, 0);
  const auto document = nlohmann::json::parse(list.output);
  std::size_t callbacks = 0;
  for (const auto& row : document["scenarios"]) {
    if (row["scenario"] == "callback") ++callbacks;
    EXPECT_FALSE(row["question"].get<std::string>().empty());
  }
  EXPECT_GE(callbacks, 2U);
  EXPECT_NE(run("list").output.find("callback: "), std::string::npos);
  EXPECT_EQ(run("run --help").exit, 0);
}

}  // namespace
}  // namespace extram::native
