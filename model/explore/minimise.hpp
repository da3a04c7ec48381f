// The smallest execution that still fails in the same way. Each step from one to the next is an execution that ran and
// failed with the wanted verdict and oracle, and that is on no axis larger than the first one: so whenever the search
// is put down, what it has is a schedule that fails.
//
// In turn, until nothing more is found: parts of the execution are left out (guided.hpp); fewer threads, callbacks, Ms,
// signals and faults are tried, by short searches at that size; then on each axis short depth-first searches look for
// an execution with less of it, and in the end for a shorter one.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "model/explore/cost.hpp"
#include "model/explore/guided.hpp"
#include "model/explore/run.hpp"

namespace extram {

// One failing execution.
struct Failing {
  Shape shape{};
  std::vector<RecordedDecision> decisions;
  std::string message;

  [[nodiscard]] Cost cost() const { return cost_of(shape, decisions); }
};

class Minimiser {
 public:
  // Runs a strategy at a size, as `run` does.
  using Runner = std::function<RunResult(const Shape& shape, Strategy& strategy, const Limits& limits)>;

  struct Wanted {
    Verdict verdict = Verdict::violation;
    Oracle oracle = Oracle::none;
  };

  Minimiser(Runner run, Wanted wanted, Limits limits, int threads_min)
      : run_(std::move(run)), wanted_(wanted), limits_(limits), threads_min_(threads_min) {}

  // Called with each smaller one.
  std::function<void(const Failing&)> on_better;
  // Asked between two searches. False: what is there is what comes of it.
  std::function<bool()> goes_on;

  // `start` fails as wanted. The result is start where nothing smaller is found.
  [[nodiscard]] Failing minimise(Failing start);
  [[nodiscard]] std::uint64_t executions() const { return executions_; }

 private:
  // What the next one may cost at most.
  [[nodiscard]] Cost most() const;
  [[nodiscard]] bool stopped() const { return goes_on && !goes_on(); }
  // Whether the strategy meets an execution that fails as wanted, at this size, within this cost. It is the best then.
  bool improves(const Shape& shape, const Cost& most, Strategy& strategy, std::uint64_t executions_max);
  // The same, by leaving out parts of the best.
  bool improves_guided(const Shape& shape, const Cost& most, std::vector<Intent> intents);
  bool improves_at(const Shape& shape);
  bool improves_searching(const Shape& shape, const Cost& most);
  bool leave_out();
  bool shrink(int Shape::*field, int least);
  bool lower(Axis axis);
  bool shorten();

  Runner run_;
  Wanted wanted_;
  Limits limits_;
  int threads_min_;
  Failing best_;
  std::uint64_t decisions_max_ = 0;  // of the start
  std::uint64_t executions_ = 0;
};

}  // namespace extram
