// `--html`, and `replay --trace html|chrome|mermaid`, over the toy.
#include "model/cli/verbs_fixture.hpp"

namespace extram {
namespace {

std::string content_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_F(Verbs, ASuiteLeavesAPageOfAllRunsAndOneForEachFailure) {
  const Ran ran = run_extram({"check", "--html", "pages", "--schedules", "found"});
  EXPECT_EQ(ran.exit, Exit::good) << ran.err;
  EXPECT_EQ(last_line(ran.out), "report: pages/index.html");
  const std::string index = content_of("pages/index.html");
  EXPECT_NE(index.find("3 of 3 runs as they should be"), std::string::npos);
  const std::string name = "counting-lost_update-2x1-bounded_p1";
  EXPECT_NE(index.find("<a href=\"./" + name + ".html\">"), std::string::npos) << index;
  const std::string page = content_of("pages/" + name + ".html");
  EXPECT_NE(page.find("an update was lost"), std::string::npos);
  EXPECT_NE(page.find("extram replay found/" + name + ".sched"), std::string::npos);
  EXPECT_EQ(rows_of(content_of("pages/check.jsonl")).size(), 3U);
}

TEST_F(Verbs, ALongFailureIsShownMinimisedFirst) {
  EXPECT_EQ(run_extram({"check", "counting", "--mutant", "lost_update", "--threads", "3", "--callbacks", "2",
                        "--strategy", "random", "--seed", "3", "--html", "pages"})
                .exit,
            Exit::bad);
  std::string page;
  for (const auto& file : std::filesystem::directory_iterator("pages")) {
    if (file.path().filename().string().starts_with("counting")) page = content_of(file.path());
  }
  const auto minimised = page.find(">minimised ");
  const auto found = page.find(">as it was found ");
  ASSERT_NE(minimised, std::string::npos) << page.substr(0, 200);
  ASSERT_NE(found, std::string::npos);
  EXPECT_LT(minimised, found);
  std::size_t smaller = 0;
  for (const auto& file : std::filesystem::directory_iterator("schedules")) {
    smaller += file.path().string().ends_with(".min.sched") ? 1 : 0;
    EXPECT_EQ(run_extram({"replay", file.path()}).exit, Exit::bad) << "its command works";
  }
  EXPECT_EQ(smaller, 1U);
}

TEST_F(Verbs, MutantsJoinWhatLiesInTheFolder) {
  EXPECT_EQ(run_extram({"check", "--html", "pages"}).exit, Exit::good);
  const Ran ran = run_extram({"mutants", "lost_update", "--quick", "--html", "pages"});
  EXPECT_EQ(ran.exit, Exit::good) << ran.err;
  EXPECT_EQ(last_line(ran.out), "report: pages/index.html");
  const std::string index = content_of("pages/index.html");
  EXPECT_NE(index.find("<tr class=\"mutant\">"), std::string::npos) << "the matrix";
  EXPECT_NE(index.find("3 of 3 runs as they should be"), std::string::npos) << "beside the runs";
}

TEST_F(Verbs, AFolderThatCannotBeIsRefusedBeforeAnythingRuns) {
  std::ofstream("file") << "x";
  expect_refused({"check", "--html", "file"}, "cannot make the folder file");
  expect_refused({"check", "--html", "file/below"}, "cannot make the folder file/below");
  std::filesystem::create_directory("pages");
  std::ofstream("pages/bench.jsonl") << "no JSON\n";
  expect_refused({"check", "--html", "pages"}, "pages/bench.jsonl:1: no row of a report");
}

TEST_F(Verbs, AReplayIsAPageOnStandardOutputOrInAFile) {
  const std::string path = a_schedule();
  const Ran ran = run_extram({"replay", path, "--trace", "html"});
  EXPECT_EQ(ran.exit, Exit::bad);
  EXPECT_TRUE(ran.out.starts_with("<!doctype html>")) << ran.out.substr(0, 80);
  EXPECT_TRUE(ran.out.ends_with("</html>\n"));
  EXPECT_NE(ran.err.find("violation (I7)"), std::string::npos) << "for people, beside it";
  const Ran filed = run_extram({"replay", path, "--trace", "html", "-o", "page.html"});
  EXPECT_EQ(filed.exit, Exit::bad);
  EXPECT_EQ(content_of("page.html"), ran.out);
  EXPECT_EQ(last_line(filed.out), " trace:    page.html");
  EXPECT_EQ(filed.err, "");
  expect_refused({"replay", path, "--trace", "html", "-o", "missing/page.html"}, "missing/page.html");
}

TEST_F(Verbs, AReplayForPerfettoAndForMermaid) {
  const std::string path = a_schedule();
  const Ran chrome = run_extram({"replay", path, "--trace", "chrome"});
  EXPECT_EQ(chrome.exit, Exit::bad);
  EXPECT_TRUE(nlohmann::json::parse(chrome.out).at("traceEvents").is_array());
  const Ran mermaid = run_extram({"replay", path, "--trace", "mermaid"});
  EXPECT_NE(mermaid.out.find("\nsequenceDiagram\n"), std::string::npos) << mermaid.out;
  EXPECT_NE(mermaid.out.find("violation(I7): an update was lost"), std::string::npos) << mermaid.out;
  EXPECT_EQ(run_extram({"replay", path, "-o", "trace.txt"}).exit, Exit::bad);
  EXPECT_EQ(content_of("trace.txt").find(" step  thread 0"), 0U);
}

}  // namespace
}  // namespace extram
