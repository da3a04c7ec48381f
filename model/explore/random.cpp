#include "model/explore/random.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace extram {

void RandomWalk::begins() {
  generator_ = Generator(seed_, begun_);
  ++begun_;
}

int RandomWalk::next_thread(std::span<const NextStep> threads, int) {
  const auto enabled = std::count_if(threads.begin(), threads.end(), [](const NextStep& t) { return t.enabled; });
  auto left = generator_.below(static_cast<std::uint64_t>(enabled));
  for (std::size_t i = 0; i < threads.size(); ++i) {
    if (threads[i].enabled && left-- == 0) return static_cast<int>(i);
  }
  return kAbandon;
}

int RandomWalk::index(const Decision& question) { return static_cast<int>(generator_.below(question.arity)); }

bool RandomWalk::ends(bool abandoned) {
  if (!abandoned) ++counted_;  // an execution that was cut is no sample
  return begun_ >= executions_;
}

std::string RandomWalk::strength() const { return fmt::format("sampled({})", counted_); }

double RandomWalk::progress() const { return static_cast<double>(begun_) / static_cast<double>(executions_); }

}  // namespace extram
