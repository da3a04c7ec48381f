#include "impl/native/perturbation.hpp"

#include <sched.h>
#include <time.h>

#include <algorithm>

#include "impl/native/run_state.hpp"

namespace extram::native {
namespace {

// Half of the delays only give the processor away. The kernel adds some 50 us to a sleep, so that a short one lasts as
// long as twenty callbacks; a long one lasts for hundreds of them, and for a few signals of the storm.
constexpr unsigned kShortSleep = 20;
constexpr unsigned kLongSleep = 1'000;

}  // namespace

Perturbation::Perturbation(int rate, std::uint64_t seed) : chance_(seed, 0) {
  if (rate == 0) return;
  gap_max_ = static_cast<std::uint64_t>(std::max(2 * 1000 / rate - 1, 1));
  plan_next();
}

ChangePoint Perturbation::next() {
  ChangePoint point{.steps = 1 + chance_.below(gap_max_)};
  const std::uint64_t kind = chance_.below(8);
  if (kind >= 4) point.microseconds = static_cast<unsigned>(1 + chance_.below(kind == 7 ? kLongSleep : kShortSleep));
  return point;
}

void Perturbation::plan_next() {
  const ChangePoint point = next();
  left_ = point.steps;
  microseconds_ = point.microseconds;
}

void Perturbation::delay() {
  run_state.delays.fetch_add(1, std::memory_order_relaxed);
  if (microseconds_ == 0) {
    ::sched_yield();
  } else {
    const timespec duration{.tv_sec = 0, .tv_nsec = static_cast<long>(microseconds_) * 1'000};
    ::nanosleep(&duration, nullptr);  // a signal may end it early, which is as good
  }
  plan_next();
}

}  // namespace extram::native
