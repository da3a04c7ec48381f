// The catalogue is what the axioms say it is, and every search shows of it what Relacy's own search shows. So it is
// with the corpus of others' tests, where there is one.
#include <algorithm>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "model/explore/depth_first.hpp"
#include "model/explore/exhaustive.hpp"
#include "model/litmus/annotate.hpp"
#include "model/litmus/expected.hpp"
#include "model/litmus/judge.hpp"
#include "scenarios/litmus/searches_for_test.hpp"

namespace extram::litmus {
namespace {

constexpr std::uint64_t kOwnExecutionsMax = 2'000'000;

std::vector<std::string> files() {
  std::vector<std::string> paths{EXTRAM_LITMUS_CATALOGUE};
  if (std::string(EXTRAM_LITMUS_CORPUS) != "") paths.emplace_back(EXTRAM_LITMUS_CORPUS);
  return paths;
}

class Catalogue : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    Cases read = read_cases_file(GetParam());
    ASSERT_EQ(read.error, "");
    cases_ = std::move(read.cases);
  }
  std::vector<Case> cases_;
};

std::string text_of(const Test& test, const std::set<std::vector<int>>& outcomes) {
  std::string text;
  for (const std::vector<int>& values : outcomes) text += fmt::format(" [{}]", fmt::join(values, " "));
  return fmt::format("{} ({}):{}", test.name, fmt::join(test.outcome_names(), " "), text);
}

std::set<Values> values_of(const Case& one, const std::vector<Outcome>& outcomes) {
  const std::vector<std::string> names = one.test.outcome_names();
  std::set<Values> all;
  for (const Outcome& outcome : outcomes) {
    Values values;
    for (const std::string& name : names) values.push_back(outcome.at(name));
    all.insert(values);
  }
  return all;
}

// Of the disputed outcomes, those that RC11 or C++20 has without load buffering are known exactly; what more there is
// depends on what one takes for a value out of thin air.
TEST_P(Catalogue, TheAxiomsGiveItsOutcomesAndRaces) {
  for (const Case& one : cases_) {
    const ExpectedOutcomes expected = expected_outcomes(one.test);
    ASSERT_FALSE(expected.too_large) << one.test.name;
    EXPECT_EQ(expected.race, one.race) << one.test.name;
    if (expected.race) continue;
    EXPECT_EQ(expected.required, values_of(one, *one.required)) << one.test.name;
    const std::set<Values> beyond = values_of(one, one.permitted_beyond);
    for (const Values& values : expected.disputed) EXPECT_TRUE(beyond.contains(values)) << one.test.name;
  }
}

TEST_P(Catalogue, TheAxiomsOfRelacysModelGiveWhatRelacyShows) {
  for (const Case& one : cases_) {
    DepthFirst full;
    const Searched ours = search(one.test, full);
    const ExpectedOutcomes expected = expected_outcomes(one.test);
    ASSERT_EQ(ours.answer.verdict == Verdict::data_race, expected.relacy_race) << one.test.name;
    if (expected.relacy_race) continue;
    ASSERT_EQ(ours.answer.verdict, Verdict::exhausted) << one.test.name;
    EXPECT_EQ(ours.answer.outcomes, expected.relacy)
        << "shown  " << text_of(one.test, ours.answer.outcomes) << "\nshould " << text_of(one.test, expected.relacy);
  }
}

TEST_P(Catalogue, OurSearchesShowWhatRelacysOwnShows) {
  int compared = 0;
  std::vector<double> ratios;  // executions of the exhaustive search to Relacy's own, where that ended
  for (const Case& one : cases_) {
    const Searched own = search_by_relacy(one.test, kOwnExecutionsMax);
    DepthFirst full;
    const Searched ours = search(one.test, full);
    Exhaustive exhaustive;
    const Searched reduced = search(one.test, exhaustive);
    EXPECT_TRUE(reduced.answer == ours.answer)
        << name_of(reduced.answer.verdict) << " " << text_of(one.test, reduced.answer.outcomes) << "\n"
        << name_of(ours.answer.verdict) << " " << text_of(one.test, ours.answer.outcomes);
    if (own.answer.verdict == Verdict::truncated) continue;
    EXPECT_TRUE(ours.answer == own.answer)
        << name_of(ours.answer.verdict) << " " << text_of(one.test, ours.answer.outcomes) << "\n"
        << name_of(own.answer.verdict) << " " << text_of(one.test, own.answer.outcomes);
    ++compared;
    if (own.answer.verdict != Verdict::exhausted) continue;
    ratios.push_back(static_cast<double>(reduced.executions) / static_cast<double>(own.executions));
  }
  EXPECT_GE(compared * 10, static_cast<int>(cases_.size()) * 9);
  std::sort(ratios.begin(), ratios.end());
  const auto quantile = [&](std::size_t percent) { return ratios[(ratios.size() - 1) * percent / 100]; };
  fmt::print(
      "{} of {} tests compared with Relacy's own full search; executions of exhaustive to its: median {:.4f}, "
      "10% below {:.4f}, 90% below {:.4f}\n",
      compared, cases_.size(), quantile(50), quantile(10), quantile(90));
}

// The README tells these numbers.
TEST(CatalogueLimits, AreCounted) {
  std::map<std::string, int> missing, beyond;
  int exact = 0, forbidden = 0;
  const Cases read = read_cases_file(EXTRAM_LITMUS_CATALOGUE);
  for (const Case& one : read.cases) {
    DepthFirst full;
    const Searched seen = search(one.test, full);
    const Judgement judgement = judge(one, {seen.answer.outcomes, seen.answer.verdict == Verdict::data_race, true});
    EXPECT_TRUE(judgement.is_good()) << one.test.name;
    for (const Missing& row : judgement.missing) ++missing[row.because->text()];
    for (const Missing& row : judgement.beyond) ++beyond[row.because->text()];
    forbidden += static_cast<int>(judgement.forbidden.size());
    exact += judgement.is_exact() && seen.answer.verdict == Verdict::exhausted ? 1 : 0;
  }
  EXPECT_EQ(read.cases.size(), 280U);
  EXPECT_EQ(exact, 259);
  EXPECT_EQ(forbidden, 2);
  EXPECT_EQ(missing, (std::map<std::string, int>{{"failed_exchange", 1},
                                                 {"modification_order", 11},
                                                 {"newest_awaited", 1},
                                                 {"one_spurious", 3},
                                                 {"one_store_back", 1},
                                                 {"seq_cst", 2}}));
  EXPECT_EQ(beyond, (std::map<std::string, int>{
                        {"load_buffering", 6}, {"load_buffering+modification_order", 1}, {"release_sequence", 4}}));
}

INSTANTIATE_TEST_SUITE_P(Files, Catalogue, testing::ValuesIn(files()),
                         [](const auto& file) { return file.index == 0 ? "catalogue" : "corpus"; });

}  // namespace
}  // namespace extram::litmus
