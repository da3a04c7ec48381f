// Why no fault is ever met at a place: for each place of the fault space that no run reaches a sentence. `extram
// coverage` fails where a place that is argued away is reached, and where one that is not reached has no argument.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "impl/world/fault_state.hpp"

namespace extram {

// Versions that the arguments are written for.
inline constexpr std::array<std::string_view, 6> kArguedVersions{"go_1_4",  "go_1_5",  "go_1_15",
                                                                 "go_1_16", "go_1_21", "go_1_22"};

// The named statements of the protocol, and where C forks; not what scenarios do around them.
[[nodiscard]] std::vector<std::string_view> sites_with_faults();

struct FaultPlace {
  std::string_view version;
  std::string_view site;
  FaultState state;
  std::string_view kind;
};

// `unreachable`: no execution comes there. `equal`: one would, and is equal to one in which the fault comes to the same
// step elsewhere; that is believed only of a step that is reached with this mask and g. `gap`: one would, and no
// scenario that there is does.
enum class Unmet : std::uint8_t { unreachable, equal, gap };

// Each field but the last two is a pattern: names with | between them, "*" for all, "!" before the names of all others.
struct FaultArgument {
  std::string_view versions;
  std::string_view sites;
  std::string_view lists;  // of kLockStates
  std::string_view masks;  // of kMaskStates
  std::string_view gs;     // of kGStates
  std::string_view kinds;  // of kFaultKinds
  Unmet fate;
  std::string_view text;
};

[[nodiscard]] bool matches_one_of(std::string_view pattern, std::string_view name);
[[nodiscard]] bool covers(const FaultArgument& argument, const FaultPlace& place);

[[nodiscard]] std::span<const FaultArgument> fault_arguments();

// The first that covers the place; nullptr: none does.
[[nodiscard]] const FaultArgument* argument_for(const FaultPlace& place,
                                                std::span<const FaultArgument> arguments = fault_arguments());

}  // namespace extram
