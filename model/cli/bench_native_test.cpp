// `extram bench` on real threads.
#include <set>

#include "model/cli/bench_fixture.hpp"

namespace extram {
namespace {

// The rows of the program for real threads stand here as it tells them; a name of a group is enough to ask for it.
TEST(Bench, AsksTheProgramForRealThreads) {
  const Ran ran = run_bench({"native", "--quick", "--json", "-"});
  EXPECT_EQ(ran.exit, Exit::good) << ran.err;
  std::set<std::string> rows;
  for (const auto& row : ran.rows) {
    EXPECT_EQ(row.at("group"), "native");
    EXPECT_GT(row.at("ratio").get<double>(), 0.0);
    rows.insert(row.at("row"));
  }
  EXPECT_EQ(rows, (std::set<std::string>{"contention", "floor", "folded", "repeat", "repeat_by_gettid"}));
}

TEST(Bench, FollowsRandomExecutionsInLockstep) {
  const Ran ran = run_bench({"lockstep", "--rounds", "2", "--json", "-"});
  EXPECT_EQ(ran.exit, Exit::good) << ran.err;
  ASSERT_EQ(ran.rows.size(), 1U) << ran.out;
  expect_ratio(ran.rows.front(), 2);
  EXPECT_GT(ran.rows.front().at("switches"), 100);
  EXPECT_GT(ran.rows.front().at("steps"), ran.rows.front().at("switches"));
}

}  // namespace
}  // namespace extram
