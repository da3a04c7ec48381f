// The smallest program that still does what a test complains of, and its text as a litmus file has it.
#pragma once

#include <functional>
#include <string>

#include "scenarios/litmus/test.hpp"

namespace extram::litmus {

// Leaves out threads, operations and branches, and weakens orders, one at a time, as long as it `still_fails`.
[[nodiscard]] Test shrunk(Test test, const std::function<bool(const Test&)>& still_fails);

// One line, for `extram litmus`.
[[nodiscard]] std::string json_text(const Test& test);

}  // namespace extram::litmus
