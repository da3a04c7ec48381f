#include "scenarios/mutants/reasons.hpp"

#include <algorithm>
#include <array>

namespace extram {
namespace {

constexpr auto kReasons = std::to_array<Reason>({
    {"weaken:lockextra.load=*", "", Fate::equivalent,
     "the compare-exchange behind it looks at the value again, and acquires all that the load would"},
});

bool matches(std::string_view pattern, std::string_view name) {
  if (!pattern.ends_with('*')) return pattern == name;
  return name.starts_with(pattern.substr(0, pattern.size() - 1));
}

}  // namespace

const Reason* reason_of(std::string_view mutant, std::string_view version) {
  const auto row = std::find_if(kReasons.begin(), kReasons.end(), [&](const Reason& r) {
    return matches(r.mutant, mutant) && (r.version.empty() || r.version == version);
  });
  return row == kReasons.end() ? nullptr : &*row;
}

}  // namespace extram
