// The oracles: what must hold of the protocol, by the ids of the invariants they check.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace extram {

enum class Oracle : std::uint8_t {
  none,
  I1,
  I2,
  I3,
  I4,
  I5,
  I6,
  I7,
  I8,
  I9,
  I10,
  I11,
  I12,
  I13,
  I14,
  I15,
  I16,
  I17,
  I18,
  I19,
  I20,
  I21,
  I22,
  user,
};

struct OracleInfo {
  Oracle id;
  std::string_view name;
  std::string_view text;
};

inline constexpr std::array kOracles{
    OracleInfo{Oracle::I1, "I1", "each M is listed, owned by one thread, or being built: exactly one of them"},
    OracleInfo{Oracle::I2, "I2", "no handler runs on a thread that holds the list lock while its g is nil"},
    OracleInfo{Oracle::I3, "I3", "signals are blocked from the first list access until the signal stack is in place"},
    OracleInfo{Oracle::I4, "I4", "a thread that owes the list a refill starts no other needm first"},
    OracleInfo{Oracle::I5, "I5", "a thread that took the last M refills the list before the callback body"},
    OracleInfo{Oracle::I6, "I6", "nobody waits for an M for ever once a callback has entered Go"},
    OracleInfo{Oracle::I7, "I7", "extraMCount equals the length of the list whenever the list is unlocked"},
    OracleInfo{Oracle::I8, "I8", "no M is lost: in use plus listed equals all extra Ms, at rest"},
    OracleInfo{Oracle::I9, "I9", "every needm has one dropm, also when the thread ends"},
    OracleInfo{Oracle::I10, "I10", "the signal mask on return to C is the mask on entry"},
    OracleInfo{Oracle::I11, "I11", "the signal mask in Go is the saved mask less the signals that Go never blocks"},
    OracleInfo{Oracle::I12, "I12", "the alternate stack is as it was on entry, and a listed M has its own gsignal"},
    OracleInfo{Oracle::I13, "I13", "g is nil exactly when the thread has no M; g.m and m.curg agree"},
    OracleInfo{Oracle::I14, "I14", "with signals open and g set, the kernel's alternate stack is gsignal's"},
    OracleInfo{Oracle::I15, "I15", "the recorded stack bounds contain the stack pointer and lie in the real stack"},
    OracleInfo{Oracle::I16, "I16", "curg is dead on the list and in a syscall after needm; ngsys balances"},
    OracleInfo{Oracle::I17, "I17", "isExtraInC only while no Go frame is on the thread"},
    OracleInfo{Oracle::I18, "I18", "incgo is set before the thread is unlocked, and the M is the same at exit"},
    OracleInfo{Oracle::I19, "I19", "no allocation while the world is stopped, in needm, or in a handler"},
    OracleInfo{Oracle::I20, "I20", "no data race: every write to an M happens before its next owner's accesses"},
    OracleInfo{Oracle::I21, "I21", "a directed signal is handled, forwarded or pending; it is never lost"},
    OracleInfo{Oracle::I22, "I22", "the surplus of Ms is bounded (reported, never failed)"},
    OracleInfo{Oracle::user, "user", "a check of the scenario itself"},
};

[[nodiscard]] constexpr std::string_view name_of(Oracle oracle) {
  for (const auto& row : kOracles) {
    if (row.id == oracle) return row.name;
  }
  return "none";
}

[[nodiscard]] constexpr std::optional<Oracle> oracle_named(std::string_view name) {
  for (const auto& row : kOracles) {
    if (row.name == name) return row.id;
  }
  return std::nullopt;
}

class OracleSet {
 public:
  constexpr OracleSet() = default;
  template <class... Oracles>
  constexpr explicit OracleSet(Oracles... oracles) : bits_((bit(oracles) | ... | 0U)) {}

  [[nodiscard]] static constexpr OracleSet all() {
    OracleSet set;
    set.bits_ = ~0U;
    return set;
  }
  [[nodiscard]] constexpr bool contains(Oracle oracle) const { return (bits_ & bit(oracle)) != 0; }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  [[nodiscard]] constexpr OracleSet without(OracleSet other) const {
    OracleSet set;
    set.bits_ = bits_ & ~other.bits_;
    return set;
  }
  [[nodiscard]] constexpr OracleSet with(Oracle oracle) const {
    OracleSet set;
    set.bits_ = bits_ | bit(oracle);
    return set;
  }

 private:
  static constexpr std::uint32_t bit(Oracle oracle) { return 1U << static_cast<unsigned>(oracle); }
  std::uint32_t bits_ = 0;
};

}  // namespace extram
