// What may be injected, beside signals to one thread: which kinds a run asks for, by name.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace extram {

enum class FaultKind : std::uint8_t {
  call,    // a call fails: of the allocator, the thread library or the kernel; which ones, the scenario says
  cas,     // a compare-exchange fails for no reason
  late,    // the thread's next signal comes although it is blocked
  death,   // the thread takes no further step, and runs no destructor
  cancel,  // the thread ends where SIGCANCEL is open, its frames unwound and its keys destroyed (pthread_cancel)
  fork,    // the process forks here: in the child the other threads are gone
  stall,   // the thread takes no step for as long as anybody else can take one
  signal,  // a signal to the process, which one of the threads that do not block it takes
};

// How Go's wrapper of a system call that must not fail ends the process: it writes to an address that nobody has. The
// code is a shell's for SIGSEGV.
inline constexpr int kDeliberateCrash = 139;

struct FaultKindInfo {
  FaultKind kind;
  std::string_view name;
  std::string_view text;
  bool depends_on_all = false;  // what it does hangs on where all threads are, not on one order of each class
};

inline constexpr std::array kFaultKinds{
    FaultKindInfo{FaultKind::call, "call", "the call is made to fail"},
    FaultKindInfo{FaultKind::cas, "cas", "a compare-exchange fails for no reason"},
    FaultKindInfo{FaultKind::late, "late", "a signal comes although it is blocked"},
    FaultKindInfo{FaultKind::death, "death", "the thread takes no further step"},
    FaultKindInfo{FaultKind::cancel, "cancel", "the thread is cancelled wherever SIGCANCEL is not blocked"},
    FaultKindInfo{FaultKind::fork, "fork", "the process forks: in the child there is no other thread", true},
    FaultKindInfo{FaultKind::stall, "stall", "the thread goes on only when nobody else can", true},
    FaultKindInfo{FaultKind::signal, "signal", "a signal comes to the process, and this thread takes it"},
};

static_assert(kFaultKinds.size() <= 8, "FaultKinds has a bit for each");

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

[[nodiscard]] constexpr FaultKinds all_fault_kinds() {
  FaultKinds all;
  for (const FaultKindInfo& info : kFaultKinds) all = all.with(info.kind);
  return all;
}

// One of these needs every order of steps: a search by classes of equal executions would miss some of what it does.
[[nodiscard]] constexpr bool depends_on_all_threads(FaultKinds kinds) {
  for (const FaultKindInfo& info : kFaultKinds) {
    if (info.depends_on_all && kinds.contains(info.kind)) return true;
  }
  return false;
}

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
