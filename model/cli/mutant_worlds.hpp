// A mutant that a model has killed, on real threads: the columns of `extram mutants` that are no searches.
#pragma once

#include <string>
#include <vector>

#include "model/cli/mutant_row.hpp"
#include "model/cli/replay_once.hpp"
#include "model/cli/search.hpp"

namespace extram {

struct Kill;
struct MutantSettings;

class MutantWorlds {
 public:
  MutantWorlds(const Kill& kill, const MutantSettings& settings);

  // lockstep: 1 where the schedule ends there as it did in the model; tsan: 1 where it reports the race; stress:
  // rounds on real threads without a schedule.
  [[nodiscard]] std::vector<Column> columns() const;
  // Writes the schedule, where a folder is given. Its path; empty: none was written.
  [[nodiscard]] std::string keep() const;

 private:
  [[nodiscard]] std::string why_not() const;
  [[nodiscard]] Column replayed(const char* world, bool tsan) const;
  // Rounds of extram-native, without a schedule, until one fails.
  [[nodiscard]] Column stressed() const;

  const Kill& kill_;
  const MutantSettings& settings_;
  Schedule schedule_;
};

}  // namespace extram
