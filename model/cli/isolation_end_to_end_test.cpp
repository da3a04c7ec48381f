// Scenarios that end their process in every way there is: each is a verdict with a schedule that shows it again, and
// the rest of the suite goes on.
#include <nlohmann/json.hpp>

#include "model/cli/shell_fixture.hpp"

namespace extram {
namespace {

class Misbehaving : public Shell {
 protected:
  Misbehaving() { setenv("MODEL", MISBEHAVING_PROGRAM, 1); }

  void expect_verdict(const std::string& variant, const std::string& verdict, const std::string& message) const {
    const std::string check = "$MODEL check misbehaving --strategy full --hang-seconds 0.2 --version " + variant;
    const Ended ended = shell(check + " --json - 2> /dev/null");
    ASSERT_EQ(ended.code, 1) << ended.text;
    const nlohmann::json row = nlohmann::json::parse(ended.text);
    EXPECT_EQ(row["verdict"], verdict) << row;
    EXPECT_NE(row["message"].get<std::string>().find(message), std::string::npos) << row;
    EXPECT_GE(row["executions"], 1);
    ASSERT_TRUE(row["schedule"].is_string()) << row;
    const Ended again = shell("$MODEL replay --hang-seconds 0.2 " + row["schedule"].get<std::string>());
    EXPECT_EQ(again.code, 1) << again.text;
    EXPECT_EQ(again.text.find("X fails here") == std::string::npos, verdict == "leak") << again.text;
    EXPECT_NE(again.text.find(message), std::string::npos) << again.text;
    const Ended two = shell(check + " --jobs 2 --json - 2> /dev/null");
    EXPECT_EQ(nlohmann::json::parse(two.text)["verdict"], verdict) << two.text;
  }
};

TEST_F(Misbehaving, ACrashIsAVerdictWithASchedule) {
  expect_verdict("segv", "crash", "killed by SIGSEGV (Segmentation fault), in or after the step looks of thread 1");
  expect_verdict("aborts", "crash", "killed by SIGABRT (Aborted), in or after the step looks of thread 1");
  expect_verdict("divides", "crash", "killed by SIGFPE");
  expect_verdict("recurses", "crash", "killed by SIGSEGV");
  expect_verdict("throws", "crash", "an exception that nobody catches: nobody expects me");
  expect_verdict("exits", "crash", "the process ended itself with 7");
  expect_verdict("in_setup", "crash", "killed by SIGABRT (Aborted), before the first step");
  expect_verdict("in_after", "crash", "killed by SIGABRT");
}

TEST_F(Misbehaving, AnEndlessLoopIsAVerdictWithASchedule) {
  expect_verdict("loops", "hang", "no step for 0.2 s of processor, in or after the step looks of thread 1");
  expect_verdict("blocks", "hang", "no step for 1.2 s, in or after the step looks of thread 1");
}

TEST_F(Misbehaving, ALeakIsOneToo) { expect_verdict("leaks", "leak", "never destroyed"); }

TEST_F(Misbehaving, ADamagedRelacyIsNoPass) {
  const Ended ended = shell("$MODEL check misbehaving --strategy full --version damages");
  EXPECT_EQ(ended.code, 5) << ended.text;
  EXPECT_NE(ended.text.find("Relacy's own check failed in or after the step looks of thread 1"), std::string::npos)
      << ended.text;
}

TEST_F(Misbehaving, TheSuiteGoesOn) {
  const Ended ended = shell("$MODEL check");
  EXPECT_EQ(ended.code, 0) << ended.text;
  EXPECT_NE(ended.text.find("3 runs: 3 as expected, 0 not"), std::string::npos) << ended.text;
}

TEST_F(Misbehaving, WhatIsWellBehavedIsExhausted) {
  EXPECT_EQ(shell("$MODEL check misbehaving --strategy full --version well_behaved").code, 0);
}

TEST_F(Misbehaving, AWorkerThatSomebodyKillsIsReplaced) {
  const std::string run = "$EXTRAM check callback --version go_1_16 --threads 2 --callbacks 2 --strategy full ";
  ASSERT_EQ(shell(run + "--json whole.jsonl").code, 0);
  const std::string command = run + "--jobs 2 --json row.jsonl";
  const Ended ended = shell(command + " & sleep 0.5; kill -9 $(pgrep -P $! | head -1); wait $!");
  EXPECT_EQ(ended.code, 0) << ended.text;
  const nlohmann::json row = nlohmann::json::parse(content_of(folder_ / "row.jsonl"));
  EXPECT_EQ(row["verdict"], "exhausted");
  EXPECT_EQ(row["executions"], nlohmann::json::parse(content_of(folder_ / "whole.jsonl"))["executions"]);
}

// Twice on the same work: then the work is to blame, whoever sent the signal. It may well be the kernel, out of memory.
TEST_F(Misbehaving, ASecondKillOnTheSameWorkIsACrash) {
  const std::string command = "$EXTRAM check callback --version go_1_16 --threads 4 --strategy full --json row.jsonl";
  const std::string kill = "sleep 0.3; kill -9 $(pgrep -P $p); ";
  EXPECT_EQ(shell(command + " & p=$!; " + kill + kill + "wait $p").code, 5);
}

TEST_F(Misbehaving, NobodyIsLeftBehind) {
  const std::string endless = "$EXTRAM check callback --version go_1_16 --threads 4 --strategy full --jobs 2";
  const Ended ended =
      shell(endless + " & sleep 0.5; kill -9 $!; sleep 0.3; pgrep -P 1 -f 'strategy full --jobs 2' | wc -l");
  EXPECT_EQ(last_line(ended.text), "0") << ended.text;
}

}  // namespace
}  // namespace extram
