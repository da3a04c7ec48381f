// A set of oracles as people and files write it: "all", "none", or ids with commas between them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "impl/world/oracle.hpp"

namespace extram {

[[nodiscard]] std::string text_of(OracleSet oracles);
// nullopt where a name is no oracle's id.
[[nodiscard]] std::optional<OracleSet> oracles_in(std::string_view text);

}  // namespace extram
