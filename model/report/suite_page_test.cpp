#include "model/report/suite_page.hpp"
#include "model/report/pages_for_test.hpp"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "model/report/plot.hpp"
#include "model/report/report_folder.hpp"
#include "model/schedule/folder_for_test.hpp"

namespace extram {
namespace {

using Json = nlohmann::ordered_json;

Json run(const std::string& scenario, int threads, const std::string& verdict, const Json& oracle,
         const Json& expected) {
  return {{"scenario", scenario},
          {"version", "go_1_16"},
          {"mutant", nullptr},
          {"strategy", "full"},
          {"threads", threads},
          {"callbacks", 1},
          {"ms", 1},
          {"signals", 0},
          {"faults", 0},
          {"verdict", verdict},
          {"strength", "complete"},
          {"oracle", oracle},
          {"message", "<i>"},
          {"executions", 50 * threads * threads},
          {"blocked", 3},
          {"seconds", 0.5},
          {"schedule", nullptr},
          {"expected", expected},
          {"limits", {"stale reads: one store back"}}};
}

ReportRows runs() {
  ReportRows rows{run("callback", 2, "exhausted", nullptr, "exhausted"),
                  run("callback", 3, "exhausted", nullptr, "exhausted"), run("fork", 2, "violation", "I7", "exhausted"),
                  run("signal_window", 2, "deadlock", "I2", "deadlock(I2)")};
  rows[3]["page"] = "signal_window-go_1_15-2x1.html";
  rows[3]["signal_space"] = {
      {{"site", "needm.setg"}, {"open", 9}, {"blocked", 4}, {"delivered", 0}, {"delivered_blocked", 0}}};
  rows[2]["fault_space"] = {
      {{"kind", "death"}, {"site", "dropm.setg_nil"}, {"state", "list free"}, {"reached", 9}, {"struck", 3}},
      {{"kind", "death"}, {"site", "needm.setg"}, {"state", "list mine"}, {"reached", 2}, {"struck", 0}}};
  return rows;
}

ReportRows mutants() {
  const auto mutant = [](const std::string& name, const std::string& fate, const Json& kills) {
    return Json{{"mutant", name},
                {"version", "go_1_16"},
                {"wrong", "a step is left out"},
                {"fate", fate},
                {"oracle", "I10"},
                {"verdict", "violation"},
                {"kills", kills},
                {"not_tried", Json::object()},
                {"reason", fate == "killed" ? Json(nullptr) : Json("the exchange looks again")}};
  };
  ReportRows rows{mutant("drop:dropm.sigblock", "killed", {{"bounded", 12}, {"random", 12345}, {"tsan", nullptr}}),
                  mutant("weaken:lockextra.load", "equivalent", {{"bounded", nullptr}, {"random", nullptr}})};
  rows[1]["not_tried"]["tsan"] = "x86 shows none";
  return rows;
}

ReportRows bench() {
  return {{{"group", "native"}, {"row", "contention"}, {"ratio", 1.0}, {"min", 0.9}, {"max", 1.1}, {"threads", 1}},
          {{"group", "native"}, {"row", "contention"}, {"ratio", 0.4}, {"min", 0.3}, {"max", 0.5}, {"threads", 8}},
          {{"group", "jobs"},
           {"what", "two processes"},
           {"ratio", {{"median", 1.8}, {"min", 1.7}, {"max", 1.9}, {"rounds", 5}}},
           {"bar", "at least 1.6"},
           {"met", true}}};
}

ReportRows fault_space() {
  const auto met = [](int reached, int struck, const char* fate, const Json& why) {
    return Json{{"reached", reached}, {"struck", struck}, {"fate", fate}, {"why", why}};
  };
  const auto row = [](const char* site, const Json& kinds) {
    return Json{{"version", "go_1_16"}, {"site", site}, {"list", "mine"},
                {"signals", "open"},    {"g", "nil"},   {"kinds", kinds}};
  };
  const Json away = met(0, 0, "unreachable", "signals are blocked there");
  return {row("needm.setg", {{"call", away}, {"death", met(1200, 34, "struck", nullptr)}}),
          row("dropm.sigblock",
              {{"call", met(0, 0, "gap", "no scenario has <one>")}, {"death", met(7, 0, "offered", nullptr)}}),
          row("minit.gettid", {{"call", away}, {"death", away}}),
          row("getstackbound",
              {{"call", met(3, 1, "refuted", "is not called")}, {"death", met(0, 0, "unexplained", nullptr)}}),
          {{"version", "go_1_16"},
           {"places", 8},
           {"struck", 1},
           {"offered", 1},
           {"unreachable", 3},
           {"gap", 1},
           {"refuted", 1},
           {"unexplained", 1},
           {"searched", {"callback 2x1"}}}};
}

TEST(SuitePage, SaysVerdictAndStrengthOfEveryRun) {
  const std::string page = suite_page({runs(), {}, {}});
  EXPECT_EQ(count_of(page, "<tr class=\"run\""), 4U);
  EXPECT_NE(page.find("3 of 4 runs as they should be"), std::string::npos);
  EXPECT_LT(page.find("<td>fork</td>"), page.find("<td>callback</td>")) << "what is wrong stands first";
  EXPECT_NE(page.find("NOT HELD"), std::string::npos);
  EXPECT_EQ(count_of(page, "<td>complete</td><td>"), 4U) << "beside each verdict";
  EXPECT_NE(page.find("<a href=\"./signal_window-go_1_15-2x1.html\">"), std::string::npos);
  EXPECT_NE(page.find("stale reads: one store back <span class=\"faint\">(4 runs)"), std::string::npos);
  EXPECT_EQ(page.find("<i>\""), std::string::npos) << "a message is no markup";
  EXPECT_NE(page.find("title=\"&lt;i&gt;\""), std::string::npos);
}

TEST(SuitePage, NeedsNothingBesideIt) {
  const std::string page = suite_page({runs(), mutants(), bench(), fault_space()});
  for (const char* const elsewhere : {"http://", "https://", "src=", "@import", "<link", "{{"}) {
    EXPECT_EQ(page.find(elsewhere), std::string::npos) << elsewhere;
  }
}

TEST(SuitePage, PlacesThatNothingStruckAreMarked) {
  const std::string page = suite_page({runs(), {}, {}});
  EXPECT_NE(page.find("<tr class=\"never\"><th scope=\"row\" class=\"mono\">needm.setg"), std::string::npos);
  EXPECT_NE(page.find("<td class=\"cell some\" title=\"struck 3 of 9 times\">3</td>"), std::string::npos);
  EXPECT_NE(page.find("<td class=\"cell never\" title=\"struck 0 of 2 times\">0</td>"), std::string::npos);
  EXPECT_NE(page.find("<td class=\"cell none\" title=\"no thread was here in this state\">"), std::string::npos);
}

TEST(SuitePage, TheFaultSpaceSaysWhyAPlaceIsNotReached) {
  const std::string page = suite_page({{}, {}, {}, fault_space()});
  EXPECT_EQ(count_of(page, "<tr class=\"place\""), 3U) << "where nothing is reached there is only the argument";
  EXPECT_NE(page.find("<td class=\"cell some\" title=\"death struck\">1,200/34</td>"), std::string::npos);
  EXPECT_NE(page.find("<td class=\"cell never\" title=\"death offered\">7/0</td>"), std::string::npos);
  EXPECT_NE(page.find("title=\"call gap: no scenario has &lt;one&gt;\">gap</td>"), std::string::npos);
  EXPECT_NE(page.find("<td class=\"cell wrong\" title=\"call refuted: is not called\">3/1</td>"), std::string::npos);
  EXPECT_NE(page.find("<td class=\"cell wrong\" title=\"death unexplained\">?</td>"), std::string::npos);
  EXPECT_NE(page.find("<td class=\"number\">3</td><td>unreachable</td><td>signals are blocked there</td>"),
            std::string::npos);
  EXPECT_NE(page.find("8 places: 2 reached, 1 of"), std::string::npos);
  EXPECT_NE(page.find("<span class=\"bad\">2 refuted or"), std::string::npos);
  EXPECT_EQ(suite_page({runs(), {}, {}}).find("id=\"space\""), std::string::npos);
}

TEST(SuitePage, TheMatrixHasAColumnForEachSearch) {
  const std::string page = suite_page({{}, mutants(), {}});
  EXPECT_NE(page.find("bounded<br><span class=\"faint\">1 killed"), std::string::npos);
  EXPECT_NE(page.find("tsan<br><span class=\"faint\">0 killed"), std::string::npos);
  EXPECT_NE(page.find("cell kill-1\" title=\"killed\">12<"), std::string::npos);
  EXPECT_NE(page.find("cell kill-4\" title=\"killed\">12,345<"), std::string::npos);
  EXPECT_NE(page.find("title=\"x86 shows none\">n/a"), std::string::npos);
  EXPECT_NE(page.find("the exchange looks again"), std::string::npos);
}

TEST(SuitePage, DrawsWhatScales) {
  const std::string page = suite_page({runs(), {}, bench()});
  EXPECT_EQ(count_of(page, "<svg class=\"plot\""), 2U) << "searches by threads, callbacks by threads";
  EXPECT_NE(page.find("callback go_1_16, 1 callback, full complete"), std::string::npos);
  EXPECT_NE(page.find("<td>at least 1.6</td><td class=\"good\">met</td>"), std::string::npos);
  EXPECT_EQ(suite_page({{runs()[0]}, {}, {}}).find("<svg class=\"plot\""), std::string::npos) << "one point is no line";
}

TEST(Plot, KeepsItsPointsInsideOfItsAxes) {
  const std::string svg = drawn({"a <b>", "x", "y", Scale::logarithmic, {{"one", {{2, 1}, {3, 100}, {5, 1e7}}}}});
  EXPECT_EQ(count_of(svg, "<circle"), 3U);
  EXPECT_NE(svg.find("a &lt;b&gt;"), std::string::npos);
  EXPECT_NE(svg.find("cx=\"76.0\" cy=\"280.0\""), std::string::npos) << svg;
  EXPECT_NE(svg.find("cx=\"506.0\" cy=\"40.0\""), std::string::npos) << svg;
  EXPECT_EQ(drawn({"a", "x", "y", Scale::linear, {{"one", {{2, 1}}}}}), "");
}

class ReportFolderTest : public testing::Test {
 protected:
  static std::string lines(const ReportRows& rows) {
    std::string text;
    for (const Json& row : rows) text += row.dump() + "\n";
    return text;
  }
  std::string index() const { return content("index.html"); }
  std::string content(const std::string& name) const {
    std::ifstream file(own_.path() / "pages" / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  const Folder own_;
  const ReportFolder folder_{(own_.path() / "pages").string()};
};

TEST_F(ReportFolderTest, GrowsInAnyOrder) {
  ASSERT_EQ(folder_.why_not(ReportPart::mutants), std::nullopt);
  ASSERT_EQ(folder_.put(ReportPart::mutants, lines(mutants())), std::nullopt);
  EXPECT_NE(index().find("id=\"matrix\""), std::string::npos);
  EXPECT_EQ(index().find("id=\"run-table\""), std::string::npos);
  ASSERT_EQ(folder_.why_not(ReportPart::check), std::nullopt);
  ASSERT_EQ(folder_.put(ReportPart::check, lines(runs())), std::nullopt);
  EXPECT_NE(index().find("id=\"matrix\""), std::string::npos) << "it is still there";
  EXPECT_NE(index().find("id=\"run-table\""), std::string::npos);
  ASSERT_EQ(folder_.put(ReportPart::coverage, lines(fault_space())), std::nullopt);
  EXPECT_NE(index().find("id=\"space\""), std::string::npos);
  EXPECT_NE(index().find("id=\"matrix\""), std::string::npos);
  ASSERT_EQ(folder_.put(ReportPart::check, lines({runs()[0]})), std::nullopt);
  EXPECT_EQ(count_of(index(), "<tr class=\"run\""), 1U) << "an earlier run's rows are gone";
}

TEST_F(ReportFolderTest, WhatIsNoReportIsRefusedBeforeTheRun) {
  ASSERT_EQ(folder_.why_not(ReportPart::mutants), std::nullopt);
  ASSERT_EQ(folder_.put(ReportPart::mutants, lines(mutants())), std::nullopt);
  std::ofstream(own_.path() / "pages" / "mutants.jsonl") << "{\"mutant\":\"x\"}\n[]\n";
  EXPECT_NE(folder_.why_not(ReportPart::check)->find("mutants.jsonl:2: no row of a report"), std::string::npos);
  EXPECT_EQ(folder_.why_not(ReportPart::mutants), std::nullopt) << "it is written anew";
  std::ofstream(own_.path() / "pages" / "mutants.jsonl") << "{\"mutant\":\"x\"}\n";
  EXPECT_NE(folder_.why_not(ReportPart::check)->find("is no report of this program"), std::string::npos);
  EXPECT_NE(ReportFolder("/proc/none").why_not(ReportPart::check)->find("cannot make the folder"), std::string::npos);
}

}  // namespace
}  // namespace extram
