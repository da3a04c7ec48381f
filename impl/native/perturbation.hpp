// Delays at steps, so that rare windows stand open for longer. As PCT has its change points, where a thread loses its
// priority, so has a thread here: it meets one, and yields or sleeps a little. Which of a thread's steps they are, and
// how long each delay takes, is a plan that the seed decides before the thread starts.
#pragma once

#include <cstdint>

#include "impl/world/generator.hpp"

namespace extram::native {

struct ChangePoint {
  std::uint64_t steps = 0;    // from the one before it
  unsigned microseconds = 0;  // to sleep; 0: only yields
  friend constexpr bool operator==(const ChangePoint&, const ChangePoint&) = default;
};

class Perturbation {
 public:
  constexpr Perturbation() = default;  // no change point, ever
  // `rate`: of 1000 steps so many are change points, on average.
  Perturbation(int rate, std::uint64_t seed);

  // The calling thread takes a step. Not for steps of handlers: how many these are is no plan's to know.
  void step() {
    if (--left_ == 0) delay();
  }

  // The plan, point by point. step() draws from it too.
  [[nodiscard]] ChangePoint next();

 private:
  void plan_next();
  void delay();

  Generator chance_{};
  std::uint64_t gap_max_ = 0;
  std::uint64_t left_ = 0;  // steps to the next point; from 0 that is more than anybody takes
  unsigned microseconds_ = 0;
};

}  // namespace extram::native
