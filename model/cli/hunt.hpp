// What `check` does before it proves anything: short searches in the places where failures usually are. A depth-first
// proof meets a failure that takes one switch early in an execution only at its very end.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/cli/plan.hpp"

namespace extram {

struct HuntPhase {
  StrategyChoice strategy;
  Limits limits;
};

// All phases together run fewer than so many executions.
inline constexpr std::uint64_t kHuntExecutionsMax = 10'000;

class Hunt {
 public:
  // `limits` are those of the whole run. A phase takes a tenth of them at most: the proof is what was asked for.
  Hunt(std::uint64_t seed, const Limits& limits);

  // nullptr: the hunt is over.
  [[nodiscard]] const HuntPhase* next();
  // Takes the result of a phase. Whether it is the run's: a failure, or something else that a proof could not mend.
  [[nodiscard]] bool ends_with(const RunResult& result);

  // "bounded(p=1) 40 executions, ...".
  [[nodiscard]] const std::string& text() const { return text_; }
  // For the proof: the time that the hunt took is gone; its executions are not counted.
  [[nodiscard]] Limits limits_left() const;

 private:
  Limits limits_;
  std::vector<HuntPhase> phases_;
  std::size_t begun_ = 0;
  double seconds_ = 0.0;
  std::string text_;
};

}  // namespace extram
