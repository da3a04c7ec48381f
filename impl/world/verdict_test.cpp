// The names of verdicts and of kinds of decisions, which files and people's scripts rely on.
#include "impl/world/verdict.hpp"

#include <set>

#include <gtest/gtest.h>

namespace extram {
namespace {

TEST(VerdictNames, ComeBackAsTheVerdictTheyName) {
  std::set<std::string_view> names;
  int expected = 0;
  for (const auto& [verdict, name] : kVerdicts) {
    EXPECT_EQ(static_cast<int>(verdict), expected++) << "the table is in the order of the type, and has them all";
    EXPECT_EQ(name_of(verdict), name);
    EXPECT_EQ(verdict_named(name), verdict);
    names.insert(name);
  }
  EXPECT_EQ(static_cast<Verdict>(expected - 1), Verdict::diverged) << "the last one";
  EXPECT_EQ(names.size(), kVerdicts.size());
}

TEST(VerdictNames, NothingElseIsOne) {
  for (const char* text : {"", "?", "Exhausted", "exhausted ", "data race", "ok"}) {
    EXPECT_FALSE(verdict_named(text)) << '"' << text << '"';
  }
}

TEST(VerdictNames, BadIsWhereTheProtocolBroke) {
  std::set<std::string_view> bad;
  for (const auto& [verdict, name] : kVerdicts) {
    if (is_bad(verdict)) bad.insert(name);
  }
  const std::set<std::string_view> expected{"violation", "data_race", "deadlock", "livelock", "leak", "crash", "hang"};
  EXPECT_EQ(bad, expected);
}

TEST(DecisionKindNames, ComeBackAsTheKindTheyName) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kDecisionKinds.size(); ++i) {
    const auto kind = static_cast<DecisionKind>(i);
    EXPECT_EQ(decision_kind_named(name_of(kind)), kind);
    names.insert(name_of(kind));
  }
  EXPECT_EQ(names.size(), kDecisionKinds.size());
  EXPECT_EQ(static_cast<DecisionKind>(kDecisionKinds.size() - 1), DecisionKind::user) << "the last one";
}

TEST(DecisionKindNames, SayTheKind) {
  EXPECT_EQ(name_of(DecisionKind::thread), "thread");
  EXPECT_EQ(name_of(DecisionKind::stale_load), "stale_load");
  EXPECT_EQ(name_of(DecisionKind::spurious_failure), "spurious_failure");
  EXPECT_EQ(name_of(DecisionKind::memory_reuse), "memory_reuse");
  EXPECT_EQ(name_of(DecisionKind::signal), "signal");
  EXPECT_EQ(name_of(DecisionKind::fault), "fault");
  EXPECT_EQ(name_of(DecisionKind::user), "user");
  for (const char* text : {"", "Thread", "stale load", "faults"}) EXPECT_FALSE(decision_kind_named(text)) << text;
}

}  // namespace
}  // namespace extram
