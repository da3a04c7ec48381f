// For tests of `extram bench`: what it says, row by row. Ratios hang on the machine: that they are there is all that a
// test can say of them.
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/cli/verbs.hpp"

namespace extram {

struct Ran {
  Exit exit = Exit::harness;
  std::string out;
  std::string err;
  std::vector<nlohmann::json> rows;
};

inline Ran run_bench(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "bench");
  const Parsed parsed = parse(arguments);
  EXPECT_TRUE(parsed.command) << parsed.err;
  std::ostringstream out, err;
  Ran ran;
  ran.exit = run_verb(*parsed.command, Console{out, err});
  ran.out = out.str();
  ran.err = err.str();
  if (arguments.back() != "-") return ran;
  std::istringstream lines(ran.out);
  for (std::string line; std::getline(lines, line);) ran.rows.push_back(nlohmann::json::parse(line));
  return ran;
}

inline void expect_ratio(const nlohmann::json& row, std::size_t rounds) {
  const auto& ratio = row.at("ratio");
  EXPECT_GT(ratio.at("min").get<double>(), 0.0);
  EXPECT_LE(ratio.at("min").get<double>(), ratio.at("median").get<double>());
  EXPECT_LE(ratio.at("median").get<double>(), ratio.at("max").get<double>());
  EXPECT_EQ(ratio.at("rounds").get<std::size_t>(), rounds);
  EXPECT_NE(row.at("bar").get<std::string>().find("at "), std::string::npos);
  EXPECT_TRUE(row.at("met").is_boolean());
}

}  // namespace extram
