// `check --checkpoint`: what was put down goes on, and only that.
#include "model/cli/verbs_fixture.hpp"

namespace extram {
namespace {

const Arguments kRun{"check", "counting",    "--version", "two_steps",  "--threads",
                     "3",     "--callbacks", "2",         "--strategy", "full"};

Arguments with(Arguments arguments, const Arguments& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

class CheckpointVerb : public Verbs {
 protected:
  static nlohmann::json row_of(const Arguments& arguments) {
    const Ran ran = run_extram(with(arguments, {"--json", "row.jsonl"}));
    EXPECT_EQ(ran.err, "");
    std::ifstream file("row.jsonl");
    return nlohmann::json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
  }
  static std::string content() {
    std::ifstream file("a.cp", std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static Arguments keeping(const Arguments& more = {}) { return with(with(kRun, {"--checkpoint", "a.cp"}), more); }
};

TEST_F(CheckpointVerb, InManyPiecesItIsTheSameSearch) {
  const nlohmann::json whole = row_of(kRun);
  ASSERT_EQ(whole["verdict"], "exhausted");
  nlohmann::json part = row_of(keeping({"--max-executions", "1"}));
  for (int executions = 8; part["verdict"] == "truncated"; executions += 7) {
    EXPECT_EQ(part["executions"], executions - 7);
    part = row_of(keeping({"--resume", "--max-executions", std::to_string(executions)}));
  }
  for (const char* field : {"verdict", "strength", "executions", "steps", "decisions_max", "blocked", "limits"}) {
    EXPECT_EQ(part[field], whole[field]) << field;
  }
}

// Any process has more than a MiB: it is put down at the first look, and can be taken up with more.
TEST_F(CheckpointVerb, SoIsWhatNeedsTooMuchMemory) {
  for (const std::string jobs : {"1", "2"}) {
    const Arguments run{"check",      "counting", "--version", "two_steps", "--threads",    "4",   "--callbacks", "4",
                        "--strategy", "full",     "--jobs",    jobs,        "--checkpoint", "a.cp"};
    const Ran ran = run_extram(with(run, {"--max-memory-mb", "1"}));
    EXPECT_EQ(ran.exit, Exit::truncated) << ran.out << ran.err;
    EXPECT_NE(ran.out.find("memory: stopped at "), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find(" MiB, of 1"), std::string::npos) << ran.out;
    const nlohmann::json part = row_of(with(run, {"--resume", "--max-memory-mb", "1"}));
    const nlohmann::json more = row_of(with(run, {"--resume", "--max-seconds", "0.1"}));
    EXPECT_EQ(more["verdict"], "truncated");
    EXPECT_GT(more["executions"], part["executions"]);
    std::filesystem::remove("a.cp");
  }
}

TEST_F(CheckpointVerb, SeveralWorkersShareWhatIsLeft) {
  const nlohmann::json whole = row_of(kRun);
  ASSERT_EQ(row_of(keeping({"--max-executions", "20"}))["verdict"], "truncated");
  const nlohmann::json rest = row_of(keeping({"--resume", "--jobs", "3"}));
  EXPECT_EQ(rest["executions"], whole["executions"]);
  EXPECT_EQ(rest["verdict"], "exhausted");
}

TEST_F(CheckpointVerb, OneThatHasEndedIsToldAgain) {
  const nlohmann::json first = row_of(keeping());
  EXPECT_EQ(row_of(keeping({"--resume"})), first);
}

TEST_F(CheckpointVerb, SoIsAFailureWithItsSchedule) {
  const Arguments failing{"check", "counting", "--mutant", "lost_update", "--checkpoint", "a.cp"};
  const nlohmann::json first = row_of(failing);
  EXPECT_EQ(first["verdict"], "violation");
  std::filesystem::remove_all("schedules");
  const nlohmann::json again = row_of(with(failing, {"--resume"}));
  EXPECT_EQ(again["verdict"], "violation");
  EXPECT_EQ(again["schedule"], first["schedule"]);
  EXPECT_TRUE(std::filesystem::exists(first["schedule"].get<std::string>()));
}

TEST_F(CheckpointVerb, WhatCannotBeTakenUpIsRefused) {
  expect_refused(keeping({"--resume"}), "cannot read a.cp");
  ASSERT_EQ(row_of(keeping({"--max-executions", "20"}))["verdict"], "truncated");
  Arguments other = keeping({"--resume"});
  other[5] = "2";
  expect_refused(other, "it is of another search, whose threads is 3, not 2");
  expect_refused(keeping({"--resume", "--shard", "1/2"}), "whose shard is -, not 1/2");
  toy_fingerprint() = 1;
  expect_refused(keeping({"--resume"}), "the model has changed since");
}

TEST_F(CheckpointVerb, EveryDamagedByteIsRefused) {
  ASSERT_EQ(row_of(keeping({"--max-executions", "20"}))["verdict"], "truncated");
  const std::string whole = content();
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    std::ofstream("a.cp", std::ios::trunc | std::ios::binary) << damaged;
    expect_refused(keeping({"--resume"}), "a.cp: ");
  }
  std::ofstream("a.cp", std::ios::trunc | std::ios::binary) << whole.substr(0, whole.size() / 2);
  expect_refused(keeping({"--resume"}), "a.cp: ");
}

TEST_F(CheckpointVerb, NothingElseIsOverwritten) {
  std::ofstream("a.cp") << "my only copy\n";
  expect_refused(keeping(), "is no checkpoint: it would be lost");
  EXPECT_EQ(content(), "my only copy\n");
  expect_refused(with(kRun, {"--checkpoint", "missing/a.cp"}), "missing/a.cp");
}

TEST_F(CheckpointVerb, ItIsOfOneRun) {
  expect_refused({"check", "--checkpoint", "a.cp"}, "--checkpoint needs --version or --mutant");
}

}  // namespace
}  // namespace extram
