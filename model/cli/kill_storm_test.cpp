// Programs that are struck at moments that chance picks, by Ctrl-C, SIGTERM or SIGKILL, themselves or one of the
// processes that they started: no file is ever half of one, and a search that goes on from its checkpoint tells in the
// end what it tells when nobody disturbs it.
//
// EXTRAM_STORM_KILLS: how many strikes each storm has; EXTRAM_STORM_SEED: picks them (both are printed).
#include <algorithm>
#include <array>
#include <chrono>
#include <iostream>
#include <map>
#include <random>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include "model/cli/shell_fixture.hpp"

namespace extram {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::array kSignals{SIGINT, SIGTERM, SIGKILL};
constexpr std::array kSignalNames{"INT", "TERM", "KILL"};
constexpr std::uint32_t kUsualKills = 2;
constexpr int kTruncated = 3;
constexpr int kByASignal = 128;  // as a shell counts
constexpr int kRunsMax = 60;     // of one search, which would then not come to its end

std::uint32_t number_of(const char* variable, std::uint32_t usual) {
  const char* const text = std::getenv(variable);
  return text == nullptr ? usual : static_cast<std::uint32_t>(std::stoul(text));
}

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

enum class Target : std::uint8_t { itself, child };
struct Strike {
  double after = 0.0;  // seconds
  std::size_t signal = 0;
  Target target = Target::itself;
};

struct Struck {
  int code = -1;
  bool was_there = false;  // whom the strike was for
  std::string error;       // what was said on standard error
};

// How exactly the numbers can be the same. States that two workers explore at the same time are explored twice.
enum class Numbers : std::uint8_t { same, free };

class KillStorm : public Shell {
 protected:
  KillStorm() {
    const std::string name = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::cout << fmt::format("EXTRAM_STORM_SEED={} EXTRAM_STORM_KILLS={} --gtest_filter=KillStorm.{}\n", seed_, kills_,
                             name);
    const int nameless = open(folder_.c_str(), O_TMPFILE | O_WRONLY, 0600);
    leaves_nothing_ = nameless >= 0;
    if (nameless >= 0) (void)close(nameless);
  }
  ~KillStorm() override {
    std::string counts;
    for (const auto& [what, count] : struck_) counts += fmt::format(" {} {},", count, what);
    std::cout << fmt::format("{} strikes:{} in {} runs\n", strikes_, counts, runs_);
  }

  [[nodiscard]] bool wants_more() const { return strikes_ < kills_; }

  // Within the time that it takes when nobody disturbs it.
  [[nodiscard]] Strike a_strike(double seconds) {
    Strike strike;
    strike.after = std::uniform_real_distribution<double>(0.0, seconds)(random_);
    strike.signal = std::uniform_int_distribution<std::size_t>(0, kSignals.size() - 1)(random_);
    strike.target = std::bernoulli_distribution(0.25)(random_) ? Target::child : Target::itself;
    return strike;
  }

  // In the folder of the test; its standard output goes nowhere.
  Struck run_and_strike(const std::string& command, const Strike& strike) {
    const pid_t child = start("cd " + folder_.string() + " && exec $EXTRAM " + command + " > /dev/null 2> error");
    const auto start = Clock::now();
    int status = 0;
    bool has_ended = false;
    while (!has_ended && seconds_since(start) < strike.after) {
      has_ended = waitpid(child, &status, WNOHANG) == child;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    Struck struck;
    if (!has_ended) {
      const pid_t target = strike.target == Target::itself ? child : a_child_of(child);
      struck.was_there = target > 0 && kill(target, kSignals[strike.signal]) == 0;
      EXPECT_EQ(waitpid(child, &status, 0), child);
    }
    struck.code = WIFEXITED(status) ? WEXITSTATUS(status) : kByASignal + WTERMSIG(status);
    struck.error = content_of(folder_ / "error");
    count(strike, struck);
    return struck;
  }

  // Of a search that keeps its state and can end well: how it goes on.
  [[nodiscard]] bool has_been_cut(const Strike& strike, const Struck& struck) const {
    if (struck.code == 0) return false;
    EXPECT_TRUE(struck.was_there) << struck.error;
    EXPECT_EQ(strike.target, Target::itself) << struck.error;
    const bool killed = struck.code == kByASignal + kSignals[strike.signal];  // also before it could listen
    EXPECT_TRUE(killed || (kSignals[strike.signal] != SIGKILL && struck.code == kTruncated)) << struck.code << "\n"
                                                                                             << struck.error;
    EXPECT_EQ(struck.error, "");
    return true;
  }

  // From its checkpoint on, until it has come to its end.
  void run_to_its_end(const std::string& command, double seconds) {
    const std::string checkpoint = "search.cp";
    fs::remove(folder_ / checkpoint);
    for (int run = 0;; ++run) {
      ASSERT_LT(run, kRunsMax) << command;
      const Strike strike = a_strike(seconds);
      const bool resumes = fs::exists(folder_ / checkpoint);
      const Struck struck =
          run_and_strike(fmt::format("{} --checkpoint {}{}", command, checkpoint, resumes ? " --resume" : ""), strike);
      expect_whole_files();
      if (!has_been_cut(strike, struck) || HasFailure()) return;
    }
  }

  // A report is there whole, or not at all; nothing else is there.
  void expect_whole_files() const {
    const std::string xml = content_of(folder_ / "row.xml");
    EXPECT_TRUE(xml.empty() || xml.ends_with("</testsuites>\n")) << xml;
    for (const char* json : {"row.sarif", "row.jsonl"}) {
      const std::string text = content_of(folder_ / json);
      EXPECT_TRUE(text.empty() || (text.ends_with("\n") && nlohmann::json::accept(text))) << text;
    }
    for (const auto& entry : fs::directory_iterator(folder_)) {
      const std::string name = entry.path().filename();
      EXPECT_TRUE(!leaves_nothing_ || !name.starts_with(".")) << name;
    }
  }

  [[nodiscard]] nlohmann::json row_in(const std::string& name) const {
    return nlohmann::json::parse(content_of(folder_ / name), nullptr, false);
  }

  // The seconds that it takes.
  double run_whole(const std::string& command) const {
    const auto start = Clock::now();
    EXPECT_EQ(shell("$EXTRAM " + command + " --json whole.jsonl > /dev/null").code, 0);
    return seconds_since(start);
  }

  void expect_same_row(const nlohmann::json& row, Numbers numbers) const {
    const nlohmann::json whole = row_in("whole.jsonl");
    ASSERT_TRUE(row.is_object());
    for (const char* field : {"verdict", "strength", "limits"}) EXPECT_EQ(row[field], whole[field]) << field;
    if (numbers == Numbers::free) return;
    for (const char* field : {"executions", "blocked", "steps", "decisions_max"}) {
      EXPECT_EQ(row[field], whole[field]) << field;
    }
  }

  void expect_same(const std::string& run, int jobs, Numbers numbers) {
    const double seconds = run_whole(run);
    while (wants_more() && !HasFailure()) {
      for (const char* name : {"row.jsonl", "row.xml", "row.sarif"}) fs::remove(folder_ / name);
      run_to_its_end(fmt::format("{} --jobs {} --json row.jsonl --junit row.xml --sarif row.sarif", run, jobs),
                     seconds);
      EXPECT_TRUE(fs::exists(folder_ / "row.xml") && fs::exists(folder_ / "row.sarif"));
      expect_same_row(row_in("row.jsonl"), numbers);
    }
  }

  std::uint32_t seed_ = number_of("EXTRAM_STORM_SEED", 1);
  std::uint32_t kills_ = number_of("EXTRAM_STORM_KILLS", kUsualKills);
  std::mt19937 random_{seed_};
  std::uint32_t strikes_ = 0;
  int runs_ = 0;

 private:
  static pid_t start(std::string command) {
    std::string shell = "/bin/sh";
    std::string option = "-c";
    char* arguments[] = {shell.data(), option.data(), command.data(), nullptr};
    pid_t child = -1;
    EXPECT_EQ(posix_spawn(&child, shell.c_str(), nullptr, nullptr, arguments, environ), 0);
    return child;
  }

  pid_t a_child_of(pid_t process) {
    std::ifstream file(fmt::format("/proc/{0}/task/{0}/children", process));
    std::vector<pid_t> children{std::istream_iterator<pid_t>(file), {}};
    if (children.empty()) return -1;
    return children[std::uniform_int_distribution<std::size_t>(0, children.size() - 1)(random_)];
  }

  void count(const Strike& strike, const Struck& struck) {
    ++runs_;
    if (!struck.was_there) return;
    ++strikes_;
    ++struck_[fmt::format("{}{}", kSignalNames[strike.signal], strike.target == Target::child ? " to a child" : "")];
  }

  std::map<std::string, int> struck_;
  bool leaves_nothing_ = false;
};

constexpr const char* kBounded = "check callback --version go_1_16 --threads 3 --strategy bounded --bound 4";
constexpr const char* kFurther = "check callback --version go_1_16 --threads 3 --strategy bounded --bound 5";
constexpr const char* kExhaustive = "check callback --version go_1_16 --threads 4 --strategy exhaustive";

TEST_F(KillStorm, OfABoundedSearch) { expect_same(kBounded, 1, Numbers::same); }
TEST_F(KillStorm, OfAnExhaustiveSearch) { expect_same(kExhaustive, 1, Numbers::same); }
TEST_F(KillStorm, OfTwoWorkers) { expect_same(kFurther, 2, Numbers::same); }
TEST_F(KillStorm, OfTwoWorkersThatLearnFromEachOther) { expect_same(kExhaustive, 2, Numbers::free); }

// Each shard is disturbed, and so is the one that joins them.
TEST_F(KillStorm, OfShards) {
  constexpr int kShards = 3;
  const double seconds = run_whole(kBounded);
  while (wants_more() && !HasFailure()) {
    std::string rows;
    for (int shard = 1; shard <= kShards; ++shard) {
      const std::string row = fmt::format("shard-{}.jsonl", shard);
      run_to_its_end(fmt::format("{} --shard {}/{} --json {}", kBounded, shard, kShards, row), seconds / kShards);
      rows += " " + row;
    }
    fs::remove(folder_ / "row.jsonl");
    (void)run_and_strike("merge" + rows + " --json row.jsonl", a_strike(0.02));
    expect_whole_files();
    ASSERT_EQ(shell("$EXTRAM merge" + rows + " --json row.jsonl").code, 0);
    expect_same_row(row_in("row.jsonl"), Numbers::same);
  }
}

// What has no checkpoint is asked again: until then the old file is there, and then the new one.
TEST_F(KillStorm, OfWhatWritesOverAnOldFile) {
  ASSERT_EQ(shell("$EXTRAM check signal_window --version go_1_15 --threads 3 --strategy random && exit; mv "
                  "schedules/*.sched a.sched && rmdir schedules")
                .code,
            0);
  const std::array commands{
      std::string("minimise a.sched -o file"), std::string("replay a.sched --trace html -o file"),
      std::string("mutants unlock_relaxed drop:dropm.sigblock --version go_1_16 --quick --jobs 2 --json file"),
      std::string("necessity dropm.setg_nil --version go_1_16 --json file"),
      std::string("check callback --version go_1_16 --threads 3 --callbacks 1 --junit file")};
  const std::string old = "what was here before\n";
  std::vector<double> seconds;
  for (const std::string& command : commands) {
    const auto start = Clock::now();
    ASSERT_LE(shell("$EXTRAM " + command + " > /dev/null").code, 1) << command;
    seconds.push_back(seconds_since(start));
    EXPECT_GT(content_of(folder_ / "file").size(), old.size());
  }
  for (std::size_t i = 0; wants_more() && !HasFailure(); i = (i + 1) % commands.size()) {
    std::ofstream(folder_ / "file") << old;
    const Struck struck = run_and_strike(commands[i], a_strike(seconds[i]));
    const std::string now = content_of(folder_ / "file");
    // Empty: of no mutant there was anything to tell yet.
    EXPECT_TRUE(now.empty() || now == old || now.ends_with("\n") || now.ends_with("</html>")) << commands[i] << "\n"
                                                                                              << now;
    EXPECT_LE(std::count(struck.error.begin(), struck.error.end(), '\n'), 1) << struck.error;
    expect_whole_files();
    if (struck.was_there) continue;
    EXPECT_LE(struck.code, 1) << commands[i] << "\n" << struck.error;
    EXPECT_NE(now, old) << commands[i];
  }
}

// What a run with a budget, or one that is told to stop, leaves is the rest.
TEST_F(KillStorm, ABudgetAndASignalLeaveTheRest) {
  for (const char* run : {kFurther, kExhaustive}) {
    const std::string command = std::string("$EXTRAM ") + run + " --checkpoint a.cp --json row.jsonl";
    (void)run_whole(run);
    EXPECT_EQ(shell(command + " --max-seconds 0.2").code, kTruncated);
    EXPECT_EQ(row_in("row.jsonl")["strength"], "");
    EXPECT_EQ(shell(command + " --max-executions 2000 --resume").code, kTruncated);
    EXPECT_EQ(shell("timeout --preserve-status --foreground -s TERM 0.3 " + command + " --resume").code, kTruncated);
    EXPECT_EQ(shell(command + " --resume").code, 0);
    expect_same_row(row_in("row.jsonl"), Numbers::same);
    EXPECT_EQ(shell("rm a.cp").code, 0);
  }
}

}  // namespace
}  // namespace extram
