#include "model/cli/option_values.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "model/cli/suggest.hpp"
#include "model/explore/reductions.hpp"
#include "model/schedule/oracle_list.hpp"
#include "model/schedule/schedule.hpp"

namespace extram {
namespace {

constexpr std::uint64_t kCountMax = kShapeCountMax;

// A count up to kCountMax, as Shape and Bounds hold it.
std::optional<int> count_in(std::string_view text) {
  const auto value = number_in(text);
  if (!value || *value > kCountMax) return std::nullopt;
  return static_cast<int>(*value);
}

}  // namespace

std::optional<std::uint64_t> number_in(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (text.size() > 1 && text.front() == '0') return std::nullopt;
  return value;
}

CLI::Validator number(std::uint64_t min, std::uint64_t max) {
  return CLI::Validator(
      [=](const std::string& text) {
        const auto value = number_in(text);
        if (value && *value >= min && *value <= max) return std::string();
        return fmt::format("'{}' is not a number from {} to {}", text, min, max);
      },
      "");
}

CLI::Validator one_of(std::vector<std::string_view> names) {
  return CLI::Validator(
      [names](const std::string& value) {
        if (std::find(names.begin(), names.end(), value) != names.end()) return std::string();
        return fmt::format("'{}' is none of {}{}", value, joined(names), did_you_mean(value, names));
      },
      "");
}

std::string empty_error(const std::string& text) { return text.empty() ? "its value is empty" : ""; }

std::string bound_error(const std::string& text) {
  const auto comma = text.find(',');
  const bool fine = count_in(std::string_view(text).substr(0, comma)) &&
                    (comma == std::string::npos || count_in(std::string_view(text).substr(comma + 1)));
  return fine ? "" : fmt::format("'{}' is not P[,F]: a number of preemptions, a number of faults", text);
}

std::string faults_error(const std::string& text) {
  if (!faults_in(text)) return fmt::format("'{}' is not F[,kinds] with F from 0 to {}", text, kCountMax);
  if (text.find(',') == std::string::npos || fault_kinds_of(text)) return "";
  return fmt::format("'{}' names kinds of faults that are none of {}", text, text_of(all_fault_kinds()));
}

std::string oracles_error(const std::string& text) {
  return oracles_in(text) ? ""
                          : fmt::format("'{}' is no list of oracles such as I1,I5 (`extram list` shows them)", text);
}

std::string reductions_error(const std::string& text) {
  return reductions_in(text) ? "" : fmt::format("'{}' is not all, none, or some of symmetry,locks,merging", text);
}

std::string shard_error(const std::string& text) {
  return shard_in(text) ? ""
                        : fmt::format("'{}' is not I/N: one of N shards, from 1 to N, N up to {}", text, kShardsMax);
}

std::string seconds_error(const std::string& text) {
  const auto digits = [](std::string_view part) {
    return std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  const auto point = std::min(text.find('.'), text.size());
  const bool fine = point > 0 && text.size() <= 12 && digits(text.substr(0, point)) &&
                    (point == text.size() || (point + 1 < text.size() && digits(text.substr(point + 1))));
  return fine ? "" : fmt::format("'{}' is not a number of seconds, such as 2.5", text);
}

Bounds bounds_in(std::string_view text) {
  const auto comma = text.find(',');
  Bounds bounds{.preemptions = count_in(text.substr(0, comma)), .faults = std::nullopt};
  if (comma != std::string_view::npos) bounds.faults = count_in(text.substr(comma + 1));
  return bounds;
}

std::optional<Shard> shard_in(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto index = number_in(text.substr(0, slash));
  const auto count = number_in(text.substr(slash + 1));
  if (!index || !count || *index < 1 || *index > *count || *count > kShardsMax) return std::nullopt;
  return Shard{static_cast<std::uint32_t>(*index), static_cast<std::uint32_t>(*count)};
}

std::optional<int> faults_in(std::string_view text) { return count_in(text.substr(0, text.find(','))); }

std::optional<FaultKinds> fault_kinds_of(std::string_view text) {
  const auto comma = text.find(',');
  return comma == std::string_view::npos ? std::nullopt : fault_kinds_in(text.substr(comma + 1));
}

}  // namespace extram
