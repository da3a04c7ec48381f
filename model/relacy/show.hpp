// Values as a trace shows them: pointers by name, never by number.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <type_traits>

#include "model/relacy/model.hpp"

namespace extram {

inline constexpr std::string_view kNotShown = "...";

[[nodiscard]] std::string describe(Mask mask);

template <class T>
[[nodiscard]] std::string show(const T& value) {
  if constexpr (std::is_pointer_v<T>)
    return Model::get().name_of_value(reinterpret_cast<std::uintptr_t>(value));
  else if constexpr (std::is_same_v<T, bool>)
    return value ? "true" : "false";
  else if constexpr (std::is_enum_v<T>)
    return fmt::format("{}", static_cast<int>(value));
  else if constexpr (std::is_arithmetic_v<T>)
    return fmt::format("{}", value);
  else if constexpr (std::is_same_v<T, Mask>)
    return fmt::format("{:#x}", value.bits());
  else if constexpr (std::is_same_v<T, AltStack>)
    return value.disabled() ? "none" : "set";
  else
    return std::string(kNotShown);
}

}  // namespace extram
