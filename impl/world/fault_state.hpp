// What a fault meets, beside the step: who has the list lock, whether every signal is blocked, whether the thread has a
// g. A place of the fault space is a site and one of these states.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "impl/world/scenario.hpp"

namespace extram {

inline constexpr std::array<std::string_view, 2> kMaskStates{"open", "blocked"};
inline constexpr std::array<std::string_view, 2> kGStates{"set", "nil"};
inline constexpr std::size_t kFaultStates = kLockStates.size() * kMaskStates.size() * kGStates.size();

struct FaultState {
  LockState list = LockState::free;
  bool masked = false;
  bool g_is_nil = false;

  [[nodiscard]] constexpr std::string_view list_name() const { return kLockStates[static_cast<std::size_t>(list)]; }
  [[nodiscard]] constexpr std::string_view mask_name() const { return kMaskStates[masked ? 1 : 0]; }
  [[nodiscard]] constexpr std::string_view g_name() const { return kGStates[g_is_nil ? 1 : 0]; }

  // A number below kFaultStates, and back.
  [[nodiscard]] constexpr std::size_t number() const {
    return static_cast<std::size_t>(list) * 4 + (masked ? 2U : 0U) + (g_is_nil ? 1U : 0U);
  }
  [[nodiscard]] static constexpr FaultState numbered(std::size_t number) {
    return {static_cast<LockState>(number / 4), number % 4 >= 2, number % 2 == 1};
  }
  friend constexpr bool operator==(const FaultState&, const FaultState&) = default;
};

// "list mine, signals blocked, g nil", as reports have it.
[[nodiscard]] inline std::string text_of(const FaultState& state) {
  std::string text = "list ";
  text.append(state.list_name()).append(", signals ").append(state.mask_name()).append(", g ").append(state.g_name());
  return text;
}

// nullopt: the text is none of a state.
[[nodiscard]] inline std::optional<FaultState> fault_state_in(std::string_view text) {
  for (std::size_t n = 0; n < kFaultStates; ++n) {
    if (text_of(FaultState::numbered(n)) == text) return FaultState::numbered(n);
  }
  return std::nullopt;
}

}  // namespace extram
