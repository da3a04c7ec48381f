// The header of a schedule file as a table: one row a line, for the writer and for the reader.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "model/schedule/schedule.hpp"

namespace extram::detail {

inline constexpr std::string_view kMagic = "extram-schedule";
inline constexpr int kFormat = 1;
inline constexpr std::string_view kNothing = "-";  // stands for an empty value

inline constexpr std::size_t kFileSizeMax = 16U << 20U;
inline constexpr std::size_t kLineSizeMax = 4096;
inline constexpr std::size_t kMessageSizeMax = 2048;
inline constexpr std::size_t kDecisionsMax = 500'000;

struct HeaderRow {
  std::string_view key;
  std::string_view wants;  // what a value has to be, in words
  std::string (*get)(const Schedule&);
  bool (*set)(Schedule&, std::string_view value);  // false: not what it has to be
  bool (*is_usual)(const Schedule&) = nullptr;     // then the row is left out: it is younger than the format
};

[[nodiscard]] std::span<const HeaderRow> header_rows();

// A line of the header, with its end. At least one space follows the key, however long.
[[nodiscard]] std::string header_line(std::string_view key, std::string_view value);

// A number in full, of decimal digits alone, within its bounds.
[[nodiscard]] bool read_number(std::string_view text, std::uint64_t max, std::uint64_t& number);

// A name without spaces or control characters.
[[nodiscard]] bool is_word(std::string_view text);

// FNV-1a with 64 bits. Every step is a bijection of the state, so that no change of a single byte goes unseen.
[[nodiscard]] std::uint64_t checksum_of(std::string_view text);

}  // namespace extram::detail
