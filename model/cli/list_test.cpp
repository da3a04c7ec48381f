#include "model/cli/verbs_fixture.hpp"

namespace extram {
namespace {

TEST_F(Verbs, ListNamesEverything) {
  const Ran ran = run_extram({"list"});
  EXPECT_EQ(ran.exit, Exit::good);
  for (const char* text :
       {"  counting            do all threads together", "threads 3 (2 to 5)", "versions deaf, one_step, two_steps",
        "two_steps  (does not promise I3)", "lost_update                   one_step: reads and writes apart",
        "  drop:dropm.sigblock                             go_1_16, go_1_21\n", "  I22   ",
        "  pct         random priorities, with --pct-depth - 1 changes"}) {
    EXPECT_NE(ran.out.find(text), std::string::npos) << text << "\n" << ran.out;
  }
}

TEST_F(Verbs, ListAsJson) {
  const nlohmann::json all = nlohmann::json::parse(run_extram({"list", "--json"}).out);
  EXPECT_EQ(all["scenarios"].size(), 2U);
  EXPECT_EQ(all["scenarios"][0]["name"], "counting");
  EXPECT_EQ(all["scenarios"][1]["defaults"]["threads"], 3);
  EXPECT_EQ(all["scenarios"][1]["threads_min"], 2);
  EXPECT_EQ(all["scenarios"][0]["mutants"], nlohmann::json({"lost_update", "moody", "stuck"}));
  EXPECT_EQ(all["versions"].size(), 4U);
  EXPECT_EQ(all["mutants"][0],
            (nlohmann::json{{"name", "lost_update"}, {"version", "one_step"}, {"wrong", "reads and writes apart"}}));
  EXPECT_GT(all["machine_made"].size(), 100U);
  EXPECT_EQ(all["machine_made"][0]["version"], "go_1_16");
  EXPECT_EQ(all["oracles"].size(), kOracles.size());
  EXPECT_EQ(all["strategies"].size(), kStrategies.size());
}

}  // namespace
}  // namespace extram
