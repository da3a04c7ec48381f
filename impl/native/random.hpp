// Chance that a seed decides: a sequence of numbers of somebody's own, the same on every machine.
#pragma once

#include <cstdint>

namespace extram::native {

// The finaliser of splitmix64: consecutive seeds give unrelated sequences.
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

class Sequence {
 public:
  constexpr Sequence() = default;
  constexpr explicit Sequence(std::uint64_t seed) : state_(mix(seed)) {}
  [[nodiscard]] constexpr std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15U;
    return mix(state_);
  }
  // 0 .. n-1
  [[nodiscard]] constexpr std::uint64_t below(std::uint64_t n) { return next() % n; }

 private:
  std::uint64_t state_ = 0;
};

}  // namespace extram::native
