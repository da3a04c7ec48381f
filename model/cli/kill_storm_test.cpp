// Searches whose processes are killed at moments that chance picks, and that go on from their checkpoint until they
// end: what they tell then is what a search tells that nobody disturbs.
#include <iostream>
#include <random>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/cli/shell_fixture.hpp"

namespace extram {
namespace {

constexpr int kKilled = 128 + 9;
constexpr int kKillsMax = 200;

std::uint32_t number_of(const char* variable, std::uint32_t usual) {
  const char* const text = std::getenv(variable);
  return text == nullptr ? usual : static_cast<std::uint32_t>(std::stoul(text));
}

// How exactly the numbers can be the same. States that two workers explore at the same time are explored twice.
enum class Numbers { same, free };

class KillStorm : public Shell {
 protected:
  KillStorm() { std::cout << "EXTRAM_STORM_SEED=" << seed_ << "\n"; }

  [[nodiscard]] double seconds_between(double least, double most) {
    return std::uniform_real_distribution<double>(least, most)(random_);
  }

  // One run, whose parent is killed after a while, and before it one of the workers, where that is asked for. Where the
  // run has ended by then, nobody is left to kill.
  Ended run_and_kill(const std::string& command, double worker_seconds, double seconds) const {
    const std::string worker =
        worker_seconds > 0 ? fmt::format("sleep {}; kill -9 $(pgrep -P $p | shuf -n 1) 2> /dev/null; ", worker_seconds)
                           : "";
    return shell(
        fmt::format("$EXTRAM {} --json row.jsonl --junit row.xml --sarif row.sarif > /dev/null 2> error & p=$!; "
                    "{}(sleep {}; kill -9 $p) 2> "
                    "/dev/null & k=$!; wait $p 2> /dev/null; c=$?; kill $k 2> /dev/null; cat error; exit $c",
                    command, worker, seconds));
  }

  // A report is there whole, or not at all.
  void expect_whole_reports() const {
    const std::string xml = content_of(folder_ / "row.xml");
    EXPECT_TRUE(xml.empty() || xml.ends_with("</testsuites>\n")) << xml;
    const std::string sarif = content_of(folder_ / "row.sarif");
    EXPECT_TRUE(sarif.empty() || nlohmann::json::accept(sarif)) << sarif;
  }

  void expect_same(const std::string& run, int jobs, Numbers numbers, double kill_within) {
    ASSERT_EQ(shell("$EXTRAM " + run + " --json whole.jsonl > /dev/null").code, 0);
    const nlohmann::json whole = nlohmann::json::parse(content_of(folder_ / "whole.jsonl"));
    for (std::uint32_t round = 0; round < number_of("EXTRAM_STORM_ROUNDS", 1); ++round) {
      const std::string command = fmt::format("{} --jobs {} --checkpoint {}.cp", run, jobs, round);
      Ended ended = run_and_kill(command, seconds_between(0.1, 0.4), seconds_between(0.1, kill_within));
      int kills = 1;
      for (; ended.code == kKilled && kills < kKillsMax; ++kills) {
        expect_whole_reports();
        ended = run_and_kill(command + " --resume", 0, seconds_between(0.05, kill_within));
      }
      ASSERT_EQ(ended.code, 0) << ended.text;
      EXPECT_EQ(ended.text, "");
      expect_whole_reports();
      EXPECT_TRUE(std::filesystem::exists(folder_ / "row.xml") && std::filesystem::exists(folder_ / "row.sarif"));
      const nlohmann::json row = nlohmann::json::parse(content_of(folder_ / "row.jsonl"));
      for (const char* field : {"verdict", "strength", "limits"}) EXPECT_EQ(row[field], whole[field]) << field;
      if (numbers == Numbers::free) continue;
      for (const char* field : {"executions", "blocked", "steps", "decisions_max"}) {
        EXPECT_EQ(row[field], whole[field]) << field << " after " << kills << " kills";
      }
      std::cout << kills << " runs for " << command << "\n";
    }
  }

  std::uint32_t seed_ = number_of("EXTRAM_STORM_SEED", 1);
  std::mt19937 random_{seed_};
};

constexpr const char* kFull = "check callback --version go_1_16 --threads 2 --callbacks 2 --strategy full";
constexpr const char* kBounded = "check callback --version go_1_16 --threads 3 --strategy bounded --bound 5";
constexpr const char* kLong = "check callback --version go_1_16 --threads 3 --callbacks 2 --strategy exhaustive";
constexpr const char* kExhaustive = "check callback --version go_1_16 --threads 4 --strategy exhaustive";

TEST_F(KillStorm, OfAFullSearch) { expect_same(kFull, 1, Numbers::same, 1.6); }
TEST_F(KillStorm, OfABoundedSearch) { expect_same(kBounded, 1, Numbers::same, 1.6); }
TEST_F(KillStorm, OfAnExhaustiveSearch) { expect_same(kLong, 1, Numbers::same, 2.4); }
TEST_F(KillStorm, OfTwoWorkers) { expect_same(kFull, 2, Numbers::same, 1.6); }
TEST_F(KillStorm, OfTwoWorkersThatLearnFromEachOther) { expect_same(kExhaustive, 2, Numbers::free, 1.6); }

// What a run with a budget, or one that is told to stop, leaves is the rest.
TEST_F(KillStorm, ABudgetAndASignalLeaveTheRest) {
  for (const char* run : {kFull, kExhaustive}) {
    const std::string command = std::string("$EXTRAM ") + run + " --checkpoint a.cp --json row.jsonl";
    ASSERT_EQ(shell(std::string("$EXTRAM ") + run + " --json whole.jsonl").code, 0);
    EXPECT_EQ(shell(command + " --max-seconds 0.2").code, 3);
    EXPECT_EQ(nlohmann::json::parse(content_of(folder_ / "row.jsonl"))["strength"], "");
    EXPECT_EQ(shell(command + " --max-executions 2000 --resume").code, 3);
    EXPECT_EQ(shell("timeout --preserve-status --foreground -s TERM 0.3 " + command + " --resume").code, 3);
    EXPECT_EQ(shell(command + " --resume").code, 0);
    const nlohmann::json row = nlohmann::json::parse(content_of(folder_ / "row.jsonl"));
    const nlohmann::json whole = nlohmann::json::parse(content_of(folder_ / "whole.jsonl"));
    for (const char* field : {"verdict", "strength", "executions", "blocked", "steps"}) {
      EXPECT_EQ(row[field], whole[field]) << field << " of " << run;
    }
    EXPECT_EQ(shell("rm a.cp").code, 0);
  }
}

}  // namespace
}  // namespace extram
