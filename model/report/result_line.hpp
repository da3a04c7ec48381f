// What a run came to, for people in one line and for programs in one JSON object.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/explore/isolation.hpp"

namespace extram {

struct Expected {
  Verdict verdict = Verdict::exhausted;
  Oracle oracle = Oracle::none;
};

// What a shard tells for those who join it with the others.
struct ShardReport {
  Shard shard;
  std::uint64_t search = 0;  // what is searched: the same for all shards
  ShardPlan plan;
  std::vector<std::size_t> units_done;
  std::string whole_strength;           // of all shards together, where each has done its part
  std::vector<std::string> leaves_out;  // of all shards together
};

struct Report {
  const Entry* entry = nullptr;
  Shape shape{};
  std::string_view world = "relacy";
  std::string strategy;  // its name, without bounds
  std::uint64_t seed = 0;
  RunResult result;
  std::string hunt;                     // what was looked through before the search that gave the verdict, in words
  std::optional<std::string> schedule;  // the path of the file that replays the failure
  std::optional<Expected> expected;     // by the suite
  std::optional<ShardReport> shard;
};

// Whether the run came to what the suite expects; true where nobody expects anything.
[[nodiscard]] bool is_held(const Report& report);

// 1234567 -> "1,234,567". Not by locale: the report reads the same everywhere.
[[nodiscard]] std::string grouped(std::uint64_t number);

// "deadlock(I2)", "exhausted".
[[nodiscard]] std::string verdict_text(Verdict verdict, Oracle oracle);

// Two spaces between the columns, no end of line.
[[nodiscard]] std::string result_line(const Report& report);

// How often signals came at each step, and how often they could have; empty where the run has none.
[[nodiscard]] std::string signals_text(const Report& report);

// What `-v` adds: a line of counts, then a line for each limit.
[[nodiscard]] std::string counts_text(const Report& report);
[[nodiscard]] std::string limits_text(const Report& report);

// How often signals came at each step, and how often they could have, as rows. Empty where the run has none.
[[nodiscard]] nlohmann::ordered_json signal_space(const Report& report);

// The row of `check --json`, with its end of line.
[[nodiscard]] std::string json_line(const Report& report);

}  // namespace extram
