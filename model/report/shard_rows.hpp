// The rows that shards write (`check --shard I/N --json FILE`): read from whatever a file holds, proved to be all
// shards of one search, each once, and joined into the row of the whole.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "impl/world/verdict.hpp"

namespace extram {

struct ShardRow {
  std::string place;  // "shard-1.jsonl:1"
  nlohmann::ordered_json json;
  std::uint64_t shard = 0;
  std::uint64_t shards = 0;
  std::uint64_t units = 0;
  std::set<std::uint64_t> done;
  Verdict verdict = Verdict::vacuous;
};

struct ShardRows {
  std::vector<ShardRow> rows;
  std::string error;  // in one line; empty: every line is a row, with all that is joined
};

[[nodiscard]] ShardRows read_shard_rows(std::string_view text, std::string_view file);

// Empty where the rows, of which there are some, are all shards of one search, each once, and each did of its own units
// only.
[[nodiscard]] std::string why_no_partition(const std::vector<ShardRow>& rows);

// Of a partition.
[[nodiscard]] nlohmann::ordered_json joined(std::vector<ShardRow> rows);

// The row of a shard ends with a checksum: what is joined into one verdict is to be what was written. `row`: an
// object's text.
[[nodiscard]] std::string with_checksum(std::string row);

}  // namespace extram
