// The table of the fault space: what is reached, what is argued away, and what fails.
#include "model/cli/coverage_table.hpp"

#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/cli/coverage_survey.hpp"
#include "scenarios/sizes.hpp"

namespace extram {
namespace {

constexpr FaultState kMine{LockState::mine, true, true};
constexpr FaultState kFree{LockState::free, true, true};

constexpr FaultArgument kEverything{"*", "*", "*", "*", "*", "*", Unmet::unreachable, "nothing comes anywhere"};

FaultSpace one_place(std::uint64_t reached, std::uint64_t struck) {
  SiteSignals row{.site = "needm.setg", .open = reached, .delivered = struck};
  row.what = "death";
  row.state = text_of(kMine);
  FaultSpace space;
  space.add({row});
  return space;
}

const CoverageCell& cell(const CoverageTable& table, std::string_view site, const FaultState& state, FaultKind kind) {
  for (const CoverageRow& row : table.rows) {
    if (row.site == site && row.state == state) return row.cells[static_cast<std::size_t>(kind)];
  }
  throw std::out_of_range("no such place");
}

TEST(CoverageTable, HasEveryStepInEveryStateByEveryKind) {
  const CoverageTable table = coverage_table("go_1_16", {}, {});
  EXPECT_EQ(table.rows.size(), sites_with_faults().size() * kFaultStates);
  EXPECT_EQ(table.places(), table.rows.size() * kFaultKinds.size());
  EXPECT_EQ(table.count(PlaceFate::unexplained), table.places()) << "nothing is reached, and nobody has said why";
  EXPECT_FALSE(table.is_good());
}

TEST(CoverageTable, WhatIsReachedWantsNoArgument) {
  const std::array arguments{
      FaultArgument{"go_1_16", "needm.setg", "free|another's", "*", "*", "*", Unmet::gap, "a gap"},
      FaultArgument{"go_1_16", "!needm.setg", "*", "*", "*", "*", Unmet::unreachable, "elsewhere"},
      FaultArgument{"go_1_16", "*", "*", "open", "*", "*", Unmet::unreachable, "is blocked"},
      FaultArgument{"go_1_16", "*", "*", "*", "set", "*", Unmet::unreachable, "sets it"},
      FaultArgument{"go_1_16", "*", "*", "*", "*", "!death", Unmet::unreachable, "only death"}};
  const CoverageTable struck = coverage_table("go_1_16", one_place(9, 2), arguments);
  EXPECT_EQ(cell(struck, "needm.setg", kMine, FaultKind::death).fate, PlaceFate::struck);
  EXPECT_EQ(cell(struck, "needm.setg", kMine, FaultKind::late).fate, PlaceFate::unreachable);
  EXPECT_EQ(cell(struck, "needm.setg", kMine, FaultKind::late).argument->text, "only death");
  EXPECT_EQ(cell(struck, "needm.setg", kFree, FaultKind::death).fate, PlaceFate::gap);
  EXPECT_TRUE(struck.is_good()) << to_text(struck, CoverageDetail::whole);
  const CoverageTable offered = coverage_table("go_1_16", one_place(9, 0), arguments);
  EXPECT_EQ(cell(offered, "needm.setg", kMine, FaultKind::death).fate, PlaceFate::offered);
  const std::string text = to_text(struck, CoverageDetail::brief);
  EXPECT_NE(text.find("9/2"), std::string::npos) << text;
  EXPECT_NE(text.find(" 1 reached, 1 of them struck; "), std::string::npos) << text;
  EXPECT_EQ(text.find("only death"), std::string::npos) << text;
  EXPECT_NE(to_text(struck, CoverageDetail::whole).find("only death"), std::string::npos);
  // Of another version nothing was said.
  EXPECT_EQ(coverage_table("go_1_15", one_place(9, 2), arguments).count(PlaceFate::unexplained), struck.places() - 1);
}

TEST(CoverageTable, AnArgumentAgainstAPlaceThatIsReachedIsRefuted) {
  for (const Unmet fate : {Unmet::unreachable, Unmet::gap}) {
    FaultArgument all = kEverything;
    all.fate = fate;
    const CoverageTable table = coverage_table("go_1_16", one_place(9, 2), std::span(&all, 1));
    EXPECT_EQ(table.count(PlaceFate::refuted), 1U);
    EXPECT_EQ(table.count(PlaceFate::unexplained), 0U);
    EXPECT_FALSE(table.is_good());
    const std::string text = to_text(table, CoverageDetail::brief);
    EXPECT_NE(text.find("death at needm.setg, list mine, signals blocked, g nil: was reached"), std::string::npos)
        << text;
    EXPECT_NE(text.find("9/2!"), std::string::npos) << text;
  }
}

// What is said to be seen elsewhere is believed of a step that is reached, and no place less for being reached itself.
TEST(CoverageTable, APlaceIsEqualToOneThatIsReached) {
  FaultArgument all = kEverything;
  all.fate = Unmet::equal;
  const CoverageTable table = coverage_table("go_1_16", one_place(9, 2), std::span(&all, 1));
  EXPECT_EQ(cell(table, "needm.setg", kMine, FaultKind::death).fate, PlaceFate::struck);
  EXPECT_EQ(cell(table, "needm.setg", kMine, FaultKind::late).fate, PlaceFate::equal);
  EXPECT_EQ(cell(table, "needm.setg", kFree, FaultKind::late).fate, PlaceFate::equal);
  EXPECT_EQ(cell(table, "needm.setg", {LockState::mine, true, false}, FaultKind::death).fate, PlaceFate::unexplained);
  EXPECT_EQ(cell(table, "needm.setg", {LockState::mine, false, true}, FaultKind::death).fate, PlaceFate::unexplained);
  EXPECT_EQ(cell(table, "dropm.sigblock", kMine, FaultKind::death).fate, PlaceFate::unexplained);
  EXPECT_EQ(table.count(PlaceFate::refuted), 0U);
}

TEST(CoverageTable, AsJsonEachPlaceIsARowAndTheLastSumsUp) {
  const CoverageTable table = coverage_table("go_1_16", one_place(9, 2), std::span(&kEverything, 1));
  std::istringstream lines(to_json_lines(table, {"callback 1x1"}));
  std::vector<nlohmann::json> rows;
  for (std::string line; std::getline(lines, line);) rows.push_back(nlohmann::json::parse(line));
  ASSERT_EQ(rows.size(), table.rows.size() + 1);
  EXPECT_EQ(rows[0].at("kinds").size(), kFaultKinds.size());
  EXPECT_EQ(rows[0].at("kinds").at("death").at("why"), "nothing comes anywhere");
  EXPECT_EQ(rows.back().at("places"), table.places());
  EXPECT_EQ(rows.back().at("refuted"), 1);
  EXPECT_EQ(rows.back().at("searched"), nlohmann::json::array({"callback 1x1"}));
}

// The verb over the real protocol at its smallest size.
class CoverageVerb : public testing::Test {
 protected:
  static constexpr SurveyRun kSmall{
      "callback", with_kinds(with_faults(with_threads(sizes::callback, 1), 1), FaultKind::death), Strikes::struck};

  Exit ask(std::span<const SurveyRun> runs, std::span<const FaultArgument> arguments) {
    CoverageOptions options;
    options.versions = {"go_1_16"};
    return coverage(options, Console{out_, err_}, {runs, arguments});
  }
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(CoverageVerb, FailsWhereAnArgumentIsRefuted) {
  EXPECT_EQ(ask({&kSmall, 1}, {&kEverything, 1}), Exit::bad);
  EXPECT_NE(out_.str().find("it is said that nothing comes there: nothing comes anywhere"), std::string::npos)
      << out_.str();
}

TEST_F(CoverageVerb, FailsWhereNobodyHasSaidWhy) {
  EXPECT_EQ(ask({&kSmall, 1}, {}), Exit::bad);
  EXPECT_NE(out_.str().find("nobody has said why"), std::string::npos) << out_.str();
}

TEST_F(CoverageVerb, AProgramThatHasOtherScenariosSaysSo) {
  constexpr SurveyRun kNone{"no_such_scenario", sizes::callback};
  EXPECT_EQ(ask({&kNone, 1}, {&kEverything, 1}), Exit::usage);
  EXPECT_NE(err_.str().find("no scenario 'no_such_scenario' with go_1_16"), std::string::npos) << err_.str();
  EXPECT_EQ(out_.str(), "");
}

// What signals and faults break is no end of a search: 1.15 waits for ever where a signal comes under its lock.
TEST_F(CoverageVerb, ASearchGoesOnBehindWhatIsBroken) {
  constexpr SurveyRun kBroken{
      "callback", with_signals(with_kinds(with_faults(with_threads(sizes::callback, 1), 1), FaultKind::death), 1)};
  const Surveyed surveyed = survey("go_1_15", std::span(&kBroken, 1));
  EXPECT_EQ(surveyed.cut, "");
  EXPECT_GT(surveyed.space.at("needm.setg", {LockState::free, true, true}, "death").reached, 0U);
  EXPECT_EQ(surveyed.space.at("needm.setg", {LockState::free, true, true}, "death").struck, 0U) << "it is spared";
}

// Of the other versions at night.
TEST_F(CoverageVerb, TheArgumentsOfTwoVersionsHold) {
  CoverageOptions options;
  options.versions = {"go_1_16", "go_1_21"};
  options.jobs = 2;
  EXPECT_EQ(coverage(options, Console{out_, err_}, {}), Exit::good) << out_.str();
  for (const std::string version : {"go_1_16: ", "go_1_21: "}) {
    const std::string text = out_.str();
    const std::size_t sum = text.rfind(version);
    ASSERT_NE(sum, std::string::npos) << text;
    EXPECT_NE(text.find("; 0 refuted, 0 unexplained", sum), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace extram
