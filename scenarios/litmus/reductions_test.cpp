// Random small programs: the exhaustive search, with each of its reductions and without, says of each what the full
// search says: the same outcomes, the same states that threads are stuck in, the same verdict.
#include <functional>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "scenarios/litmus/shrink_for_test.hpp"
#include "scenarios/litmus/soundness_for_test.hpp"

namespace extram::litmus {
namespace {

std::string text_of(const Answer& answer) {
  return fmt::format("{} {} stuck {}", name_of(answer.verdict), answer.outcomes, answer.stuck);
}

using Reference = std::function<Searched(const litmus::Test&)>;

// What all of them cost, each against the reference; fails at the first that shows something else.
void compare(Size size, int slice, std::uint64_t programs, std::uint64_t executions_max, const Reference& reference) {
  const std::uint64_t seed = soundness_seed();
  std::uint64_t capped = 0, reference_executions = 0;
  std::array<std::uint64_t, kWays.size()> executions{};
  for (std::uint64_t i = 0; i < programs; ++i) {
    const litmus::Test test = program_of(seed, slice, i, size);
    const Searched full = reference(test);
    capped += full.answer.verdict == Verdict::truncated ? 1U : 0U;
    reference_executions += full.executions;
    for (std::size_t w = 0; w < kWays.size(); ++w) {
      const Way& way = kWays[w];
      const Searched reduced = search_by(way, test, Flaw::none, executions_max);
      executions[w] += reduced.executions;
      if (agree(test, way, full.answer, reduced.answer)) continue;
      const litmus::Test least = shrunk(test, [&](const litmus::Test& smaller) {
        return !agree(smaller, way, reference(smaller).answer,
                      search_by(way, smaller, Flaw::none, executions_max).answer);
      });
      FAIL() << "seed " << seed << ", " << test.name << ", " << way.name << ": " << json_text(least) << "\nshould be "
             << text_of(reference(least).answer) << "\nis        "
             << text_of(search_by(way, least, Flaw::none, executions_max).answer);
    }
  }
  fmt::print("seed {}: {} programs, {} of them capped; executions: reference {}", seed, programs, capped,
             reference_executions);
  for (std::size_t w = 0; w < kWays.size(); ++w) fmt::print("; {} {}", kWays[w].name, executions[w]);
  fmt::print("\n");
  EXPECT_LE(capped * 10, programs + 50);
}

constexpr std::uint64_t kFewerLarge = 10;
constexpr std::uint64_t kLargeMax = 5000;

class ReductionsOfRandomPrograms : public testing::TestWithParam<int> {};

TEST_P(ReductionsOfRandomPrograms, LoseNothing) {
  compare(Size::small, GetParam(), programs_of_a_slice(), kFullMax,
          [](const litmus::Test& test) { return search_in_full(test); });
}

// A full search would take too long. What is held against it above is the reference here.
TEST_P(ReductionsOfRandomPrograms, LoseNothingThatSourceSetsAloneShow) {
  compare(Size::large, GetParam(), programs_of_a_slice() / kFewerLarge, kLargeMax,
          [](const litmus::Test& test) { return search_by(kWays[0], test, Flaw::none, kLargeMax); });
}

INSTANTIATE_TEST_SUITE_P(Slices, ReductionsOfRandomPrograms, testing::Range(0, kSlices));

}  // namespace
}  // namespace extram::litmus
