// What an exhaustive search leaves out besides the orders of steps that do not conflict. Each can be switched off,
// which changes how long a search takes and nothing else.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace extram {

struct Reductions {
  bool symmetry = true;  // of threads that run the same program
  bool locks = true;     // a lock does not change places with the unlock before it
  bool merging = true;   // of equal states
  friend bool operator==(const Reductions&, const Reductions&) = default;
};

inline constexpr std::array<std::pair<std::string_view, bool Reductions::*>, 3> kReductions{{
    {"symmetry", &Reductions::symmetry},
    {"locks", &Reductions::locks},
    {"merging", &Reductions::merging},
}};

// "all", "none", or names with commas between them; nullopt where a name is none of theirs.
[[nodiscard]] std::optional<Reductions> reductions_in(std::string_view text);
[[nodiscard]] std::string text_of(const Reductions& reductions);

}  // namespace extram
