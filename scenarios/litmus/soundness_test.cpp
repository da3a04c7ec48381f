// Random small programs: our full search over Relacy says of each what Relacy's own full search says, with its own
// scheduler, its own points of preemption and a world of its own. What holds of the full search is what the reducing
// ones are held against.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "scenarios/litmus/shrink_for_test.hpp"
#include "scenarios/litmus/soundness_for_test.hpp"

namespace extram::litmus {
namespace {

constexpr std::uint64_t kOwnMax = 1'000'000;

bool differs_from_relacy(const Test& test) {
  const Searched own = search_by_relacy(test, kOwnMax);
  const Searched full = search_in_full(test);
  if (own.answer.verdict == Verdict::truncated || full.answer.verdict == Verdict::truncated) return false;
  return !(own.answer == full.answer);
}

class Soundness : public testing::TestWithParam<int> {};

TEST_P(Soundness, OurFullSearchIsRelacysOwn) {
  const std::uint64_t seed = soundness_seed();
  std::uint64_t compared = 0, own_executions = 0, full_executions = 0;
  for (std::uint64_t i = 0; i < programs_of_a_slice(); ++i) {
    const litmus::Test test = program_of(seed, GetParam(), i);
    const Searched own = search_by_relacy(test, kOwnMax);
    const Searched full = search_in_full(test);
    if (own.answer.verdict == Verdict::truncated || full.answer.verdict == Verdict::truncated) continue;
    ASSERT_TRUE(own.answer == full.answer)
        << "seed " << seed << ": " << json_text(shrunk(test, &differs_from_relacy))
        << "\nRelacy: " << name_of(own.answer.verdict) << fmt::format(" {}", own.answer.outcomes)
        << "\nours:   " << name_of(full.answer.verdict) << fmt::format(" {}", full.answer.outcomes);
    ++compared;
    own_executions += own.executions;
    full_executions += full.executions;
  }
  fmt::print("seed {}: {} of {} programs compared, {} executions of Relacy's own search, {} of ours\n", seed, compared,
             programs_of_a_slice(), own_executions, full_executions);
  EXPECT_GE(compared * 100, programs_of_a_slice() * 95);
}

INSTANTIATE_TEST_SUITE_P(Slices, Soundness, testing::Range(0, kSlices));

// Comparing proves little where nothing happens.
TEST(SoundnessPrograms, MeetWhatMayGoWrong) {
  constexpr std::uint64_t kPrograms = 1000;
  std::uint64_t stale = 0, deadlocks = 0, failed = 0, races = 0, twins = 0;
  for (std::uint64_t i = 0; i < kPrograms; ++i) {
    const litmus::Test test = TestGenerator(soundness_seed(), i).test();
    WatchedSearch full;
    const Searched searched = search(test, full, {.executions_max = kFullMax});
    stale += full.read_stale ? 1U : 0U;
    failed += full.failed_spuriously ? 1U : 0U;
    deadlocks += searched.answer.deadlock ? 1U : 0U;
    races += searched.answer.verdict == Verdict::data_race ? 1U : 0U;
    twins += kind_of_thread(test, 1) == 0 ? 1U : 0U;
  }
  fmt::print(
      "seed {}, of {} programs: {} took a stale value, {} have a deadlock, {} a failure for no reason, {} a data "
      "race, {} two threads alike\n",
      soundness_seed(), kPrograms, stale, deadlocks, failed, races, twins);
  EXPECT_GE(stale * 100, kPrograms * 30);
  EXPECT_GE(deadlocks * 100, kPrograms * 10);
  EXPECT_GE(failed * 100, kPrograms * 10);
  EXPECT_GE(races * 100, kPrograms * 5);
  EXPECT_GE(twins * 100, kPrograms * 10);
}

TEST(SoundnessShrinking, LeavesTheLeastThatStillFails) {
  const auto has_stale_message = [](const litmus::Test& test) {  // some thread reads a value of one store back
    WatchedSearch full;
    (void)search(test, full, {.executions_max = kFullMax});
    return full.read_stale;
  };
  std::uint64_t i = 0;
  litmus::Test test = TestGenerator(3, i).test();
  while (!has_stale_message(test)) test = TestGenerator(3, ++i).test();
  const litmus::Test least = shrunk(test, has_stale_message);
  EXPECT_EQ(least.threads.size(), 2U);
  EXPECT_EQ(least.operations, 2) << json_text(least);
}

}  // namespace
}  // namespace extram::litmus
