// `extram litmus` over Relacy: what it says of tests that are as they should be, and of tests that are not.
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/cli/verbs.hpp"
#include "model/schedule/folder_for_test.hpp"

namespace extram {
namespace {

struct Ran {
  Exit exit = Exit::harness;
  std::string out;
  std::string err;
  std::vector<nlohmann::json> rows;  // the last one is the summary
};

Ran run_litmus(const std::string& tests, std::vector<std::string> more = {}) {
  const std::string path = std::filesystem::temp_directory_path() / ("extram_litmus_" + std::to_string(getpid()));
  std::ofstream(path) << tests;
  std::vector<std::string> arguments{"litmus", path, "--json", "-"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const Parsed parsed = parse(arguments);
  EXPECT_TRUE(parsed.command) << parsed.err;
  std::ostringstream out, err;
  Ran ran;
  ran.exit = run_verb(*parsed.command, Console{out, err});
  ran.out = out.str();
  ran.err = err.str();
  std::istringstream lines(ran.out);
  for (std::string line; std::getline(lines, line);) ran.rows.push_back(nlohmann::json::parse(line));
  std::filesystem::remove(path);
  return ran;
}

std::string test(const std::string& threads, const std::string& more = "") {
  return R"({"name":"t","locs":["x","y"],"threads":[)" + threads + "]" + more + "}\n";
}

const std::string kStoreBuffering =
    R"([{"op":"st","loc":"x","val":1,"ord":"rlx"},{"op":"ld","loc":"y","reg":"a","ord":"rlx"}],)"
    R"([{"op":"st","loc":"y","val":1,"ord":"rlx"},{"op":"ld","loc":"x","reg":"a","ord":"rlx"}])";
const std::string kTwoWrites =
    R"([{"op":"st","loc":"x","val":1,"ord":"rlx"},{"op":"st","loc":"y","val":2,"ord":"rlx"}],)"
    R"([{"op":"st","loc":"y","val":1,"ord":"rlx"},{"op":"st","loc":"x","val":2,"ord":"rlx"}])";

TEST(LitmusVerb, AnExactTestIsGood) {
  const Ran ran = run_litmus(test(kStoreBuffering));
  EXPECT_EQ(ran.exit, Exit::good) << ran.err;
  ASSERT_EQ(ran.rows.size(), 2U);
  EXPECT_EQ(ran.rows[0]["name"], "t");
  EXPECT_EQ(ran.rows[0]["outcomes"].size(), 4U);
  EXPECT_EQ(ran.rows[0]["outcomes"][0], nlohmann::json({{"0:a", 0}, {"1:a", 0}, {"x", 1}, {"y", 1}}));
  EXPECT_GT(ran.rows[0]["executions"], 0);
  EXPECT_EQ(ran.rows[0]["race"], false);
  EXPECT_TRUE(ran.rows[0]["missing"].empty());
  EXPECT_TRUE(ran.rows[0]["forbidden"].empty());
  EXPECT_EQ(ran.rows[1]["summary"]["exact"], 1);
  EXPECT_NE(ran.err.find("exact   t "), std::string::npos) << "what people read goes to standard error";
}

TEST(LitmusVerb, AForbiddenOutcomeIsBad) {
  const Ran ran = run_litmus(test(kStoreBuffering, R"(,"required":[{"0:a":1},{"1:a":1}],"permitted_beyond":[])"));
  EXPECT_EQ(ran.exit, Exit::bad);
  EXPECT_EQ(ran.rows[0]["forbidden"], nlohmann::json::parse(R"([{"0:a":0,"1:a":0,"x":1,"y":1}])"));
  EXPECT_EQ(ran.rows[0]["shown_by_relacy_too"], nlohmann::json::parse("[false]")) << "C++20 permits it: no excuse";
  EXPECT_EQ(ran.rows[1]["summary"]["forbidden"]["unexplained"], 1);
}

TEST(LitmusVerb, TheOneForbiddenFamilyThatRelacyShowsIsToldAndExcused) {
  const Ran ran = run_litmus(test(
      R"([{"op":"st","loc":"x","val":1,"ord":"sc"},{"op":"ld","loc":"y","reg":"a","ord":"sc"}],)"
      R"([{"op":"st","loc":"y","val":1,"ord":"rlx"},{"op":"fence","ord":"sc"},)"
      R"({"op":"ld","loc":"x","reg":"a","ord":"rlx"}])"));
  EXPECT_EQ(ran.exit, Exit::good) << ran.err;
  EXPECT_EQ(ran.rows[0]["forbidden"], nlohmann::json::parse(R"([{"0:a":0,"1:a":0,"x":1,"y":1}])"));
  EXPECT_EQ(ran.rows[0]["shown_by_relacy_too"], nlohmann::json::parse("[true]"));
  EXPECT_NE(ran.err.find("forbidden: 0:a=0 1:a=0 x=1 y=1  (Relacy's own search shows it too)"), std::string::npos);
}

TEST(LitmusVerb, AMissingOutcomeIsExcusedByAKnownLimitAlone) {
  const Ran limits = run_litmus(test(kTwoWrites));
  EXPECT_EQ(limits.exit, Exit::good) << limits.err;
  EXPECT_EQ(limits.rows[0]["missing"], nlohmann::json::parse(R"([{"x":1,"y":1}])"));
  EXPECT_EQ(limits.rows[0]["missing_because"], nlohmann::json::parse(R"(["modification_order"])"));
  EXPECT_EQ(limits.rows[1]["summary"]["missing"]["modification_order"], 1);

  const Ran impossible = run_litmus(test(kTwoWrites, R"(,"required":[{"x":7}],"permitted_beyond":[{}])"));
  EXPECT_EQ(impossible.exit, Exit::bad);
  EXPECT_EQ(impossible.rows[0]["missing_because"], nlohmann::json::parse("[null]"));
}

TEST(LitmusVerb, RacesAreHeldAgainstTheFile) {
  const std::string racy = R"([{"op":"st","loc":"x","val":1,"ord":"na"}],[{"op":"ld","loc":"x","reg":"a","ord":"na"}])";
  const Ran found = run_litmus(test(racy, R"(,"required":[],"race":true)"));
  EXPECT_EQ(found.exit, Exit::good) << found.err;
  EXPECT_EQ(found.rows[0]["race"], true);
  EXPECT_EQ(run_litmus(test(racy, R"(,"required":[],"race":false)")).exit, Exit::bad);
  const Ran absent = run_litmus(test(kStoreBuffering, R"(,"race":true)"));
  EXPECT_EQ(absent.exit, Exit::bad);
  EXPECT_NE(absent.err.find("no data race is found in a test that should have one"), std::string::npos);
}

TEST(LitmusVerb, WhatWasNotSearchedIsNotMissing) {
  const Ran cut = run_litmus(test(kStoreBuffering), {"--strategy", "full", "--max-executions", "1"});
  EXPECT_EQ(cut.exit, Exit::truncated);
  EXPECT_TRUE(cut.rows[0]["missing"].empty());
  EXPECT_EQ(cut.rows[0]["not_seen"].size(), 3U);
  EXPECT_EQ(cut.rows[0]["complete"], false);
  const Ran sampled = run_litmus(test(kStoreBuffering), {"--strategy", "random", "--max-executions", "100"});
  EXPECT_EQ(sampled.exit, Exit::good);
  EXPECT_EQ(sampled.rows[0]["executions"], 100);
}

TEST(LitmusVerb, ATestIsACaseForBuildServers) {
  const Folder folder;
  const std::string file = folder.file("litmus.xml");
  const auto ends = [&](const std::string& tests, std::vector<std::string> more, const char* kind) {
    more.insert(more.end(), {"--junit", file});
    (void)run_litmus(tests, std::move(more));
    std::ifstream in(file);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    EXPECT_NE(text.find(R"(<testcase classname="extram.litmus" name="t")"), std::string::npos) << text;
    EXPECT_EQ(text.find("<failure") != std::string::npos, std::string_view(kind) == "failure") << text;
    EXPECT_EQ(text.find("<error") != std::string::npos, std::string_view(kind) == "error") << text;
    return text;
  };
  ends(test(kStoreBuffering), {}, "");
  ends(test(kStoreBuffering), {"--strategy", "full", "--max-executions", "1"}, "error");
  const std::string failed = ends(test(kTwoWrites, R"(,"required":[{"x":7}],"permitted_beyond":[{}])"), {}, "failure");
  EXPECT_NE(failed.find("no known limit of the memory model"), std::string::npos) << failed;
}

TEST(LitmusVerb, DeadlocksAreCounted) {
  const Ran ran = run_litmus(
      test(R"([{"op":"await","loc":"x","val":1,"ord":"rlx"}],[{"op":"ld","loc":"x","reg":"a","ord":"rlx"}])"));
  EXPECT_EQ(ran.exit, Exit::good) << ran.err;
  EXPECT_GT(ran.rows[0]["deadlocks"], 0);
  EXPECT_TRUE(ran.rows[0]["outcomes"].empty());
}

TEST(LitmusVerb, MalformedInputIsOneLineAndTwo) {
  const Ran ran = run_litmus(test(kStoreBuffering) + "{\"name\":7}\n");
  EXPECT_EQ(ran.exit, Exit::usage);
  EXPECT_NE(ran.err.find(":2: 'name' must be a text"), std::string::npos) << ran.err;
  EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1);
  EXPECT_EQ(ran.out, "");
}

}  // namespace
}  // namespace extram
