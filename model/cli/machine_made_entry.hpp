// A machine-made mutant as an entry of the registry: the version's own, with a table of what is altered.
#pragma once

#include <string>
#include <vector>

#include "impl/world/scenario.hpp"
#include "scenarios/mutants/machine_made.hpp"

namespace extram {

// Made once for each; lives as long as the program.
[[nodiscard]] const Entry& altered_entry(const Entry& version, const MachineMade& mutant);
// One of several alterations at once, by a name that tells them.
[[nodiscard]] const Entry& altered_entry(const Entry& version, const std::string& name, const std::string& wrong,
                                         const std::vector<Alteration>& alterations);

}  // namespace extram
