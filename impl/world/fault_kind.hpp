// What may be injected, beside signals: which kinds a run asks for, by name.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace extram {

enum class FaultKind : std::uint8_t {
  call,    // a call fails: an allocation, or one of the thread library's; which ones, the scenario says
  cas,     // a compare-exchange fails for no reason
  late,    // the thread's next signal comes although it is blocked
  death,   // the thread takes no further step, and runs no destructor
  cancel,  // the thread ends where SIGCANCEL is open, its frames unwound and its keys destroyed (pthread_cancel)
  fork,    // the process forks here: in the child the other threads are gone
};

struct FaultKindInfo {
  FaultKind kind;
  std::string_view name;
  std::string_view text;
};

inline constexpr std::array kFaultKinds{
    FaultKindInfo{FaultKind::call, "call", "an allocation, or a call of the thread library, fails"},
    FaultKindInfo{FaultKind::cas, "cas", "a compare-exchange fails for no reason"},
    FaultKindInfo{FaultKind::late, "late", "a signal comes although it is blocked"},
    FaultKindInfo{FaultKind::death, "death", "the thread takes no further step"},
    FaultKindInfo{FaultKind::cancel, "cancel", "the thread is cancelled wherever SIGCANCEL is not blocked"},
    FaultKindInfo{FaultKind::fork, "fork", "the process forks: in the child there is no other thread"},
};

[[nodiscard]] constexpr std::string_view name_of(FaultKind kind) {
  return kFaultKinds[static_cast<std::size_t>(kind)].name;
}

class FaultKinds {
 public:
  constexpr FaultKinds() = default;
  constexpr FaultKinds(FaultKind kind) : bits_(bit(kind)) {}

  [[nodiscard]] constexpr bool contains(FaultKind kind) const { return (bits_ & bit(kind)) != 0; }
  [[nodiscard]] constexpr FaultKinds with(FaultKind kind) const {
    FaultKinds more = *this;
    more.bits_ = static_cast<std::uint8_t>(bits_ | bit(kind));
    return more;
  }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  friend constexpr bool operator==(FaultKinds, FaultKinds) = default;

 private:
  [[nodiscard]] static constexpr std::uint8_t bit(FaultKind kind) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(kind));
  }
  std::uint8_t bits_ = 0;
};

// "death,late", in the order of the table.
[[nodiscard]] inline std::string text_of(FaultKinds kinds) {
  std::string text;
  for (const FaultKindInfo& info : kFaultKinds) {
    if (!kinds.contains(info.kind)) continue;
    if (!text.empty()) text += ',';
    text += info.name;
  }
  return text;
}

// nullopt: one of the names is none, or there is none at all.
[[nodiscard]] constexpr std::optional<FaultKinds> fault_kinds_in(std::string_view text) {
  FaultKinds kinds;
  for (;;) {
    const std::string_view name = text.substr(0, text.find(','));
    bool known = false;
    for (const FaultKindInfo& info : kFaultKinds) {
      if (info.name != name) continue;
      kinds = kinds.with(info.kind);
      known = true;
    }
    if (!known) return std::nullopt;
    if (name.size() == text.size()) return kinds;
    text.remove_prefix(name.size() + 1);
  }
}

}  // namespace extram
