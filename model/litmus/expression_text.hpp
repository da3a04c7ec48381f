// Reads an expression of a litmus file: "t1 > 1", "not r", "1 + (r0 ^ r0)". Operators and their precedence are those
// of Python, in which such files are usually made; &&, || and ! are understood as well.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "scenarios/litmus/expression.hpp"

namespace extram::litmus {

struct ReadExpression {
  Expression expression;
  std::string error;  // one line; empty: none
};

// The number of a register of the thread; -1: it is never set, and so is 0.
using RegisterNumber = std::function<int(std::string_view name)>;

[[nodiscard]] ReadExpression read_expression(std::string_view text, const RegisterNumber& number_of);

}  // namespace extram::litmus
