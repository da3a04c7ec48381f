// A strategy kept within a cost: its choices go tame where their axis is used up, and an execution that would take a
// switch or a decision too many is cut. What is forced by the prefix alone is not asked of the inner strategy, so that
// a depth-first search still visits each execution within the cost once.
#pragma once

#include "model/explore/cost.hpp"
#include "model/explore/strategy.hpp"

namespace extram {

class Within final : public Strategy {
 public:
  // `inner` outlives it. Axes of the shape are not looked at.
  Within(Strategy& inner, const Cost& most) : inner_(inner), most_(most) {}

  void begins() override;
  [[nodiscard]] int next_thread(std::span<const NextStep> threads, int running) override;
  [[nodiscard]] int index(const Decision& question) override;
  void performed(int thread, Access access) override { inner_.performed(thread, access); }
  [[nodiscard]] bool ends(bool abandoned) override;
  [[nodiscard]] std::string strength() const override { return inner_.strength(); }
  [[nodiscard]] bool is_exhaustive() const override { return inner_.is_exhaustive(); }
  [[nodiscard]] double progress() const override { return inner_.progress(); }
  [[nodiscard]] bool take_back() override { return inner_.take_back(); }

 private:
  Strategy& inner_;
  Cost most_;
  Cost used_;
};

}  // namespace extram
