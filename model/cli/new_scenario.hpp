// `extram new`: a scenario to start from, which builds and runs as it is. It needs no model, so `extram` does it
// itself.
#pragma once

#include "model/cli/console.hpp"
#include "model/cli/exit_code.hpp"
#include "model/cli/options.hpp"

namespace extram {

[[nodiscard]] Exit new_scenario(const NewOptions& options, const Console& console);

}  // namespace extram
