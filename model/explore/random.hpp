// Random walks: each execution draws its decisions from a generator that depends on the seed and the number of the
// execution alone, so that the n-th execution of a seed is the same on every machine.
#pragma once

#include <cstdint>

#include "impl/world/generator.hpp"
#include "model/explore/strategy.hpp"

namespace extram {

class RandomWalk final : public Strategy {
 public:
  RandomWalk(std::uint64_t seed, std::uint64_t executions) : seed_(seed), executions_(executions) {}

  void begins() override;
  [[nodiscard]] int next_thread(std::span<const NextStep> threads, int running) override;
  [[nodiscard]] int index(const Decision& question) override;
  [[nodiscard]] bool ends(bool abandoned) override;
  [[nodiscard]] std::string strength() const override;
  [[nodiscard]] std::vector<std::string> leaves_out() const override { return {"executions that were not drawn"}; }
  [[nodiscard]] bool is_exhaustive() const override { return false; }
  [[nodiscard]] double progress() const override;

 private:
  std::uint64_t seed_;
  std::uint64_t executions_;
  std::uint64_t begun_ = 0;
  std::uint64_t counted_ = 0;
  Generator generator_;
};

}  // namespace extram
