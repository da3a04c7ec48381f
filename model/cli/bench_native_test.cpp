// `extram bench` on real threads.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "model/cli/bench_fixture.hpp"
#include "model/schedule/folder_for_test.hpp"

namespace extram {
namespace {

// The rows of the program for real threads stand here as it tells them; a name of a group is enough to ask for it.
TEST(Bench, AsksTheProgramForRealThreads) {
  const Folder folder;
  const std::filesystem::path plots = folder.path() / "new/plots";
  const Ran ran = run_bench({"native", "--quick", "--plots", plots, "--json", "-"});
  EXPECT_EQ(ran.exit, Exit::good) << ran.err;
  std::set<std::string> rows;
  for (const auto& row : ran.rows) {
    EXPECT_EQ(row.at("group"), "native");
    EXPECT_GT(row.at("ratio").get<double>(), 0.0);
    rows.insert(row.at("row"));
  }
  EXPECT_EQ(rows, (std::set<std::string>{"contention", "floor", "folded", "repeat", "repeat_by_gettid"}));
  EXPECT_TRUE(std::filesystem::exists(plots / "scaling.svg")) << "in a folder that was not there before";
}

TEST(Bench, AFolderThatCannotBeMadeIsRefusedInOneLine) {
  const Folder folder;
  std::ofstream(folder.path() / "file") << "here\n";
  const Ran ran = run_bench({"native", "--quick", "--plots", folder.path() / "file/plots"});
  EXPECT_EQ(ran.exit, Exit::usage);
  EXPECT_EQ(ran.out, "") << "nothing was measured";
  EXPECT_NE(ran.err.find("cannot make the folder"), std::string::npos) << ran.err;
  EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
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
