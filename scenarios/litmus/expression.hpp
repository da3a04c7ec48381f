// Values and conditions of a litmus test: what a thread computes from its registers. In postfix form, so that it is
// evaluated without recursion and without memory, inside an execution too.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace extram::litmus {

inline constexpr std::size_t kTermsMax = 32;  // of one expression

enum class TermKind : std::uint8_t {
  constant,
  reg,  // `value` numbers the thread's register
  negate,
  logical_not,
  multiply,
  add,
  subtract,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  bit_and,
  bit_xor,
  bit_or,
  logical_and,
  logical_or,
};

struct Term {
  TermKind kind = TermKind::constant;
  int value = 0;
  friend bool operator==(const Term&, const Term&) = default;
};

[[nodiscard]] constexpr bool is_operand(TermKind kind) { return kind == TermKind::constant || kind == TermKind::reg; }
[[nodiscard]] constexpr bool is_unary(TermKind kind) {
  return kind == TermKind::negate || kind == TermKind::logical_not;
}

// Arithmetic wraps around, as that of C++'s atomics does.
[[nodiscard]] constexpr int apply(TermKind kind, int left, int right) {
  const auto wrapped = [](std::uint32_t value) { return static_cast<int>(value); };
  const auto a = static_cast<std::uint32_t>(left);
  const auto b = static_cast<std::uint32_t>(right);
  switch (kind) {
    case TermKind::multiply:
      return wrapped(a * b);
    case TermKind::add:
      return wrapped(a + b);
    case TermKind::subtract:
      return wrapped(a - b);
    case TermKind::less:
      return left < right ? 1 : 0;
    case TermKind::less_equal:
      return left <= right ? 1 : 0;
    case TermKind::greater:
      return left > right ? 1 : 0;
    case TermKind::greater_equal:
      return left >= right ? 1 : 0;
    case TermKind::equal:
      return left == right ? 1 : 0;
    case TermKind::not_equal:
      return left != right ? 1 : 0;
    case TermKind::bit_and:
      return wrapped(a & b);
    case TermKind::bit_xor:
      return wrapped(a ^ b);
    case TermKind::bit_or:
      return wrapped(a | b);
    case TermKind::logical_and:
      return left != 0 && right != 0 ? 1 : 0;
    case TermKind::logical_or:
      return left != 0 || right != 0 ? 1 : 0;
    default:
      return 0;
  }
}

class Expression {
 public:
  Expression() : Expression(0) {}
  Expression(int constant) : terms_{{TermKind::constant, constant}} {}
  // `terms` must be well formed and at most kTermsMax long: the reader sees to it.
  explicit Expression(std::vector<Term> terms) : terms_(std::move(terms)) {}

  [[nodiscard]] static Expression of_register(int number) { return Expression({{TermKind::reg, number}}); }
  [[nodiscard]] const std::vector<Term>& terms() const { return terms_; }

  [[nodiscard]] int evaluate(std::span<const int> registers) const {
    std::array<int, kTermsMax> stack;
    std::size_t top = 0;
    for (const Term& term : terms_) {
      if (term.kind == TermKind::constant) {
        stack[top++] = term.value;
      } else if (term.kind == TermKind::reg) {
        stack[top++] = registers[static_cast<std::size_t>(term.value)];
      } else if (is_unary(term.kind)) {
        stack[top - 1] = term.kind == TermKind::logical_not ? (stack[top - 1] == 0 ? 1 : 0)
                                                            : apply(TermKind::subtract, 0, stack[top - 1]);
      } else {
        --top;
        stack[top - 1] = apply(term.kind, stack[top - 1], stack[top]);
      }
    }
    return stack[0];
  }

 private:
  std::vector<Term> terms_;
};

}  // namespace extram::litmus
