#include "model/report/result_line.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace extram {
namespace {

const Entry kVersion{{.name = "signal_window", .question = "?"}, "go_1_15", "", "", OracleSet{}, nullptr};
const Entry kMutant{
    {.name = "callback", .question = "?"}, "go_1_16", "unlock_relaxed", "relaxed", OracleSet{}, nullptr};

Report deadlock() {
  Report report;
  report.entry = &kVersion;
  report.shape = {.threads = 2, .callbacks = 1, .ms = 1, .signals = 1};
  report.strategy = "bounded";
  report.seed = 1;
  report.result.verdict = Verdict::deadlock;
  report.result.oracle = Oracle::I2;
  report.result.message = "thread 0 waits";
  report.result.counts = {.executions = 57, .blocked = 3, .steps = 1234, .decisions_max = 25, .signals_delivered = 9};
  report.result.seconds = 0.25;
  report.result.cpu_seconds = 0.5;
  report.result.peak_rss_kb = 4096;
  report.schedule = "schedules/a.sched";
  report.expected = Expected{Verdict::deadlock, Oracle::I2};
  return report;
}

Report good() {
  Report report;
  report.entry = &kMutant;
  report.shape = {.threads = 3, .callbacks = 2, .ms = 2, .profile = Profile::mixed};
  report.strategy = "full";
  report.result.verdict = Verdict::exhausted;
  report.result.strength = "complete";
  report.result.counts.executions = 1234567;
  report.result.limits = {"stale reads: one store back"};
  return report;
}

TEST(ResultLine, SaysAllInOneLine) {
  EXPECT_EQ(
      result_line(deadlock()),
      "held    signal_window    go_1_15                    2x1 signals=1   deadlock(I2)                           57 "
      "executions     0.25 s  schedules/a.sched");
  EXPECT_EQ(
      result_line(good()),
      "good    callback         unlock_relaxed             3x2 ms=2 mixed  exhausted       complete        1,234,567 "
      "executions     0.00 s");
}

TEST(ResultLine, SaysWhatWasExpectedInstead) {
  Report report = deadlock();
  report.expected = Expected{Verdict::deadlock, Oracle::I4};
  EXPECT_FALSE(is_held(report)) << "the verdict is the expected one, the oracle is not";
  const std::string line = result_line(report);
  EXPECT_TRUE(line.starts_with("FAILED  signal_window")) << line;
  EXPECT_NE(line.find("  expected deadlock(I4)  schedules/a.sched"), std::string::npos) << line;
  report.expected = Expected{Verdict::exhausted};
  EXPECT_NE(result_line(report).find("  expected exhausted"), std::string::npos);
  report.expected.reset();
  EXPECT_TRUE(is_held(report));
  EXPECT_TRUE(result_line(report).starts_with("bad     signal_window"));
}

TEST(ResultLine, CountsAndLimits) {
  EXPECT_EQ(counts_text(deadlock()),
            "        3 blocked, 1,234 steps, 0 exits, at most 25 decisions, 9 signals delivered, 0 faults injected, "
            "0.50 s of processor, 4,096 KiB at most\n");
  EXPECT_EQ(limits_text(good()), "        not covered: stale reads: one store back\n");
  EXPECT_EQ(limits_text(deadlock()), "");
}

TEST(ResultLine, SignalsAreCountedByStep) {
  Report report = good();
  EXPECT_EQ(signals_text(report), "");
  SiteSignals signals;
  signals.site = "needm.setg";
  signals.open = 3;
  signals.blocked = 2;
  signals.delivered = 1;
  report.result.signals = {signals};
  EXPECT_EQ(signals_text(report),
            "        signals at needm.setg                open         3  blocked         2  delivered         1\n");
}

TEST(ResultLine, JsonHasTheFieldsOfTheContract) {
  EXPECT_EQ(
      json_line(deadlock()),
      R"-({"scenario":"signal_window","version":"go_1_15","mutant":null,"world":"relacy","strategy":"bounded",)-"
      R"-("threads":2,"callbacks":1,"ms":1,"signals":1,"faults":0,"verdict":"deadlock","strength":"",)-"
      R"-("oracle":"I2","message":"thread 0 waits","executions":57,"blocked":3,"steps":1234,"decisions_max":25,)-"
      R"-("signals_delivered":9,"faults_injected":0,"seconds":0.25,"cpu_seconds":0.5,"peak_rss_kb":4096,"seed":1,)-"
      R"-("schedule":"schedules/a.sched","expected":"deadlock(I2)","limits":[]})-"
      "\n");
}

TEST(ResultLine, JsonOfAGoodRunHasNulls) {
  const nlohmann::json row = nlohmann::json::parse(json_line(good()));
  EXPECT_EQ(row["version"], "go_1_16");
  EXPECT_EQ(row["mutant"], "unlock_relaxed");
  EXPECT_EQ(row["strength"], "complete");
  EXPECT_TRUE(row["oracle"].is_null());
  EXPECT_TRUE(row["schedule"].is_null());
  EXPECT_TRUE(row["expected"].is_null());
  EXPECT_EQ(row["limits"], nlohmann::json({"stale reads: one store back"}));
  EXPECT_EQ(row.size(), 27U);
}

TEST(ResultLine, AMessageThatIsNoUtf8StaysOneJsonLine) {
  Report report = deadlock();
  report.result.message = "bad \xff byte\nand a second line";
  const std::string line = json_line(report);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  EXPECT_EQ(nlohmann::json::parse(line)["message"], "bad \xef\xbf\xbd byte\nand a second line");
}

}  // namespace
}  // namespace extram
