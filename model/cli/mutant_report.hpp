// The matrix of `extram mutants` for people: a line for each mutant, then what all of them say.
#pragma once

#include <string>
#include <vector>

#include "model/cli/mutant_row.hpp"

namespace extram {

[[nodiscard]] std::string matrix_head(const std::vector<std::string>& strategies);
// With its end; a second one where there is a reason.
[[nodiscard]] std::string matrix_line(const MutantRow& row);
// The first oracle that kills no mutant alone, with nothing written why; none: each has one.
[[nodiscard]] Oracle oracle_without_a_mutant(const std::vector<MutantRow>& rows);
// Fates, each column's kills and the median of executions to them; of each oracle the mutants that it alone kills.
[[nodiscard]] std::string matrix_summary(const std::vector<MutantRow>& rows, const std::vector<std::string>& strategies,
                                         bool asks_oracles);

}  // namespace extram
