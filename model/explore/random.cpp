#include "model/explore/random.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace extram {
namespace {

// The finaliser of splitmix64 (Steele, Lea, Flood, 2014): spreads consecutive numbers over all bits.
[[nodiscard]] std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

}  // namespace

void RandomWalk::begins() {
  state_ = mix(seed_ * 0x9e3779b97f4a7c15U + begun_);
  ++begun_;
}

std::uint64_t RandomWalk::draw() {
  state_ += 0x9e3779b97f4a7c15U;
  return mix(state_);
}

int RandomWalk::draw_below(int limit) {
  // 64 bits reduced to a handful of choices: the bias is below 1e-18.
  return static_cast<int>(draw() % static_cast<std::uint64_t>(limit));
}

int RandomWalk::next_thread(std::span<const NextStep> threads, int) {
  const auto enabled = std::count_if(threads.begin(), threads.end(), [](const NextStep& t) { return t.enabled; });
  int left = draw_below(static_cast<int>(enabled));
  for (std::size_t i = 0; i < threads.size(); ++i) {
    if (threads[i].enabled && left-- == 0) return static_cast<int>(i);
  }
  return kAbandon;
}

int RandomWalk::index(const Decision& question) { return draw_below(question.arity); }

bool RandomWalk::ends(bool abandoned) {
  if (!abandoned) ++counted_;  // an execution that was cut is no sample
  return begun_ >= executions_;
}

std::string RandomWalk::strength() const { return fmt::format("sampled({})", counted_); }

double RandomWalk::progress() const { return static_cast<double>(begun_) / static_cast<double>(executions_); }

}  // namespace extram
