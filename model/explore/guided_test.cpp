// Executions that are meant: what is left out is left out, and what does not fit is passed over.
#include "model/explore/guided.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "model/explore/depth_first.hpp"
#include "model/explore/toy_machine.hpp"

namespace extram {
namespace {

using toy::writers;
using Leg = Intent::Leg;
using Wild = Intent::Wild;

std::vector<std::string> walks_of(std::vector<Intent> intents, const toy::Threads& threads) {
  Guided strategy(std::move(intents));
  return toy::search(threads, strategy);
}

std::string walk_of(const Intent& intent, const toy::Threads& threads) { return walks_of({intent}, threads).front(); }

std::vector<RecordedDecision> recording_of(const Explorer& explorer) {
  std::vector<RecordedDecision> decisions;
  for (const Decision& d : explorer.decisions()) decisions.push_back(record(d));
  return decisions;
}

TEST(GuidedWalks, GoWhereEveryRecordedOneWent) {
  const toy::Step put{.site = "put", .value = 1, .awaits = 0, .choices = {{DecisionKind::signal, 2}}};
  const toy::Step get{.site = "get", .value = 0, .awaits = 1, .choices = {{DecisionKind::stale_load, 3}}};
  for (const toy::Threads& threads : {toy::choosers(), writers({2, 2, 2}), {{put, put}, {get, get}}}) {
    DepthFirst full;
    Explorer explorer(full, {});
    do {
      toy::execute(threads, explorer);
      ASSERT_EQ(walk_of(intent_of(recording_of(explorer)), threads), toy::text_of(explorer.decisions()));
    } while (!explorer.ends());
  }
}

TEST(GuidedWalks, WithoutAnIntentAreTheTamest) {
  EXPECT_EQ(walk_of({}, writers({2, 2})), "0011");
  EXPECT_EQ(walk_of({}, toy::chooser({{DecisionKind::fault, 2}, {DecisionKind::user, 3}})), "0[fault 0][user 0]");
}

TEST(GuidedWalks, PassOverWhatDoesNotFit) {
  EXPECT_EQ(walk_of({{{1, 1}, {7, 3}, {-1, 2}, {0, 1}}, {}}, writers({2, 2})), "1001") << "there is no thread 7";
  EXPECT_EQ(walk_of({{{1, 9}, {0, 1}}, {}}, writers({2, 2})), "1100") << "thread 1 has but two steps";
  const toy::Step put{.site = "put", .value = 1, .awaits = 0};
  const toy::Step get{.site = "get", .value = 0, .awaits = 1};
  EXPECT_EQ(walk_of({{{1, 1}, {0, 2}, {1, 1}}, {}}, {{put, put}, {get, get}}), "0101") << "both wait for each other";
}

TEST(GuidedWalks, AWildChoiceIsOfItsThreadAndKind) {
  const toy::Threads threads(2, {{.site = "a", .choices = {{DecisionKind::signal, 2}, {DecisionKind::fault, 2}}},
                                 {.site = "b", .choices = {{DecisionKind::signal, 2}}}});
  EXPECT_EQ(walk_of({{}, {Wild{1, DecisionKind::signal, 1, 1}}}, threads),
            "0[signal 0][fault 0]0[signal 0]1[signal 0][fault 0]1[signal 1]");
  EXPECT_EQ(walk_of({{}, {Wild{0, DecisionKind::fault, 0, 1}}}, threads),
            "0[signal 0][fault 1]0[signal 0]1[signal 0][fault 0]1[signal 0]");
}

TEST(GuidedWalks, AnAlternativeThatIsGoneIsTheLastOne) {
  EXPECT_EQ(walk_of({{}, {Wild{0, DecisionKind::user, 0, 9}}}, toy::chooser({{DecisionKind::user, 3}})), "0[user 2]");
}

TEST(GuidedWalks, AreAsManyAsIntents) {
  EXPECT_EQ(walks_of({{}, {{{1, 2}}, {}}, {}}, writers({2, 2})), (std::vector<std::string>{"0011", "1100", "0011"}));
  EXPECT_EQ(walks_of({}, writers({2, 2})), (std::vector<std::string>{""})) << "cut at once";
}

TEST(IntentTest, ThreadsAboveTheMissingOneMoveDown) {
  const Intent intent{{{0, 1}, {1, 2}, {0, 3}, {2, 4}},
                      {{1, DecisionKind::signal, 0, 1}, {2, DecisionKind::user, 3, 2}}};
  EXPECT_EQ(without_thread(intent, 1), (Intent{{{0, 4}, {1, 4}}, {{1, DecisionKind::user, 3, 2}}}));
  EXPECT_EQ(without_thread(intent, 0),
            (Intent{{{0, 2}, {1, 4}}, {{0, DecisionKind::signal, 0, 1}, {1, DecisionKind::user, 3, 2}}}));
}

TEST(IntentTest, SmallerOnesAreAllSmaller) {
  const Intent intent{{{0, 1}, {1, 2}, {0, 3}, {2, 4}, {1, 1}},
                      {{1, DecisionKind::signal, 0, 1}, {2, DecisionKind::user, 3, 2}, {0, DecisionKind::fault, 0, 1}}};
  const auto size = [](const Intent& i) { return i.legs.size() + i.wild.size(); };
  const std::vector<Intent> all = smaller_intents(intent);
  for (const Intent& smaller : all) EXPECT_LT(size(smaller), size(intent));
  const auto has = [&](const Intent& wanted) { return std::find(all.begin(), all.end(), wanted) != all.end(); };
  EXPECT_TRUE(has({intent.legs, {}})) << "no wild choice at all";
  EXPECT_TRUE(has({{}, intent.wild})) << "no leg at all";
  for (std::size_t i = 0; i < intent.wild.size(); ++i) {
    Intent one_less = intent;
    one_less.wild.erase(one_less.wild.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_TRUE(has(one_less)) << "wild choice " << i;
  }
  EXPECT_TRUE(has({{{0, 4}, {1, 2}, {2, 4}, {1, 1}}, intent.wild})) << "thread 0 goes earlier";
  EXPECT_TRUE(has({{{1, 2}, {0, 4}, {2, 4}, {1, 1}}, intent.wild})) << "thread 0 goes later";
  EXPECT_TRUE(smaller_intents({}).empty());
}

}  // namespace
}  // namespace extram
