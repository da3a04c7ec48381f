// Random small programs: the exhaustive search, with each of its reductions and without, says of each what the full
// search says: the same outcomes, the same states that threads are stuck in, the same verdict.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "scenarios/litmus/shrink_for_test.hpp"
#include "scenarios/litmus/soundness_for_test.hpp"

namespace extram::litmus {
namespace {

constexpr std::size_t kFewStates = 64;  // so that the search forgets most of them

constexpr std::array kWays{
    Way{"none", {false, false, false}},
    Way{"locks", {false, true, false}},
    Way{"merging", {false, false, true}},
    Way{"locks, merging", {false, true, true}},
    Way{"locks, merging, few states", {false, true, true}, kFewStates},
    Way{"locks, merging, unfused", {false, true, true}, kFewStates, Twins::told_apart, Fusion::off},
    Way{"symmetry", {true, false, false}, kFewStates, Twins::exchangeable},
    Way{"symmetry, locks", {true, true, false}, kFewStates, Twins::exchangeable},
    Way{"symmetry, merging", {true, false, true}, kFewStates, Twins::exchangeable},
    Way{"merging of twins", {false, true, true}, Exhaustive::kStatesKept, Twins::exchangeable},
    Way{"all", {true, true, true}, Exhaustive::kStatesKept, Twins::exchangeable},
    Way{"all, unfused", {true, true, true}, kFewStates, Twins::exchangeable, Fusion::off},
};

std::string difference(const Test& test, const Way& way) {
  const Answer full = search_in_full(test).answer;
  const Answer found = search_by(way, test).answer;
  return fmt::format("{}: {}\nfull:    {} {} stuck {}\nreduced: {} {} stuck {}", way.name, json_text(test),
                     name_of(full.verdict), full.outcomes, full.stuck, name_of(found.verdict), found.outcomes,
                     found.stuck);
}

class ReductionsOfRandomPrograms : public testing::TestWithParam<int> {};

TEST_P(ReductionsOfRandomPrograms, LoseNothing) {
  const std::uint64_t seed = soundness_seed();
  std::uint64_t capped = 0, full_executions = 0;
  std::array<std::uint64_t, kWays.size()> executions{};
  for (std::uint64_t i = 0; i < programs_of_a_slice(); ++i) {
    const litmus::Test test = program_of(seed, GetParam(), i);
    const Searched full = search_in_full(test);
    capped += full.answer.verdict == Verdict::truncated ? 1U : 0U;
    full_executions += full.executions;
    for (std::size_t w = 0; w < kWays.size(); ++w) {
      const Way& way = kWays[w];
      const Searched reduced = search_by(way, test);
      executions[w] += reduced.executions;
      if (agree(test, way, full.answer, reduced.answer)) continue;
      const litmus::Test least = shrunk(test, [&way](const litmus::Test& smaller) {
        return !agree(smaller, way, search_in_full(smaller).answer, search_by(way, smaller).answer);
      });
      FAIL() << "seed " << seed << ", " << test.name << ", " << difference(least, way);
    }
  }
  fmt::print("seed {}: {} programs, {} of them capped; executions: full {}", seed, programs_of_a_slice(), capped,
             full_executions);
  for (std::size_t w = 0; w < kWays.size(); ++w) fmt::print("; {} {}", kWays[w].name, executions[w]);
  fmt::print("\n");
  EXPECT_LE(capped * 100, programs_of_a_slice());
}

INSTANTIATE_TEST_SUITE_P(Slices, ReductionsOfRandomPrograms, testing::Range(0, kSlices));

}  // namespace
}  // namespace extram::litmus
