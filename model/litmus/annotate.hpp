// Writes a test again with what the axioms say of it: how the catalogue (scenarios/litmus) came by its outcomes.
#pragma once

#include <string>

#include "model/litmus/litmus_file.hpp"

namespace extram::litmus {

// One line of JSON. What the test had of `required`, `permitted_beyond` and `race` is replaced; empty: the test is too
// large for the axioms.
[[nodiscard]] std::string annotated(const Case& one);

}  // namespace extram::litmus
