// `extram bench` over Relacy: the rows of a few seconds, their counts, and how they are told.
#include <filesystem>
#include <fstream>

#include "model/cli/bench_fixture.hpp"
#include "model/cli/bench_report.hpp"
#include "model/explore/own_bounded.hpp"
#include "model/schedule/folder_for_test.hpp"

namespace extram {
namespace {

// A reduction that is left out costs executions and changes no verdict.
TEST(Bench, ExhaustsTheProtocol) {
  const Ran ran = run_bench({"exhausted", "--quick", "--json", "-"});
  EXPECT_EQ(ran.exit, Exit::good) << ran.err;
  std::string counts;
  for (const auto& row : ran.rows) {
    EXPECT_EQ(row.at("group"), "exhausted");
    EXPECT_EQ(row.at("verdict"), "exhausted");
    if (row.at("exact").is_null() || row.at("callbacks") == 2) continue;
    counts += row.at("threads").dump() + (row.at("symmetry").get<bool>() ? " symmetry" : "") +
              (row.at("locks").get<bool>() ? " locks" : "") + (row.at("merging").get<bool>() ? " merging" : "") + " " +
              row.at("executions").dump() + "+" + row.at("blocked").dump() + " of " + row.at("exact").dump() + "\n";
  }
  EXPECT_EQ(counts,
            "2 symmetry locks merging 5+6 of 50\n"
            "2 locks merging 5+7 of 50\n"
            "2 symmetry merging 5+6 of 50\n"
            "2 symmetry locks 18+0 of 50\n"
            "2 36+0 of 50\n"
            "3 symmetry locks merging 28+317 of 66426\n"
            "3 locks merging 28+324 of 66426\n"
            "3 symmetry merging 28+336 of 66426\n"
            "3 symmetry locks 5378+4 of 66426\n"
            "3 32268+24 of 66426\n");
}

TEST(Bench, TellsRatios) {
  const Ran ran = run_bench({"relacy", "--rounds", "2", "--json", "-"});
  EXPECT_EQ(ran.exit, Exit::good) << ran.err;
  ASSERT_EQ(ran.rows.size(), 3U);
  for (const auto& row : ran.rows) expect_ratio(row, 2);
  EXPECT_EQ(ran.rows[2].at("what"), "time_to_exhaust");
}

// Relacy's own search runs the same model: it finds the same deadlock, and the same number of executions every time.
TEST(Bench, RelacysOwnSearchSeesTheSameModel) {
  RunRequest request;
  request.entry = Registry::find("callback", "go_1_16");
  request.shape = {.threads = 2, .callbacks = 1, .ms = 1};
  const RunResult none = run_own_bounded(request, 0);
  EXPECT_EQ(none.verdict, Verdict::exhausted) << none.message;
  const RunResult three = run_own_bounded(request, 3);
  EXPECT_EQ(three.verdict, Verdict::exhausted) << three.message;
  EXPECT_EQ(run_own_bounded(request, 3).counts.executions, three.counts.executions);
  EXPECT_GT(three.counts.executions, none.counts.executions);
  request.entry = Registry::find("signal_window", "go_1_15");
  request.shape.signals = 1;
  EXPECT_EQ(run_own_bounded(request, 2).verdict, Verdict::deadlock);
}

TEST(Bench, HuntsInTextForPeople) {
  const Ran ran = run_bench({"hunt"});
  EXPECT_EQ(ran.exit, Exit::good) << ran.out;
  EXPECT_NE(ran.out.find("hunt: the deadlock of signal_window go_1_15"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("4x2 signals=1"), std::string::npos) << ran.out;
  EXPECT_EQ(ran.out.find("WRONG"), std::string::npos) << ran.out;
}

TEST(Bench, LeavesItsRowsForThePage) {
  const Folder folder;
  const std::string pages = (folder.path() / "pages").string();
  EXPECT_EQ(run_bench({"exhausted", "--quick", "--html", pages}).exit, Exit::good);
  std::ifstream file(pages + "/index.html");
  const std::string index{std::istreambuf_iterator<char>(file), {}};
  EXPECT_NE(index.find("Executions by reductions (callback go_1_16)</text>"), std::string::npos);
  EXPECT_NE(index.find("without merging</text>"), std::string::npos) << "a line for each";
}

TEST(Bench, LitmusTestsOfOnesOwn) {
  const std::string path = std::filesystem::temp_directory_path() / ("extram_bench_" + std::to_string(getpid()));
  const std::string write_x = R"({"op":"st","loc":"x","val":1,"ord":"rlx"})";
  const std::string read_y = R"({"op":"ld","loc":"y","reg":"a","ord":"rlx"})";
  std::ofstream(path) << R"({"name":"t","locs":["x","y"],"threads":[[)" << write_x << "," << read_y << "],[" << read_y
                      << "," << write_x << "]]}\n";
  const Ran ran = run_bench({"litmus", "--litmus", path, "--json", "-"});
  EXPECT_EQ(ran.exit, Exit::good) << ran.err;
  ASSERT_EQ(ran.rows.size(), 1U);
  expect_ratio(ran.rows[0], 1);
  EXPECT_EQ(ran.rows[0].at("unfinished_by_relacy"), 0);
  std::filesystem::remove(path);
  const Ran missing = run_bench({"litmus", "--litmus", path});
  EXPECT_EQ(missing.exit, Exit::usage);
  EXPECT_NE(missing.err.find("there is no " + path), std::string::npos) << missing.err;
}

TEST(Bench, SpreadIsMedianLeastAndMost) {
  EXPECT_EQ(text_of(spread_of({3, 1, 2})), "2 (1 to 3)");
  EXPECT_EQ(text_of(spread_of({4, 1, 2, 3})), "2.5 (1 to 4)");
  EXPECT_EQ(spread_of({}).rounds, 0U);
  EXPECT_TRUE((Bar{Bar::Side::at_least, 0.7}.holds(0.7)));
  EXPECT_FALSE((Bar{Bar::Side::at_most, 0.5}.holds(0.7)));
}

}  // namespace
}  // namespace extram
