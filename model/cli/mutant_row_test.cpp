#include "model/cli/mutant_row.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace extram {
namespace {

MutantRow survivor(const char* mutant, bool exhausted) {
  MutantRow row;
  row.name = {mutant, "go_1_16", "lockextra.load", "weaken", "it is relaxed"};
  row.exhausted = exhausted;
  row.searched = {"callback 2x1: complete in 5 executions"};
  return row;
}

TEST(MutantRowTest, GoesThroughJsonAndBack) {
  MutantRow row = survivor("weaken:lockextra.load=relaxed", true);
  row.columns = {{"pct", 7, {}}, {"bounded", std::nullopt, {}}, {"tsan", std::nullopt, "it is no data race"}};
  row.oracles = {Oracle::I7, Oracle::I20};
  explain(row);
  const nlohmann::ordered_json json = to_json(row);
  EXPECT_EQ(to_json(row_in(json)), json);
  EXPECT_EQ(json["kills"]["pct"], 7);
  EXPECT_TRUE(json["kills"]["bounded"].is_null());
  EXPECT_EQ(json["not_tried"]["tsan"], "it is no data race");
}

TEST(MutantRowTest, AReasonIsHeldAgainstTheFate) {
  MutantRow explained = survivor("weaken:lockextra.load=relaxed", true);
  explain(explained);
  EXPECT_EQ(explained.fate, Fate::equivalent);
  EXPECT_EQ(explained.complaint, "");
  EXPECT_FALSE(explained.reason.empty());

  MutantRow not_promised = survivor("drop:needm.sigblock", true);
  not_promised.name.version = "go_1_15";
  explain(not_promised);
  EXPECT_EQ(not_promised.fate, Fate::survived);
  EXPECT_TRUE(not_promised.reason.ends_with("; within " + not_promised.searched.front())) << not_promised.reason;

  MutantRow cut = survivor("weaken:lockextra.load=relaxed", false);
  explain(cut);
  EXPECT_EQ(cut.fate, Fate::survived);
  EXPECT_NE(cut.complaint, "") << "equivalent is a word for what was searched through";

  MutantRow unknown = survivor("drop:dropm.sigblock", true);
  explain(unknown);
  EXPECT_NE(unknown.complaint, "");

  MutantRow not_met = survivor("weaken:lockextra.load=relaxed", false);
  not_met.searched.clear();
  explain(not_met);
  EXPECT_NE(not_met.complaint.find("no trial"), std::string::npos);

  MutantRow killed = survivor("weaken:lockextra.load=relaxed", true);
  killed.fate = Fate::killed;
  explain(killed);
  EXPECT_NE(killed.complaint, "") << "a reason that is no longer true";
}

TEST(MutantRowTest, RealThreadsMustShowWhatTheModelShows) {
  MutantRow row = survivor("unlock_relaxed", true);
  row.name.kind = "written";
  row.fate = Fate::killed;
  row.columns = {{"pct", std::nullopt, {}}, {"lockstep", 1, {}}, {"tsan", std::nullopt, "it is no data race"}};
  explain(row);
  EXPECT_EQ(row.complaint, "");
  row.columns.back().why_not.clear();
  explain(row);
  EXPECT_NE(row.complaint.find("(tsan)"), std::string::npos) << row.complaint;
}

}  // namespace
}  // namespace extram
