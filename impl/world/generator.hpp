// Where everything that draws takes its numbers from: strategies, and threads of a storm. A generator depends on the
// seed and the number of the execution, or thread, alone, so that the n-th one of a seed is the same on every machine
// and with every compiler.
#pragma once

#include <cstdint>

namespace extram {

class Generator {
 public:
  constexpr Generator() = default;
  constexpr Generator(std::uint64_t seed, std::uint64_t number) : state_(mix(seed * kStep + number)) {}

  [[nodiscard]] std::uint64_t draw() {
    state_ += kStep;
    return mix(state_);
  }
  // 0 .. limit-1. 64 bits reduced to a handful of choices: the bias is below 1e-18.
  [[nodiscard]] std::uint64_t below(std::uint64_t limit) { return draw() % limit; }
  [[nodiscard]] bool toss() { return below(2) != 0; }

 private:
  static constexpr std::uint64_t kStep = 0x9e3779b97f4a7c15U;

  // The finaliser of splitmix64 (Steele, Lea, Flood, 2014): spreads consecutive numbers over all bits.
  [[nodiscard]] static constexpr std::uint64_t mix(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31);
  }

  std::uint64_t state_ = 0;
};

}  // namespace extram
