// PCT, the probabilistic concurrency testing of Burckhardt, Kothari, Musuvathi and Nagarakatte (2010): threads run by
// random priorities, the highest one that can go on, and at depth-1 random steps of the execution the running thread
// drops below all others. A bug that takes `depth` things in a certain order shows in one execution with a chance of at
// least 1/(n*k^(depth-1)), for n threads and k steps: far more than a random walk can promise.
//
// The choices inside steps are drawn in the same spirit: few wild ones, anywhere. In each execution a thread answers
// all questions of a kind tamely with a chance of one half, goes wild once with a chance of a quarter, twice with an
// eighth, and so on, each time at a place drawn from as many as such questions have been asked.
//
// How long executions are is learnt from the first few, which depend on the seed alone; so the n-th execution of a
// seed is the same on every machine.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "impl/world/generator.hpp"
#include "model/explore/strategy.hpp"

namespace extram {

inline constexpr int kPctDepthMax = 5;
inline constexpr int kUsualPctDepth = 3;

class Pct final : public Strategy {
 public:
  // `depth` from 1 to kPctDepthMax.
  Pct(std::uint64_t seed, int depth, std::uint64_t executions);

  void begins() override;
  [[nodiscard]] int next_thread(std::span<const NextStep> threads, int running) override;
  [[nodiscard]] int index(const Decision& question) override;
  [[nodiscard]] bool ends(bool abandoned) override;
  [[nodiscard]] std::string strength() const override;
  [[nodiscard]] std::vector<std::string> leaves_out() const override;
  [[nodiscard]] bool is_exhaustive() const override { return false; }
  [[nodiscard]] double progress() const override;

  // One execution in so many meets a bug of this depth that takes no wild choice: n*k^(depth-1). 0 before the first.
  [[nodiscard]] double executions_for_a_bug() const;

 private:
  static constexpr std::uint64_t kProbes = 16;
  static constexpr std::size_t kWildMax = 8;

  // How one thread answers the questions of one kind in this execution.
  struct Plan {
    std::uint64_t execution = 0;   // that it was drawn for, from 1
    std::uint64_t asked = 0;       // in this execution
    std::uint64_t asked_most = 0;  // in any of the probes
    std::array<std::uint64_t, kWildMax> wild{};
    std::size_t wild_count = 0;
  };

  [[nodiscard]] Plan& plan_of(const Decision& question);
  void draw(Plan& plan);
  void deal_priorities(std::size_t threads);
  [[nodiscard]] std::size_t highest(std::span<const NextStep> threads) const;

  std::uint64_t seed_;
  std::uint64_t depth_;
  std::uint64_t executions_;
  std::uint64_t begun_ = 0;
  std::uint64_t counted_ = 0;
  Generator generator_;
  std::uint64_t step_ = 0;
  std::uint64_t steps_most_ = 0;             // of the probes
  std::vector<std::uint64_t> priorities_;    // by thread; below depth-1: it has been lowered
  std::vector<std::uint64_t> change_steps_;  // where the running thread is lowered, the n-th one to priority n
  std::vector<Plan> plans_;                  // by thread and kind
};

}  // namespace extram
