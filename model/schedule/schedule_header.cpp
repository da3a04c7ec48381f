#include "model/schedule/schedule_header.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "model/schedule/oracle_list.hpp"
#include "model/schedule/shape_text.hpp"

namespace extram::detail {
namespace {

std::string or_nothing(const std::string& text) { return text.empty() ? std::string(kNothing) : text; }

template <std::string Schedule::*Field>
constexpr HeaderRow word_row(std::string_view key) {
  return {key, "a name without spaces", [](const Schedule& s) { return or_nothing(s.*Field); },
          [](Schedule& s, std::string_view value) {
            s.*Field = value;
            return is_word(value);
          }};
}

template <int Shape::*Field, int Min, int Max>
constexpr HeaderRow size_row(std::string_view key, std::string_view wants) {
  return {key, wants, [](const Schedule& s) { return fmt::to_string(s.shape.*Field); },
          [](Schedule& s, std::string_view value) {
            std::uint64_t number = 0;
            if (!read_number(value, Max, number)) return false;
            s.shape.*Field = static_cast<int>(number);
            return s.shape.*Field >= Min;
          }};
}

// An enumeration by the table of its names.
template <auto& Names, auto Field>
constexpr HeaderRow choice_row(std::string_view key, std::string_view wants) {
  return {key, wants, [](const Schedule& s) { return std::string(name_of(s.shape.*Field)); },
          [](Schedule& s, std::string_view value) {
            const auto found = std::find(Names.begin(), Names.end(), value);
            if (found == Names.end()) return false;
            using Choice = std::remove_cvref_t<decltype(s.shape.*Field)>;
            s.shape.*Field = static_cast<Choice>(found - Names.begin());
            return true;
          }};
}

bool set_mutant(Schedule& s, std::string_view value) {
  s.mutant = value == kNothing ? std::string_view() : value;
  return is_word(value);
}

bool set_seed(Schedule& s, std::string_view value) { return read_number(value, ~std::uint64_t{0}, s.seed); }

bool set_oracles(Schedule& s, std::string_view value) {
  const auto oracles = oracles_in(value);
  if (oracles) s.oracles = *oracles;
  return oracles.has_value();
}

bool set_fault_kinds(Schedule& s, std::string_view value) {
  const auto kinds = fault_kinds_in(value);
  s.shape.fault_kinds = kinds.value_or(FaultKinds{});
  return kinds.has_value();
}

bool set_depth(Schedule& s, std::string_view value) {
  std::uint64_t number = 0;
  if (!read_number(value, 1'000'000'000, number)) return false;
  s.depth = static_cast<std::uint32_t>(number);
  return number > 0;
}

bool set_verdict(Schedule& s, std::string_view value) {
  const auto verdict = verdict_named(value);
  if (verdict) s.verdict = *verdict;
  return verdict.has_value();
}

bool set_oracle(Schedule& s, std::string_view value) {
  const auto oracle = oracle_named(value);
  s.oracle = oracle.value_or(Oracle::none);
  return oracle.has_value() || value == name_of(Oracle::none);
}

bool set_message(Schedule& s, std::string_view value) {
  s.message = value == kNothing ? std::string_view() : value;
  return value.size() <= kMessageSizeMax;
}

bool set_fingerprint(Schedule& s, std::string_view value) {
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), s.fingerprint, 16);
  return error == std::errc() && value.size() == 16 && end == value.data() + value.size();
}

constexpr int kCountMax = kShapeCountMax;
constexpr std::string_view kCount = "a number from 0 to 1000";

constexpr std::array kRows{
    word_row<&Schedule::scenario>("scenario"),
    word_row<&Schedule::version>("version"),
    HeaderRow{"mutant", "a name without spaces, or - for none", [](const Schedule& s) { return or_nothing(s.mutant); },
              set_mutant},
    size_row<&Shape::threads, 1, kMaxThreads>("threads", "a number from 1 to 5"),
    size_row<&Shape::callbacks, 0, kCountMax>("callbacks", kCount),
    size_row<&Shape::ms, 0, kCountMax>("ms", kCount),
    size_row<&Shape::signals, 0, kCountMax>("signals", kCount),
    size_row<&Shape::faults, 0, kCountMax>("faults", kCount),
    size_row<&Shape::ps, 0, kCountMax>("ps", kCount),
    size_row<&Shape::stack_kib, 1, kStackKibMax>("stack_kib", "a number from 1 to 1048576"),
    HeaderRow{"fault_kinds", "kinds of faults, such as death,late",
              [](const Schedule& s) { return text_of(s.shape.fault_kinds); }, set_fault_kinds,
              [](const Schedule& s) { return s.shape.fault_kinds == Shape{}.fault_kinds; }},
    choice_row<kBodies, &Shape::body>("body", "return or rendezvous"),
    choice_row<kProfiles, &Shape::profile>("profile", "same, mixed or own_altstack"),
    choice_row<kSignalPoints, &Shape::signal_points>("signal_at", "distinct or all"),
    choice_row<kFusions, &Shape::fusion>("fusion", "on or off"),
    word_row<&Schedule::world>("world"),
    word_row<&Schedule::strategy>("strategy"),
    HeaderRow{"seed", "a number", [](const Schedule& s) { return fmt::to_string(s.seed); }, set_seed},
    HeaderRow{"oracles", "all, none, or ids such as I1,I5", [](const Schedule& s) { return text_of(s.oracles); },
              set_oracles},
    HeaderRow{"depth", "a number from 1", [](const Schedule& s) { return fmt::to_string(s.depth); }, set_depth},
    HeaderRow{"verdict", "a verdict, such as deadlock",
              [](const Schedule& s) { return std::string(name_of(s.verdict)); }, set_verdict},
    HeaderRow{"oracle", "an oracle's id, or none", [](const Schedule& s) { return std::string(name_of(s.oracle)); },
              set_oracle},
    HeaderRow{"message", "a text of at most 2048 bytes", [](const Schedule& s) { return or_nothing(s.message); },
              set_message},
    HeaderRow{"fingerprint", "16 hexadecimal digits",
              [](const Schedule& s) { return fmt::format("{:016x}", s.fingerprint); }, set_fingerprint},
};
static_assert(kMaxThreads == 5 && kShapeCountMax == 1000 && kStackKibMax == 1'048'576, "the words above name them");

}  // namespace

std::span<const HeaderRow> header_rows() { return kRows; }

std::string header_line(std::string_view key, std::string_view value) { return fmt::format("{:<13} {}\n", key, value); }

bool read_number(std::string_view text, std::uint64_t max, std::uint64_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && number <= max;
}

bool is_word(std::string_view text) {
  const auto printable = [](char c) { return c > ' ' && c != '\x7f'; };
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return printable(c) || static_cast<unsigned char>(c) >= 0x80;  // a source file may have any name
  });
}

std::uint64_t checksum_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return hash;
}

}  // namespace extram::detail
