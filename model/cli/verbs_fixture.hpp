// Verbs over the toy in place of Relacy, each test in a folder of its own: what is run, said and written, how it ends.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/cli/toy_model.hpp"
#include "model/cli/verbs.hpp"
#include "model/schedule/folder_for_test.hpp"
#include "model/schedule/schedule.hpp"

namespace extram {

using Arguments = std::vector<std::string>;

struct Ran {
  Exit exit = Exit::harness;
  std::string out;
  std::string err;
};

inline std::string last_line(const std::string& text) {
  std::istringstream lines(text);
  std::string last;
  for (std::string line; std::getline(lines, line);) last = line;
  return last;
}

// The columns of a report stand one space apart here: how wide they are is no verb's business.
inline std::string squeezed(const std::string& text) {
  std::string narrow;
  for (const char c : text) {
    if (c != ' ' || narrow.empty() || narrow.back() != ' ') narrow += c;
  }
  return narrow;
}

inline std::vector<nlohmann::json> rows_of(const std::string& text) {
  std::istringstream lines(text);
  std::vector<nlohmann::json> rows;
  for (std::string line; std::getline(lines, line);) rows.push_back(nlohmann::json::parse(line));
  return rows;
}

// Each test in a folder of its own, which is the current one.
class Verbs : public ::testing::Test {
 protected:
  Verbs() : before_(std::filesystem::current_path()), suite_(toy_suite()) { std::filesystem::current_path(folder_); }
  ~Verbs() override {
    std::filesystem::current_path(before_);
    toy_suite() = suite_;
    toy_fingerprint() = 0xf00d;
  }

  static Ran run_extram(const Arguments& arguments) {
    const Parsed parsed = parse(arguments);
    EXPECT_TRUE(parsed.command) << parsed.err;
    std::ostringstream out;
    std::ostringstream err;
    const Exit exit = run_verb(*parsed.command, Console{out, err});
    return {exit, out.str(), err.str()};
  }

  static void expect_refused(const Arguments& arguments, const std::string& because, Exit exit = Exit::usage) {
    const Ran ran = run_extram(arguments);
    EXPECT_EQ(ran.exit, exit) << ran.err;
    EXPECT_NE(ran.err.find(because), std::string::npos) << ran.err;
    EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
    EXPECT_EQ(ran.out, "");
  }

  // The path of a schedule of the lost update.
  static std::string a_schedule() {
    const Ran ran = run_extram({"check", "counting", "--mutant", "lost_update"});
    EXPECT_EQ(ran.exit, Exit::bad) << ran.out;
    return "schedules/counting-lost_update-2x1.sched";
  }

  static void edit(const std::string& path, void (*change)(Schedule&)) {
    ReadSchedule read = read_schedule(path);
    ASSERT_TRUE(read.schedule) << read.error;
    change(*read.schedule);
    ASSERT_EQ(write(*read.schedule, path), std::nullopt);
  }

 private:
  std::filesystem::path before_;
  const Folder own_;
  const std::filesystem::path& folder_ = own_.path();
  std::vector<Expectation> suite_;
};

}  // namespace extram
