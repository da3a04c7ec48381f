// Values of options, looked at more strictly than CLI11 does: what a number or a name has to be, and what to say where
// it is not. Each check returns CLI11's answer: the empty text, or what is wrong.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "model/explore/depth_first.hpp"
#include "model/explore/isolation.hpp"

namespace extram {

// Decimal digits and nothing else; "010" means eight to CLI11 and ten to people, so it is refused.
[[nodiscard]] std::optional<std::uint64_t> number_in(std::string_view text);

[[nodiscard]] CLI::Validator number(std::uint64_t min, std::uint64_t max);
[[nodiscard]] CLI::Validator one_of(std::vector<std::string_view> names);
[[nodiscard]] std::string empty_error(const std::string& text);
[[nodiscard]] std::string bound_error(const std::string& text);
[[nodiscard]] std::string faults_error(const std::string& text);
[[nodiscard]] std::string oracles_error(const std::string& text);
[[nodiscard]] std::string reductions_error(const std::string& text);
[[nodiscard]] std::string shard_error(const std::string& text);
[[nodiscard]] std::string seconds_error(const std::string& text);

// Of texts that passed their checks.
[[nodiscard]] Bounds bounds_in(std::string_view text);
[[nodiscard]] std::optional<int> faults_in(std::string_view text);
// Of "1,death,late": the kinds; nullopt where it names none.
[[nodiscard]] std::optional<FaultKinds> fault_kinds_of(std::string_view text);

// A search is cut into several times as many units: more shards would take longer to plan than to run.
inline constexpr std::uint32_t kShardsMax = 1024;
[[nodiscard]] std::optional<Shard> shard_in(std::string_view text);

}  // namespace extram
