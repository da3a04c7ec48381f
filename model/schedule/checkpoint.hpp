// The checkpoint file: a search that was put down, to be taken up again by a later process, on another machine too.
//
//   extram-checkpoint 1
//   scenario      callback
//   ...                          what the search is of, as in a schedule; and its shard
//   progress      {...}          what it has counted
//   result        {...}          of one that has come to its end, else -
//   items         1
//   item          {"unit":0,"share":1.0,"deaths":0,"bytes":57}
//   ...                          so many bytes of work, as its strategy writes it
//   learnt        0              so many bytes of what it has learnt beside, as its strategy writes it
//   ...
//   checksum      af63bd4c8601b7df
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/explore/isolation.hpp"
#include "model/schedule/schedule.hpp"

namespace extram {

// What tells one search from another: key and value, in a fixed order.
using SearchRows = std::vector<std::pair<std::string, std::string>>;

// Of the search that such a schedule would come from.
[[nodiscard]] SearchRows search_rows(const Schedule& schedule);
// One number for them, by which shards of one search are known.
[[nodiscard]] std::uint64_t id_of(const SearchRows& search);
// The rows of one shard of it.
[[nodiscard]] SearchRows with_shard(SearchRows search, const std::optional<Shard>& shard);

[[nodiscard]] std::string checkpoint_text(const SearchRows& search, const Saved& saved);

struct ReadCheckpoint {
  std::optional<Saved> saved;
  std::string error;  // one line: where, what, how to mend
};
// Of this search, and no other.
[[nodiscard]] ReadCheckpoint parse_checkpoint(std::string_view text, const SearchRows& search);
[[nodiscard]] ReadCheckpoint read_checkpoint(const std::string& path, const SearchRows& search);

// Why a new checkpoint must not be written there: it would take the place of something else. nullopt: it may be.
[[nodiscard]] std::optional<std::string> why_no_checkpoint(const std::string& path);

}  // namespace extram
