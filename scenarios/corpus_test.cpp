// The corpus: for each bug of the suite a schedule that is as small as can be, kept in the tree. A new version of a
// protocol or of the search must still replay them; `ci/corpus.py BUILD --write` makes them anew.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <sstream>
#include <vector>

#include <gtest/gtest.h>

#include "impl/world/registry.hpp"
#include "model/cli/verbs.hpp"
#include "model/explore/cost.hpp"
#include "model/explore/run.hpp"
#include "model/schedule/schedule.hpp"
#include "scenarios/expectations.hpp"

namespace extram {
namespace {

struct Kept {
  std::string path;
  Schedule schedule;
};

const std::vector<Kept>& corpus() {
  static const std::vector<Kept> all = [] {
    std::vector<Kept> found;
    for (const auto& file : std::filesystem::directory_iterator(EXTRAM_CORPUS)) {
      const std::string path = file.path();
      ReadSchedule read = read_schedule(path);
      if (!read.schedule) throw std::runtime_error(read.error);
      found.push_back({path, std::move(*read.schedule)});
    }
    std::sort(found.begin(), found.end(), [](const Kept& a, const Kept& b) { return a.path < b.path; });
    return found;
  }();
  return all;
}

struct Ended {
  Exit exit = Exit::harness;
  std::string out;
  std::string err;
};

Ended replayed(const std::string& path) {
  Command command;
  command.verb = Verb::replay;
  command.replay.schedule = path;
  std::ostringstream out;
  std::ostringstream err;
  const Exit exit = run_verb(command, Console{out, err});
  return {exit, out.str(), err.str()};
}

TEST(CorpusTest, EachReplaysToItsVerdict) {
  std::size_t old = 0;
  for (const Kept& kept : corpus()) {
    EXPECT_TRUE(is_bad(kept.schedule.verdict)) << kept.path;
    const Ended ended = replayed(kept.path);
    EXPECT_EQ(ended.exit, Exit::bad) << kept.path << "\n" << ended.err;
    const Entry* const entry = Registry::find(kept.schedule.scenario, kept.schedule.variant());
    ASSERT_NE(entry, nullptr) << kept.path;
    old += fingerprint(*entry, kept.schedule.shape) != kept.schedule.fingerprint ? 1U : 0U;
  }
  std::cout << corpus().size() << " schedules, " << old << " of a model that has changed since\n";
}

TEST(CorpusTest, HasOneForEachBugOfTheSuite) {
  for (const Expectation& row : expectations()) {
    if (!is_bad(row.verdict)) continue;
    const bool kept = std::any_of(corpus().begin(), corpus().end(), [&](const Kept& k) {
      return k.schedule.scenario == row.scenario && k.schedule.variant() == row.variant &&
             k.schedule.verdict == row.verdict && k.schedule.oracle == row.oracle;
    });
    EXPECT_TRUE(kept) << row.scenario << " " << row.variant << ": write it with ci/corpus.py BUILD --write";
  }
}

// golang/go#42207 in a trace that can be read at a glance.
TEST(CorpusTest, TheBugOfGo115IsSmall) {
  // By a signal to its thread. That one to the process does it too, the scenario `callback` asks.
  const auto found = std::find_if(corpus().begin(), corpus().end(), [](const Kept& k) {
    return k.schedule.variant() == "go_1_15" && k.schedule.shape.signals > 0;
  });
  ASSERT_NE(found, corpus().end());
  const Cost cost = cost_of(found->schedule.shape, found->schedule.decisions);
  EXPECT_LE(cost[Axis::context_switches], 3U);
  EXPECT_EQ(cost[Axis::signals], 1U);
  const std::string trace = replayed(found->path).out;
  EXPECT_LE(std::count(trace.begin(), trace.end(), '\n'), 40);
}

}  // namespace
}  // namespace extram
