#include "model/litmus/expression_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace extram::litmus {
namespace {

constexpr std::size_t kTextMax = 256;
constexpr int kDepthMax = 32;  // of parentheses and signs

struct Operator {
  std::string_view text;
  TermKind kind;
  int precedence;  // the higher, the tighter
};
constexpr int kNot = 3;
constexpr int kComparison = 4;
// Longer ones first, where one begins with another.
constexpr std::array<Operator, 16> kOperators{{
    {"or", TermKind::logical_or, 1},
    {"||", TermKind::logical_or, 1},
    {"and", TermKind::logical_and, 2},
    {"&&", TermKind::logical_and, 2},
    {"==", TermKind::equal, 4},
    {"!=", TermKind::not_equal, 4},
    {"<=", TermKind::less_equal, 4},
    {">=", TermKind::greater_equal, 4},
    {"<", TermKind::less, 4},
    {">", TermKind::greater, 4},
    {"|", TermKind::bit_or, 5},
    {"^", TermKind::bit_xor, 6},
    {"&", TermKind::bit_and, 7},
    {"+", TermKind::add, 8},
    {"-", TermKind::subtract, 8},
    {"*", TermKind::multiply, 9},
}};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Reader {
 public:
  Reader(std::string_view text, const RegisterNumber& number_of) : text_(text), number_of_(number_of) {}

  ReadExpression read() {
    if (text_.size() > kTextMax) return {{}, fmt::format("an expression has at most {} characters", kTextMax)};
    operation(0);
    skip_blanks();
    if (error_.empty() && position_ < text_.size()) fail(fmt::format("unexpected '{}'", text_.substr(position_)));
    if (error_.empty() && terms_.size() > kTermsMax) fail(fmt::format("more than {} terms", kTermsMax));
    if (!error_.empty()) return {{}, fmt::format("'{}': {}", text_, error_)};
    return {Expression(std::move(terms_)), {}};
  }

 private:
  void operation(int precedence_min) {
    operand(precedence_min);
    while (error_.empty()) {
      const auto next = peek_operator();
      if (!next || next->precedence < precedence_min) return;
      position_ += next->text.size();
      operation(next->precedence + 1);
      terms_.push_back({next->kind, 0});
      // As Python reads it, a < b < c is not (a < b) < c: better to ask.
      const auto after = peek_operator();
      if (next->precedence == kComparison && after && after->precedence == kComparison) {
        fail("comparisons do not chain; use parentheses");
      }
    }
  }

  void operand(int precedence_min) {
    if (++depth_ > kDepthMax) return fail("too deep");
    skip_blanks();
    if (position_ >= text_.size()) {
      fail("ends too early");
    } else if (is_digit(text_[position_])) {
      number();
    } else if (is_letter(text_[position_])) {
      name(precedence_min);
    } else if (take('(')) {
      operation(0);
      skip_blanks();
      if (error_.empty() && !take(')')) fail("a ')' is missing");
    } else if (take('-')) {
      unary(TermKind::negate);
    } else if (take('!')) {
      unary(TermKind::logical_not);
    } else {
      fail(fmt::format("unexpected '{}'", text_.substr(position_)));
    }
    --depth_;
  }

  void unary(TermKind kind) {
    operand(kComparison + 1);
    terms_.push_back({kind, 0});
  }

  void number() {
    int value = 0;
    const auto [end, error] = std::from_chars(text_.data() + position_, text_.data() + text_.size(), value);
    if (error != std::errc()) return fail("a number is too large");
    position_ = static_cast<std::size_t>(end - text_.data());
    terms_.push_back({TermKind::constant, value});
  }

  void name(int precedence_min) {
    const std::string_view word = peek_word();
    position_ += word.size();
    if (word == "not") {
      if (precedence_min > kNot) return fail("'not' needs parentheses here");
      operation(kNot);
      terms_.push_back({TermKind::logical_not, 0});
      return;
    }
    if (word == "and" || word == "or") return fail(fmt::format("unexpected '{}'", word));
    const int number = number_of_(word);
    terms_.push_back(number < 0 ? Term{TermKind::constant, 0} : Term{TermKind::reg, number});
  }

  [[nodiscard]] std::string_view peek_word() const {
    std::size_t end = position_;
    while (end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]))) ++end;
    return text_.substr(position_, end - position_);
  }

  [[nodiscard]] std::optional<Operator> peek_operator() {
    skip_blanks();
    const std::string_view rest = text_.substr(position_);
    for (const Operator& row : kOperators) {
      if (!rest.starts_with(row.text)) continue;
      if (is_letter(row.text.front()) && peek_word() != row.text) continue;
      return row;
    }
    return std::nullopt;
  }

  bool take(char c) {
    if (position_ >= text_.size() || text_[position_] != c) return false;
    ++position_;
    return true;
  }
  void skip_blanks() {
    while (position_ < text_.size() && text_[position_] == ' ') ++position_;
  }
  void fail(std::string why) {
    if (error_.empty()) error_ = std::move(why);
  }

  std::string_view text_;
  const RegisterNumber& number_of_;
  std::size_t position_ = 0;
  int depth_ = 0;
  std::vector<Term> terms_;
  std::string error_;
};

}  // namespace

ReadExpression read_expression(std::string_view text, const RegisterNumber& number_of) {
  return Reader(text, number_of).read();
}

}  // namespace extram::litmus
