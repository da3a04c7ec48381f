// The soundness tests are worth something: searches that look right and are not are caught by their programs.
//
// EXTRAM_SOUNDNESS_SEEDS tells how many seeds are tried; each mistake is to be caught at each of them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "model/relacy/model.hpp"
#include "scenarios/litmus/soundness_for_test.hpp"

namespace extram::litmus {
namespace {

constexpr std::uint64_t kProgramsMax = 2000;
constexpr std::uint64_t kUsualSeeds = 10;
constexpr std::uint64_t kExecutionsMax = 5000;  // of a full search: programs that take more are left out

struct Mistake {
  std::string_view name;
  Flaw flaw = Flaw::none;
  Model::StaleAwaits stale_awaits = Model::StaleAwaits::cut;
};

constexpr std::array kMistakes{
    Mistake{"flanagan_godefroid", Flaw::flanagan_godefroid},
    Mistake{"races_at_announcement", Flaw::races_at_announcement},
    Mistake{"last_step_forgotten", Flaw::last_step_forgotten},
    Mistake{"choice_taken_for_known", Flaw::choice_taken_for_known},
    Mistake{"stale_await_taken", Flaw::none, Model::StaleAwaits::taken},
};

bool is_caught(const Mistake& mistake, const Way& way, const litmus::Test& test, const Answer& full) {
  Model::get().stale_awaits_are(mistake.stale_awaits);
  const Answer found = search_by(way, test, mistake.flaw).answer;
  Model::get().stale_awaits_are(Model::StaleAwaits::cut);
  return !agree(test, way, full, found);
}

// Each with the reductions that the search has beyond the one that is wrong, and without.
TEST(Mistakes, AreCaughtAtEverySeed) {
  constexpr std::array kWays{Way{"none", {false, false, false}}, Way{"locks, merging", {false, true, true}, 1024}};
  for (std::uint64_t seed = 1; seed <= number_of("EXTRAM_SOUNDNESS_SEEDS", kUsualSeeds); ++seed) {
    std::array<std::array<std::uint64_t, kWays.size()>, kMistakes.size()> caught_at{};
    std::size_t missing = kMistakes.size() * kWays.size();
    for (std::uint64_t i = 1; i <= kProgramsMax && missing > 0; ++i) {
      const litmus::Test test = TestGenerator(seed, i).test();
      const Searched full = search_in_full(test, kExecutionsMax);
      if (full.answer.verdict == Verdict::truncated) continue;
      for (std::size_t m = 0; m < kMistakes.size(); ++m) {
        for (std::size_t w = 0; w < kWays.size(); ++w) {
          if (caught_at[m][w] != 0 || !is_caught(kMistakes[m], kWays[w], test, full.answer)) continue;
          caught_at[m][w] = i;
          --missing;
        }
      }
    }
    for (std::size_t m = 0; m < kMistakes.size(); ++m) {
      for (std::size_t w = 0; w < kWays.size(); ++w) {
        fmt::print("seed {}: {} with {} caught by program {}\n", seed, kMistakes[m].name, kWays[w].name,
                   caught_at[m][w]);
        EXPECT_NE(caught_at[m][w], 0U) << kMistakes[m].name << " with " << kWays[w].name << " at seed " << seed;
      }
    }
  }
}

}  // namespace
}  // namespace extram::litmus
