// Why a mutant is not killed: for each that is not, a sentence. `extram mutants` fails where one that is killed has a
// reason, and where one that is not has none.
#pragma once

#include <cstdint>
#include <string_view>

#include "impl/world/oracle.hpp"

namespace extram {

// `equivalent`: no scenario can tell it from its version, and the searches of all its trials were exhausted.
// `survived`: it is wrong, and nothing that was run shows it.
enum class Fate : std::uint8_t { killed, survived, equivalent };

[[nodiscard]] constexpr std::string_view name_of(Fate fate) {
  switch (fate) {
    case Fate::killed:
      return "killed";
    case Fate::survived:
      return "survived";
    case Fate::equivalent:
      break;
  }
  return "equivalent";
}

struct Reason {
  std::string_view mutant;   // its name, or what it begins with and a star
  std::string_view version;  // empty: of all
  Fate fate;
  std::string_view text;
};

// Why an oracle may kill no mutant alone: what it implies, or what it is for. Empty: it has to kill one.
[[nodiscard]] std::string_view implication_of(Oracle oracle);

// nullptr: none is written.
[[nodiscard]] const Reason* reason_of(std::string_view mutant, std::string_view version);

}  // namespace extram
