#include "model/report/schedule_page.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/report/html.hpp"
#include "model/report/pages_for_test.hpp"

namespace extram {
namespace {

using Json = nlohmann::ordered_json;

const Entry kEntry{{.name = "signal_window", .question = "does <it> wait?"}, "go_1_15", "", "", OracleSet{}, nullptr};

Schedule schedule() {
  Schedule schedule;
  schedule.scenario = "signal_window";
  schedule.version = "go_1_15";
  schedule.shape = {.threads = 2, .callbacks = 1, .ms = 1, .signals = 1};
  schedule.strategy = "bounded(p=1)";
  schedule.verdict = Verdict::deadlock;
  schedule.oracle = Oracle::I2;
  schedule.message = "thread 0 waits </pre><script>alert(1)</script>";
  return schedule;
}

std::string page_of(std::size_t runs) {
  static const Trace trace = window_for_test();
  SchedulePage page;
  page.entry = &kEntry;
  page.runs = {{"minimised", schedule(), "my dir/a.min.sched", &trace, true},
               {"as found", schedule(), "a.sched", &trace, true}};
  page.runs.resize(runs);
  page.message = schedule().message;
  page.limits = {"stale reads: one store back"};
  return schedule_page(page);
}

// What the page's own script reads.
Json data_in(const std::string& page) {
  const std::string begin = R"(<script type="application/json" id="data">)";
  const auto from = page.find(begin);
  EXPECT_NE(from, std::string::npos);
  const auto to = page.find("</script>", from);
  return Json::parse(page.substr(from + begin.size(), to - from - begin.size()));
}

TEST(SchedulePage, NeedsNothingBesideIt) {
  const std::string page = page_of(2);
  for (const char* const elsewhere : {"http://", "https://", "src=", "@import", "<link", "url(http"}) {
    EXPECT_EQ(page.find(elsewhere), std::string::npos) << elsewhere;
  }
  EXPECT_EQ(page.find("{{"), std::string::npos) << "a field of the template is left";
  EXPECT_NE(page.find("default-src 'none'"), std::string::npos) << "and may not ask for more";
}

TEST(SchedulePage, NoTextIsTakenForMarkup) {
  const std::string page = page_of(1);
  EXPECT_EQ(count_of(page, "<script"), 2U) << "the data and the program, and none of a message";
  EXPECT_EQ(count_of(page, "</script>"), 2U);
  EXPECT_EQ(page.find("<!-- \"x\""), std::string::npos);
  EXPECT_NE(page.find("does &lt;it&gt; wait?"), std::string::npos);
  const Json events = data_in(page).at("runs").at(0).at("events");
  EXPECT_EQ(events.at(7).at("what"), "</script><!-- \"x\" & ; # %%") << "in the data it is what it was";
}

TEST(SchedulePage, CarriesTheWholeExecution) {
  const Json runs = data_in(page_of(2)).at("runs");
  ASSERT_EQ(runs.size(), 2U);
  const Json& events = runs.at(0).at("events");
  ASSERT_EQ(events.size(), window_for_test().size());
  EXPECT_EQ(events.at(0).at("kind"), "setup");
  EXPECT_EQ(events.at(2).at("access"), "update");
  EXPECT_EQ(events.at(2).at("reads_from"), 1);
  EXPECT_EQ(events.at(2).at("facts").at(1), (Json{{"name", kLockHolder}, {"value", "thread 0"}}));
  EXPECT_FALSE(events.at(9).contains("reads_from")) << "as it was at the start";
  EXPECT_EQ(runs.at(0).at("threads"), 2);
}

TEST(SchedulePage, TheFirstExecutionIsShownFirst) {
  const std::string page = page_of(2);
  EXPECT_LT(page.find("minimised"), page.find("as found"));
  EXPECT_NE(page.find("aria-selected=\"true\">minimised"), std::string::npos) << page.substr(0, 9000);
  EXPECT_NE(page.find("extram replay &apos;my dir/a.min.sched&apos;"), std::string::npos) << "for a shell, as a word";
  EXPECT_EQ(page_of(1).find("as found"), std::string::npos);
}

TEST(SchedulePage, WhatRealThreadsCannotFollowIsNotOfferedToThem) {
  static const Trace trace = window_for_test();
  SchedulePage page;
  page.entry = &kEntry;
  page.runs = {{"the execution", schedule(), "a.sched", &trace, false}};
  EXPECT_EQ(schedule_page(page).find("--world lockstep"), std::string::npos);
  EXPECT_NE(page_of(1).find("--world lockstep"), std::string::npos);
  page.runs[0].on_real_threads = true;
  page.runs[0].schedule.verdict = Verdict::data_race;
  EXPECT_NE(schedule_page(page).find("extram replay a.sched --tsan"), std::string::npos) << "who sees a race";
}

TEST(SchedulePage, HasTheScheduleInIt) {
  EXPECT_NE(page_of(1).find("href=\"data:text/plain;charset=utf-8,extram-schedule%201%0A"), std::string::npos);
}

TEST(Html, ANameOfAFileIsNoScheme) {
  EXPECT_EQ(file_link("callback-weaken:a.b=c-2x1.html"), "./callback-weaken%3Aa.b%3Dc-2x1.html");
}

TEST(Html, DataNeverEndsItsScript) {
  const std::string text = json_for_script(Json{{"a", "</script> & \xe2\x80\xa8 \xff"}});
  EXPECT_EQ(text, R"({"a":"\u003c/script\u003e \u0026 \u2028 \ufffd"})");
  EXPECT_EQ(Json::parse(text).at("a"), "</script> & \xe2\x80\xa8 \xef\xbf\xbd");
}

}  // namespace
}  // namespace extram
