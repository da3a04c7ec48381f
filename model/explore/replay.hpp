// One execution, as recorded. Where the model asks another question than the record answers, the replay diverges, and
// says at which step.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/explore/strategy.hpp"

namespace extram {

[[nodiscard]] RecordedDecision record(const Decision& decision);

class Replay final : public Strategy {
 public:
  explicit Replay(std::vector<RecordedDecision> decisions) : decisions_(std::move(decisions)) {}

  void begins() override { position_ = 0; }
  [[nodiscard]] int next_thread(std::span<const NextStep> threads, int running) override;
  [[nodiscard]] int index(const Decision& question) override;
  [[nodiscard]] bool ends(bool abandoned) override;
  [[nodiscard]] std::string strength() const override { return "replayed"; }
  [[nodiscard]] bool is_exhaustive() const override { return false; }

  // The first step that differs, in words; empty where the execution followed its record to the last decision.
  [[nodiscard]] std::string divergence() const override { return divergence_; }
  [[nodiscard]] bool used_up() const { return position_ == decisions_.size(); }

 private:
  void diverge(const std::string& now);

  std::vector<RecordedDecision> decisions_;
  std::size_t position_ = 0;
  std::string divergence_;
};

}  // namespace extram
