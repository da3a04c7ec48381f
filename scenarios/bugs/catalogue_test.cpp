// The catalogue holds what it says: each bug fails by its oracle, its fixed twin passes, and no two rows lean on the
// same variant.
#include <algorithm>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "impl/world/registry.hpp"
#include "model/explore/depth_first.hpp"
#include "model/explore/exhaustive.hpp"
#include "model/explore/run.hpp"
#include "scenarios/bugs/catalogue.hpp"
#include "scenarios/expectations.hpp"

namespace extram {
namespace {

RunRequest asks(const Bug& bug, std::string_view variant) {
  RunRequest request;
  request.entry = Registry::find(bug.scenario, variant);
  if (request.entry == nullptr) throw std::runtime_error("no such row: " + std::string(variant));
  request.shape = bug.shape;
  return request;
}

TEST(CatalogueTest, EachFailsByItsOracleAndItsFixedTwinPasses) {
  for (const Bug& bug : kBugs) {
    DepthFirst bounded({.preemptions = bug.preemptions, .faults = {}});
    const RunResult fails = run(asks(bug, bug.failing), bounded);
    EXPECT_EQ(fails.verdict, bug.verdict) << bug.failing << ": " << fails.message;
    EXPECT_EQ(fails.oracle, bug.oracle) << bug.failing << ": " << fails.message;
    Exhaustive all;
    const RunResult passes = run(asks(bug, bug.fixed), all);
    EXPECT_EQ(passes.verdict, Verdict::exhausted) << bug.fixed << ": " << passes.message;
    EXPECT_EQ(passes.strength, "complete") << bug.fixed;
  }
}

// What fails is no schedule of the bounded search alone: every execution is seen, and one is bad.
TEST(CatalogueTest, TheExhaustiveSearchConvictsEach) {
  for (const Bug& bug : kBugs) {
    Exhaustive all;
    const RunResult fails = run(asks(bug, bug.failing), all);
    EXPECT_TRUE(is_bad(fails.verdict)) << bug.failing;
  }
}

TEST(CatalogueTest, NoTwoShareAVariant) {
  std::set<std::string_view> seen;
  for (const Bug& bug : kBugs) {
    EXPECT_TRUE(seen.insert(bug.failing).second) << bug.failing << " stands in two rows";
    EXPECT_TRUE(seen.insert(bug.fixed).second) << bug.fixed << " stands in two rows";
    EXPECT_FALSE(bug.member.empty()) << bug.issue;
  }
}

TEST(CatalogueTest, HasTwentyFiveIssuesOfGoAndThreeOthers) {
  std::set<std::string_view> of_go;
  std::set<std::string_view> of_others;
  for (const Bug& bug : kBugs) {
    const std::string_view number = bug.issue.substr(0, bug.issue.find(','));
    (number.starts_with("golang/go#") ? of_go : of_others).insert(number);
  }
  EXPECT_GE(of_go.size(), 25U);
  EXPECT_GE(of_others.size(), 3U);
}

TEST(CatalogueTest, BothRowsOfEachAreInTheSuite) {
  const auto rows = expectations();
  for (const Bug& bug : kBugs) {
    for (const auto& [variant, verdict] : {std::pair(bug.failing, bug.verdict), {bug.fixed, Verdict::exhausted}}) {
      EXPECT_TRUE(std::any_of(rows.begin(), rows.end(), [&, name = variant, wanted = verdict](const Expectation& row) {
        return row.scenario == bug.scenario && row.variant == name && row.shape == bug.shape && row.verdict == wanted;
      })) << variant;
    }
  }
}

}  // namespace
}  // namespace extram
