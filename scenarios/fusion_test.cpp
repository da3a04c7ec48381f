// await + exchange of lockextra as one step, and as the two that Go has: the same verdicts by the same oracles, for the
// protocol, for every mutant of the list, and for the weakened orders among them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "impl/world/registry.hpp"
#include "model/explore/exhaustive.hpp"
#include "model/explore/run.hpp"
#include "scenarios/sizes.hpp"

namespace extram {
namespace {

constexpr std::uint64_t kExecutionsMax = 100'000;

RunResult search(const Entry& entry, Shape shape, Fusion fusion, OracleSet oracles = OracleSet::all()) {
  RunRequest request;
  request.entry = &entry;
  request.shape = shape;
  request.shape.fusion = fusion;
  request.oracles = oracles;
  request.limits = {.executions_max = kExecutionsMax};
  Exhaustive exhaustive;
  return run(request, exhaustive);
}

// A search stops at the first that it convicts. Where another way there comes first, the oracle of the one convicts in
// the other too once it is asked alone.
bool says_so_too(const Entry& entry, Shape shape, Fusion fusion, const RunResult& expected) {
  const RunResult found = search(entry, shape, fusion, OracleSet(expected.oracle));
  return found.verdict == expected.verdict && found.oracle == expected.oracle;
}

void expect_the_same(const Entry& entry, Shape shape) {
  const RunResult fused = search(entry, shape, Fusion::on);
  const RunResult apart = search(entry, shape, Fusion::off);
  const std::string what =
      fmt::format("{} {} {}: {} {} in one step, {} {} in two", entry.info.name, entry.version, entry.mutant,
                  name_of(fused.verdict), name_of(fused.oracle), name_of(apart.verdict), name_of(apart.oracle));
  EXPECT_NE(fused.verdict, Verdict::truncated) << what;
  EXPECT_NE(apart.verdict, Verdict::truncated) << what;
  EXPECT_LE(fused.counts.executions, apart.counts.executions + (is_bad(apart.verdict) ? kExecutionsMax : 0)) << what;
  ASSERT_EQ(is_bad(fused.verdict), is_bad(apart.verdict)) << what;
  if (fused.verdict == apart.verdict && fused.oracle == apart.oracle) return;
  EXPECT_TRUE(says_so_too(entry, shape, Fusion::off, fused)) << what;
  EXPECT_TRUE(says_so_too(entry, shape, Fusion::on, apart)) << what;
}

struct Size {
  std::string_view scenario;
  Shape shape;
};

class Fusing : public testing::TestWithParam<Size> {};

TEST_P(Fusing, ChangesNoVerdict) {
  int compared = 0;
  for (const Entry& entry : Registry::entries()) {
    if (entry.info.name != GetParam().scenario) continue;
    expect_the_same(entry, GetParam().shape);
    ++compared;
  }
  EXPECT_GE(compared, 10) << "versions and mutants of " << GetParam().scenario;
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Fusing,
                         testing::Values(Size{"callback", sizes::callback}, Size{"signal_window", sizes::signal_window},
                                         Size{"empty_list", with_threads(sizes::empty_list, 2)}),
                         [](const auto& size) { return std::string(size.param.scenario); });

}  // namespace
}  // namespace extram
