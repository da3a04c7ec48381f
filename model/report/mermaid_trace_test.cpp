#include "model/report/mermaid_trace.hpp"

#include <algorithm>
#include <map>
#include <regex>
#include <sstream>

#include <gtest/gtest.h>

#include "model/report/pages_for_test.hpp"

namespace extram {
namespace {

// The grammar of sequence diagrams, as much of it as ours may use.
void expect_valid(const std::string& text) {
  static const std::regex statement(
      R"(  (participant [TO]\d+ as [^#;]*(#\d+;[^#;]*)*|[TO]\d+(->>|-->>|--x|-x)[TO]\d+: ([^#;%<>]|#\d+;)+)"
      R"(|Note over T\d+(,T\d+)?: ([^#;%<>]|#\d+;)+|(de)?activate T\d+|rect rgba\(\d+, \d+, \d+, 0\.\d+\)|end))");
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  if (line == "---") {
    std::getline(lines, line);
    EXPECT_TRUE(line.starts_with("title: \"")) << line;
    std::getline(lines, line);
    EXPECT_EQ(line, "---");
    std::getline(lines, line);
  }
  EXPECT_EQ(line, "sequenceDiagram");
  std::map<std::string, int> active;
  int rects = 0;
  while (std::getline(lines, line)) {
    EXPECT_TRUE(std::regex_match(line, statement)) << line;
    if (line.starts_with("  activate")) ++active[line.substr(11)];
    if (line.starts_with("  deactivate")) {
      EXPECT_GE(--active[line.substr(13)], 0) << "inactive: " << line;
    }
    rects += line.starts_with("  rect") ? 1 : (line == "  end" ? -1 : 0);
    EXPECT_GE(rects, 0);
  }
  for (const auto& [participant, count] : active) EXPECT_EQ(count, 0) << participant;
  EXPECT_EQ(rects, 0);
}

TEST(MermaidTrace, IsASequenceDiagram) {
  const std::string text = mermaid_trace(window_for_test(), {"signal_window go_1_15", "deadlock(I2): thread 0 waits"});
  expect_valid(text);
  EXPECT_NE(text.find("title: \"signal_window go_1_15\""), std::string::npos) << text;
  EXPECT_NE(text.find("  participant T1 as thread 1\n  participant O0 as extram\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  T0->>O0: lockextra.cas  extram: locked\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  O0--xT1: lockextra.load  extram: M1\n"), std::string::npos) << "older: " << text;
  EXPECT_NE(text.find("  Note over T0: SIGUSR1 delivered: g is nil\n  activate T0\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  rect rgba"), std::string::npos) << text;
  EXPECT_NE(text.find("  T0-xO0: lockextra.load  waits for ever\n"), std::string::npos) << text;
  EXPECT_TRUE(text.ends_with("  Note over T0,T1: deadlock(I2): thread 0 waits\n")) << text;
}

TEST(MermaidTrace, NothingInATextIsTakenForMore) {
  EXPECT_EQ(mermaid_text("a; b # <c> %% \n"), "a#59; b #35; #60;c#62; #37;#37;  ");
  EXPECT_EQ(mermaid_text("nil -> locked"), "nil → locked");
  EXPECT_EQ(mermaid_text(""), " ");
  const std::string longer = mermaid_text(std::string(1000, 'x'));
  EXPECT_LT(longer.size(), 300U);
  EXPECT_TRUE(mermaid_text(std::string(239, 'x') + "ööö").ends_with("xö…")) << "cut between characters";
  expect_valid(mermaid_trace(window_for_test(), {"a \"b\" \\ ;#", "x;\ny"}));
}

TEST(MermaidTrace, OfALongOneTheEndIsShown) {
  Trace trace;
  for (int i = 0; i < 1000; ++i) {
    trace.push_back(access_for_test(0, 0, "spin", Touch::update, "x", "0", std::to_string(i), i - 1));
  }
  const std::string text = mermaid_trace(trace, {.title = "", .verdict = "", .steps_max = 10});
  expect_valid(text);
  EXPECT_NE(text.find("the first 990 steps are left out"), std::string::npos) << text;
  EXPECT_NE(text.find("x: 990"), std::string::npos) << text;
  EXPECT_EQ(text.find("x: 989\n"), std::string::npos) << text;
}

TEST(MermaidTrace, ManyObjectsShareAColumn) {
  Trace trace;
  for (int i = 0; i < 40; ++i) {
    trace.push_back(access_for_test(0, 0, "s", Touch::write, "node" + std::to_string(i) + ".next", "", "1", kNoStore));
  }
  const std::string text = mermaid_trace(trace, {});
  expect_valid(text);
  EXPECT_NE(text.find("participant O7 as memory"), std::string::npos) << text;
  EXPECT_EQ(text.find("O8"), std::string::npos) << text;
}

TEST(MermaidTrace, OfNothingIsADiagramToo) { expect_valid(mermaid_trace({}, {"x", "sampled"})); }

}  // namespace
}  // namespace extram
