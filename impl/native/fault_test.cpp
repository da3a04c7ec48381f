// `extram-native stress --fault`: does each kind strike, and does it come to what is expected?
#include "impl/native/fault.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "impl/native/fault_expectations.hpp"
#include "impl/native/program_for_test.hpp"
#include "impl/native/sanitizers.hpp"

namespace extram::native {
namespace {

using Json = nlohmann::json;

Json row_of(const Said& said) { return Json::parse(said.output.substr(0, said.output.find('\n'))); }

std::string stress(std::string_view fault, std::string_view rest) {
  return "stress --seconds 0.3 --json - --fault " + std::string(fault) + " " + std::string(rest);
}

class EachFault : public testing::TestWithParam<Expectation> {};

TEST_P(EachFault, StrikesAndIsAnsweredAsExpected) {
  const auto [fault, version, answer] = GetParam();
  if (kThreadSanitizer && (fault == Fault::fork || info_of(fault).name.starts_with("stack_"))) {
    EXPECT_EQ(run(stress(info_of(fault).name, "--version " + std::string(version))).exit, 4);
    return;  // It does not bear a fork, and gives threads larger stacks: nothing strikes, which is no pass.
  }
  const Said said = run(stress(info_of(fault).name, "--version " + std::string(version)));
  EXPECT_EQ(said.exit, is_bad(answer.verdict) ? 1 : 0) << said.output;
  const Json row = row_of(said);
  EXPECT_EQ(row["verdict"], name_of(answer.verdict)) << row["message"];
  EXPECT_EQ(row["oracle"], answer.oracle == Oracle::none ? Json(nullptr) : Json(name_of(answer.oracle)));
  EXPECT_EQ(row["fault"], info_of(fault).name);
  EXPECT_GT(row["faults_injected"], 0);
}

INSTANTIATE_TEST_SUITE_P(Native, EachFault, testing::ValuesIn(kExpectations), [](const auto& test) {
  return std::string(info_of(test.param.fault).name) + "_" + std::string(test.param.version);
});

TEST(Fault, WithoutAVersionEveryExpectationIsARow) {
  const Said said = run(stress("alloc", "--fault getattr"));
  EXPECT_EQ(said.exit, 0) << said.output;
  std::size_t rows = 0;
  for (const Expectation& row : kExpectations) {
    rows += row.fault == Fault::alloc || row.fault == Fault::getattr ? 1 : 0;
  }
  EXPECT_EQ(lines_of(said.output), rows) << said.output;
  EXPECT_EQ(row_of(said)["expected"], "sampled");
}

TEST(Fault, OneThatNobodyKnowsIsRefusedWithTheNamesOfAll) {
  const Said said = run("stress --fault earthquake", Hear::errors);
  EXPECT_EQ(said.exit, 2);
  EXPECT_EQ(lines_of(said.output), 1U) << said.output;
  for (const FaultInfo& info : kFaults) EXPECT_NE(said.output.find(info.name), std::string::npos) << info.name;
}

// With an M for every thread nobody makes any, so that no allocation can fail.
TEST(Fault, OneThatNeverStrikesIsNoPass) {
  EXPECT_EQ(run(stress("alloc", "--version go_1_16 --threads 2 --ms 50 --signals 0")).exit, 4);
}

TEST(Fault, OneThatIsSurvivedWhereTheProcessMustEndIsAViolation) {
  const Said said = run(stress("before_init", "--version go_1_16 --ms 1"));
  EXPECT_EQ(said.exit, 1) << said.output;
  EXPECT_EQ(row_of(said)["message"], "the fault has struck, and the process goes on");
}

TEST(Fault, KnowsItsOwnScenario) { EXPECT_EQ(run("stress callback --fault fork", Hear::errors).exit, 2); }

TEST(Fault, OraclesLookAllTheSame) {
  const Said said = run(stress("fork", "--mutant mask_not_restored"));
  EXPECT_EQ(said.exit, 1) << said.output;
  EXPECT_EQ(row_of(said)["oracle"], "I10");
}

}  // namespace
}  // namespace extram::native
