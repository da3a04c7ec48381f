// The matrix over the toy: a mutant that its suite convicts, and two that nobody tries and nobody has explained.
#include <pugixml.hpp>

#include "model/cli/verbs_fixture.hpp"

namespace extram {
namespace {

TEST_F(Verbs, AMutantIsKilledByEachSearchAndHasItsOracles) {
  const Ran ran = run_extram({"mutants", "lost_update", "--json", "-", "--schedules", "kills"});
  EXPECT_EQ(ran.exit, Exit::good) << ran.err;
  const auto rows = rows_of(ran.out);
  ASSERT_EQ(rows.size(), 1U);
  const nlohmann::json& row = rows.front();
  for (const char* field :
       {"mutant", "version", "site", "kind", "fate", "oracle", "verdict", "kills", "schedule", "reason"}) {
    EXPECT_TRUE(row.contains(field)) << field;
  }
  EXPECT_EQ(row["fate"], "killed");
  EXPECT_EQ(row["oracle"], "I7");
  EXPECT_EQ(row["oracles"], nlohmann::json({"I7"}));
  EXPECT_TRUE(row["only_oracles"]);
  EXPECT_TRUE(row["site"].is_null());
  EXPECT_TRUE(row["reason"].is_null());
  for (const char* search : {"exhaustive", "bounded", "pct", "random"}) EXPECT_GT(row["kills"][search], 0) << search;
  EXPECT_EQ(run_extram({"replay", row["schedule"]}).exit, Exit::bad);
  EXPECT_NE(ran.err.find("1 mutants: 1 killed, 0 equivalent, 0 survived; 100.0 %"), std::string::npos) << ran.err;
}

TEST_F(Verbs, ASurvivorThatNobodyHasExplainedFails) {
  const Ran ran = run_extram({"mutants", "--quick"});
  EXPECT_EQ(ran.exit, Exit::bad);
  EXPECT_NE(ran.out.find("FAILED  one_step stuck: no trial of its version meets it"), std::string::npos) << ran.out;
  EXPECT_EQ(ran.out.find("FAILED  one_step lost_update"), std::string::npos) << ran.out;
}

TEST_F(Verbs, AnOracleWithoutAMutantFails) {
  const Ran ran = run_extram({"mutants"});
  EXPECT_EQ(ran.exit, Exit::bad);
  EXPECT_NE(ran.out.find("FAILED  I2 kills no mutant alone"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("I7    alone kills lost_update"), std::string::npos) << ran.out;
}

TEST_F(Verbs, TwoProcessesMakeTheSameRows) {
  const Ran alone = run_extram({"mutants", "--json", "1.json"});
  const Ran together = run_extram({"mutants", "--jobs", "2", "--json", "2.json"});
  EXPECT_EQ(alone.out, together.out);
  std::ifstream one("1.json");
  std::ifstream two("2.json");
  const std::string text{std::istreambuf_iterator<char>(one), {}};
  EXPECT_FALSE(text.empty());
  EXPECT_EQ(text, (std::string{std::istreambuf_iterator<char>(two), {}}));
}

// As the verb ends: what fails it fails there, the oracle without a mutant too.
TEST_F(Verbs, MutantsAreCasesForBuildServers) {
  EXPECT_EQ(run_extram({"mutants", "--junit", "m.xml"}).exit, Exit::bad);
  pugi::xml_document xml;
  ASSERT_TRUE(xml.load_file("m.xml"));
  std::map<std::string, std::string> failures;
  int cases = 0;
  for (const auto suite : xml.child("testsuites").children("testsuite")) {
    for (const auto test : suite.children("testcase")) {
      ++cases;
      const std::string name = test.attribute("name").value();
      if (test.child("failure")) failures[name] = test.child("failure").attribute("message").value();
    }
  }
  EXPECT_EQ(xml.child("testsuites").attribute("tests").as_int(), cases);
  EXPECT_EQ(xml.child("testsuites").attribute("failures").as_int(), static_cast<int>(failures.size()));
  EXPECT_FALSE(failures.contains("lost_update")) << "it is killed";
  EXPECT_NE(failures["stuck"].find("no trial of its version meets it"), std::string::npos) << failures["stuck"];
  EXPECT_NE(failures["I2"].find("kills no mutant alone"), std::string::npos) << failures["I2"];
}

TEST_F(Verbs, MutantsThatAreNotThere) {
  expect_refused({"mutants", "lost_updat"}, "did you mean 'lost_update'?");
  expect_refused({"mutants", "--version", "go_1_99"}, "vacuous", Exit::vacuous);
}

}  // namespace
}  // namespace extram
