// Executions that are meant rather than recorded: the threads in this order, these wild choices, and everything else
// tame. Where the model cannot do what is meant, it does the tamest thing instead and goes on. So a part can be left
// out of a recorded execution, and what remains is still an execution.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "model/explore/replay.hpp"
#include "model/explore/strategy.hpp"

namespace extram {

struct Intent {
  // A thread takes so many steps in a row, or as many as it can.
  struct Leg {
    int thread = 0;
    std::uint64_t steps = 0;
    friend bool operator==(const Leg&, const Leg&) = default;
  };
  // The thread's n-th choice of this kind, from 0, is this alternative.
  struct Wild {
    int thread = 0;
    DecisionKind kind = DecisionKind::user;
    std::uint64_t nth = 0;
    int index = 0;
    friend bool operator==(const Wild&, const Wild&) = default;
  };

  std::vector<Leg> legs;  // after the last one, whoever runs goes on
  std::vector<Wild> wild;
  friend bool operator==(const Intent&, const Intent&) = default;
};

[[nodiscard]] Intent intent_of(std::span<const RecordedDecision> decisions);

// The same without one thread: those above it move down by one.
[[nodiscard]] Intent without_thread(const Intent& intent, int thread);

// What might still fail with less: wild choices left out, by halves, quarters, and one by one; legs left out likewise;
// two legs of a thread made one, at the place of the later or of the earlier. The boldest first.
[[nodiscard]] std::vector<Intent> smaller_intents(const Intent& intent);

// Runs one execution for each intent, in their order.
class Guided final : public Strategy {
 public:
  explicit Guided(std::vector<Intent> intents) : intents_(std::move(intents)) {}

  void begins() override;
  [[nodiscard]] int next_thread(std::span<const NextStep> threads, int running) override;
  [[nodiscard]] int index(const Decision& question) override;
  [[nodiscard]] bool ends(bool) override { return ++current_ >= intents_.size(); }
  [[nodiscard]] std::string strength() const override { return "guided"; }
  [[nodiscard]] bool is_exhaustive() const override { return false; }

 private:
  std::vector<Intent> intents_;
  std::size_t current_ = 0;
  std::size_t leg_ = 0;
  std::uint64_t taken_ = 0;                                              // steps of the leg
  std::vector<std::array<std::uint64_t, kDecisionKinds.size()>> asked_;  // by thread and kind
};

}  // namespace extram
