// "did you mean ...?": the known name that is nearest to a misspelt one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace extram {

// Empty where nothing is near; else "; did you mean 'callback'?".
[[nodiscard]] std::string did_you_mean(std::string_view name, const std::vector<std::string_view>& known);

// "a, b, c".
[[nodiscard]] std::string joined(const std::vector<std::string_view>& names);

}  // namespace extram
