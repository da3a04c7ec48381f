#include "model/cli/progress.hpp"

#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>

namespace extram {
namespace {

TEST(Progress, SaysHowFarAndHowLong) {
  const Counts counts{.executions = 500};
  EXPECT_EQ(progress_text("a", {counts, 10.0, 0.25}), "a: 500 executions, 50/s, 25.0 % of about 2000, 30 s left");
  EXPECT_EQ(progress_text("a", {counts, 0.0, -1.0}), "a: 500 executions, 0/s");
  EXPECT_EQ(progress_text("a", {counts, 10.0, 1e-9}),
            "a: 500 executions, 50/s, 0.0 % of about 5e+11, more than 100 h left");
  EXPECT_EQ(progress_json("a", {counts, 10.0, 0.25}),
            "{\"progress\":\"a\",\"executions\":500,\"per_second\":50.0,\"done\":0.25,\"estimated_executions\":2000.0,"
            "\"seconds_left\":30.0,\"seconds\":10.0}\n");
}

TEST(Progress, WhatAnEarlierRunDidTookNoTimeOfThisOne) {
  const Counts counts{.executions = 500};
  EXPECT_EQ(progress_text("a", {counts, 10.0, 0.5, 400, 0.25}),
            "a: 500 executions, 10/s, 50.0 % of about 1000, 20 s left");
  EXPECT_EQ(progress_text("a", {counts, 10.0, 0.25, 500, 0.25}), "a: 500 executions, 0/s, 25.0 % of about 2000");
}

TEST(Progress, ATerminalLineIsClearedInTheEnd) {
  const Counts counts{.executions = 500};
  std::ostringstream out;
  {
    ProgressLine line(out, ProgressStyle::terminal, "a");
    show(line, {counts, 0.1, -1.0});
    EXPECT_EQ(out.str(), "") << "too early to be of use";
    show(line, {counts, 10.0, -1.0});
    show(line, {counts, 10.1, -1.0});
  }
  EXPECT_EQ(out.str(), "\r\x1b[Ka: 500 executions, 50/s\r\x1b[K");
}

TEST(Progress, CiHearsNowAndThen) {
  const Counts counts{.executions = 500};
  std::ostringstream out;
  {
    ProgressLine line(out, ProgressStyle::json, "a");
    for (int second = 0; second < 25; ++second) show(line, {counts, static_cast<double>(second), -1.0});
  }
  const std::string text = out.str();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2) << text;
}

}  // namespace
}  // namespace extram
