// A schedule never lies. Of schedules from every row of the suite, by every strategy, at several sizes: each replays to
// its verdict; with one byte changed it is refused; against another model it diverges, and the step is named.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "impl/world/generator.hpp"
#include "impl/world/registry.hpp"
#include "model/cli/options.hpp"
#include "model/cli/plan.hpp"
#include "model/cli/verbs.hpp"
#include "model/explore/run.hpp"
#include "model/schedule/folder_for_test.hpp"
#include "model/schedule/schedule.hpp"
#include "model/schedule/shape_text.hpp"
#include "scenarios/expectations.hpp"

namespace extram {
namespace {

std::uint64_t seed() {
  static const std::uint64_t value = [] {
    const char* const given = std::getenv("EXTRAM_SEED");
    const std::uint64_t number = given != nullptr ? std::strtoull(given, nullptr, 10) : 1;
    std::cout << "EXTRAM_SEED=" << number << "\n";
    return number;
  }();
  return value;
}

// --- making schedules -----------------------------------------------------------------------------------------------

StrategyChoice choice(std::string name, std::uint64_t seed, std::uint64_t executions) {
  StrategyChoice strategy{.name = std::move(name), .bounds = {}, .seed = seed};
  if (strategy.name == "bounded") strategy.bounds.preemptions = 3;
  strategy.executions = executions;
  return strategy;
}

std::optional<Schedule> schedule_of(const Entry& entry, const Shape& shape, const StrategyChoice& strategy) {
  RunRequest request;
  request.entry = &entry;
  request.shape = shape;
  request.limits.executions_max = strategy.samples() ? 0 : strategy.executions;
  const RunResult result = run(request, *strategy.make());
  Schedule schedule;
  schedule.scenario = entry.info.name;
  schedule.version = entry.version;
  schedule.mutant = entry.mutant;
  schedule.shape = shape;
  schedule.strategy = strategy.text();
  schedule.seed = strategy.seed;
  // A search that was cut has seen its last execution to the end all the same.
  schedule.verdict = result.verdict == Verdict::truncated ? Verdict::sampled : result.verdict;
  schedule.oracle = result.oracle;
  schedule.message = result.message;
  schedule.fingerprint = fingerprint(entry, shape);
  schedule.decisions = result.decisions;
  // The last execution may be one that was cut: no schedule tells of it.
  if (!is_bad(result.verdict) && result.counts.blocked != 0) return std::nullopt;
  return schedule;
}

std::vector<Schedule> make_schedules() {
  std::vector<Schedule> all;
  std::uint64_t n = 0;
  for (const Expectation& row : expectations()) {
    const Entry& entry = *Registry::find(row.scenario, row.variant);
    for (const std::string_view strategy : {"bounded", "random", "pct"}) {
      // Each time another size, another seed, and of good ones another execution.
      Shape shape = row.shape;
      if (n % 3 == 1) ++shape.callbacks;
      if (n % 3 == 2) shape.threads = std::min(shape.threads + 1, entry.info.threads_max);
      const std::uint64_t executions = is_bad(row.verdict) ? 5'000 : 1 + n % 17;
      if (auto schedule = schedule_of(entry, shape, choice(std::string(strategy), n, executions))) {
        all.push_back(std::move(*schedule));
      }
      ++n;
    }
    // Where most walks of a good one are cut, one that is not may take some looking for.
    const std::uint64_t seeds = is_bad(row.verdict) ? 1 : 50;
    for (std::uint64_t seed = 1000 + n; seed < 1000 + n + seeds; ++seed) {
      auto again = schedule_of(entry, row.shape, choice("random", seed, is_bad(row.verdict) ? 5'000 : 1));
      if (!again) continue;
      all.push_back(std::move(*again));
      break;
    }
  }
  return all;
}

const std::vector<Schedule>& schedules() {
  static const std::vector<Schedule> all = make_schedules();
  return all;
}

std::string title_of(const Schedule& s) {
  return s.scenario + " " + s.variant() + " " + size_text(s.shape) + " " + s.strategy + " seed " +
         std::to_string(s.seed);
}

// --- replaying them -------------------------------------------------------------------------------------------------

class SchedulesTest : public ::testing::Test {
 protected:
  struct Ended {
    Exit exit = Exit::harness;
    std::string out;
    std::string err;
  };

  [[nodiscard]] Ended replay_text(const std::string& text) const {
    const std::string path = folder_ / "a.sched";
    std::ofstream(path, std::ios::trunc) << text;
    Command command;
    command.verb = Verb::replay;
    command.replay.schedule = path;
    std::ostringstream out;
    std::ostringstream err;
    const Exit exit = run_verb(command, Console{out, err});
    return {exit, out.str(), err.str()};
  }

  void expect_diverges(const Schedule& changed, const std::string& how, const std::string& step = "step ") const {
    const Ended ended = replay_text(to_text(changed));
    EXPECT_EQ(ended.exit, Exit::diverged) << how << "\n" << ended.out << ended.err;
    EXPECT_NE(ended.err.find("diverged: " + step), std::string::npos) << how << "\n" << ended.err;
    EXPECT_EQ(ended.out, "") << how << ": nothing is shown of an execution that is another";
  }

 private:
  const Folder own_;
  const std::filesystem::path& folder_ = own_.path();
};

TEST_F(SchedulesTest, AreManyAndOfEveryKind) {
  ASSERT_GE(schedules().size(), 200U);
  std::map<std::string, int> by_strategy;
  std::set<Verdict> verdicts;
  std::set<Oracle> oracles;
  std::set<DecisionKind> wild;
  std::set<std::string> variants;
  for (const Schedule& s : schedules()) {
    ++by_strategy[s.strategy.substr(0, s.strategy.find('('))];
    verdicts.insert(s.verdict);
    oracles.insert(s.oracle);
    variants.insert(s.scenario + s.variant());
    for (const RecordedDecision& d : s.decisions) {
      if (d.index != 0) wild.insert(d.kind);
    }
  }
  for (const char* strategy : {"bounded", "random", "pct"}) EXPECT_GT(by_strategy[strategy], 40) << strategy;
  for (const Verdict verdict : {Verdict::violation, Verdict::data_race, Verdict::deadlock, Verdict::sampled}) {
    EXPECT_TRUE(verdicts.contains(verdict)) << name_of(verdict);
  }
  EXPECT_GT(oracles.size(), 15U);
  for (const DecisionKind kind : {DecisionKind::thread, DecisionKind::signal, DecisionKind::fault}) {
    EXPECT_TRUE(wild.contains(kind)) << name_of(kind);
  }
  for (const Expectation& row : expectations()) {
    EXPECT_TRUE(variants.contains(std::string(row.scenario) + std::string(row.variant))) << row.variant;
  }
}

TEST_F(SchedulesTest, EachReplaysToItsVerdict) {
  for (const Schedule& s : schedules()) {
    const Ended ended = replay_text(to_text(s));
    EXPECT_EQ(ended.exit, is_bad(s.verdict) ? Exit::bad : Exit::good) << title_of(s) << "\n" << ended.err;
    EXPECT_EQ(ended.err, "") << title_of(s);
  }
}

TEST_F(SchedulesTest, EachIsRefusedWithOneByteChanged) {
  Generator generator(seed(), 0);
  for (const Schedule& s : schedules()) {
    const std::string whole = to_text(s);
    const std::size_t decisions = whole.find("\ndecisions ") + 1;
    const std::size_t checksum = whole.rfind("checksum");
    const auto within = [&](std::size_t from, std::size_t to) { return from + generator.below(to - from); };
    for (const std::size_t at : {within(0, decisions), within(decisions, checksum), within(checksum, whole.size()),
                                 within(0, decisions), within(decisions, checksum), within(0, whole.size())}) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(static_cast<unsigned char>(damaged[at]) + 1 + generator.below(255));
      const Ended ended = replay_text(damaged);
      EXPECT_EQ(ended.exit, Exit::usage) << title_of(s) << " byte " << at << "\n" << ended.out << ended.err;
      EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
      EXPECT_EQ(ended.out, "");
    }
  }
}

// The protocol was mended since: the execution goes another way, or does not fail any more.
TEST_F(SchedulesTest, EachFailureDivergesOnceTheBugIsGone) {
  int tried = 0;
  for (const Schedule& s : schedules()) {
    if (!is_bad(s.verdict)) continue;
    Schedule mended = s;
    mended.mutant.clear();
    if (s.mutant.empty()) mended.version = "go_1_16";
    if (Registry::find(mended.scenario, mended.version) == nullptr || mended.variant() == s.variant()) continue;
    expect_diverges(mended, title_of(s) + " on " + mended.version);
    ++tried;
  }
  EXPECT_GT(tried, 80);
}

TEST_F(SchedulesTest, EachDivergesWithAnotherNumberOfThreads) {
  for (const Schedule& s : schedules()) {
    // A process that ends before its first step ends so with any number of threads.
    const auto is_step = [](const RecordedDecision& d) { return d.kind == DecisionKind::thread; };
    if (std::none_of(s.decisions.begin(), s.decisions.end(), is_step)) continue;
    const ScenarioInfo& info = Registry::find(s.scenario, s.variant())->info;
    if (info.threads_min == info.threads_max) continue;  // another number is refused
    Schedule changed = s;
    changed.shape.threads += s.shape.threads < info.threads_max ? 1 : -1;
    expect_diverges(changed, title_of(s) + " with another number of threads");
  }
}

TEST_F(SchedulesTest, EachDivergesWhereOneDecisionIsOfAnotherModel) {
  Generator generator(seed(), 1);
  for (const Schedule& s : schedules()) {
    if (s.decisions.empty()) continue;
    const std::size_t at = generator.below(s.decisions.size());
    const std::string step = "step " + std::to_string(at) + ": ";
    Schedule changed = s;
    RecordedDecision& d = changed.decisions[at];
    switch (generator.below(4)) {
      case 0:
        d.site = "elsewhere";
        break;
      case 1:
        ++d.arity;
        break;
      case 2:
        d.kind = d.kind == DecisionKind::thread ? DecisionKind::user : DecisionKind::thread;
        break;
      default:
        d.thread = (d.thread + 1) % kMaxThreads;
    }
    expect_diverges(changed, title_of(s), step);
  }
}

TEST_F(SchedulesTest, EachDivergesWhereTheModelGoesOnOrHasEnded) {
  for (const Schedule& s : schedules()) {
    const std::size_t count = s.decisions.size();
    if (count == 0) continue;
    Schedule shorter = s;
    shorter.decisions.pop_back();
    expect_diverges(shorter, title_of(s), "step " + std::to_string(count - 1) + ": ");
    Schedule longer = s;
    longer.decisions.push_back(s.decisions.back());
    expect_diverges(longer, title_of(s), "step " + std::to_string(count) + ": ");
  }
}

TEST_F(SchedulesTest, EachDivergesWhereItSaysAnotherVerdict) {
  for (const Schedule& s : schedules()) {
    const std::string step = "step " + std::to_string(s.decisions.size()) + ": ";
    Schedule changed = s;
    changed.verdict = is_bad(s.verdict) ? Verdict::sampled : Verdict::violation;
    changed.oracle = is_bad(s.verdict) ? Oracle::none : Oracle::I1;
    expect_diverges(changed, title_of(s), step);
    if (!is_bad(s.verdict)) continue;
    changed = s;
    changed.oracle = s.oracle == Oracle::I2 ? Oracle::I4 : Oracle::I2;
    expect_diverges(changed, title_of(s), step);
  }
}

}  // namespace
}  // namespace extram
