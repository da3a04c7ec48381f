// One row of the matrix of `extram mutants`: what became of a mutant, by which search, after how many executions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "impl/world/verdict.hpp"
#include "scenarios/mutants/reasons.hpp"

namespace extram {

// A mutant of a version, written or machine-made.
struct MutantName {
  std::string mutant;
  std::string version;
  std::string site;  // empty: no single one
  std::string kind;  // of its operator; "written"
  std::string wrong;
  friend bool operator==(const MutantName&, const MutantName&) = default;
};

// What one search, or one world, made of it.
struct Column {
  std::string name;
  std::optional<std::uint64_t> kill;  // executions to it
  std::string why_not;                // in words, where it was not tried
};

struct MutantRow {
  MutantName name;
  Fate fate = Fate::survived;
  // Of the kill.
  std::string scenario;
  std::string size;
  Verdict verdict = Verdict::exhausted;
  Oracle oracle = Oracle::none;
  std::vector<Column> columns;
  std::vector<Oracle> oracles;  // each of them kills it when it alone is on
  bool only_oracles = false;    // nothing else ends its executions badly: no deadlock, race or crash
  std::string schedule;
  // Of one that is not killed: what was searched, and whether all of it was.
  std::vector<std::string> searched;
  bool exhausted = false;
  std::string reason;
  std::string complaint;  // no reason is written, or one that is not true; empty: all is well
  bool interrupted = false;
};

// The row of `mutants --json`, and what one process hands another.
[[nodiscard]] nlohmann::ordered_json to_json(const MutantRow& row);
[[nodiscard]] MutantRow row_in(const nlohmann::ordered_json& json);

// Holds the fate against the reason that is written.
void explain(MutantRow& row);

}  // namespace extram
