// A strategy that spares the threads: faults are offered, and counted, wherever they could strike, and never do. So a
// search sees how far each kind reaches without a branch for each, in scenarios too that no fault would leave in order.
#pragma once

#include "model/explore/strategy.hpp"

namespace extram {

class Sparing final : public Strategy {
 public:
  // `inner` outlives it.
  explicit Sparing(Strategy& inner) : inner_(inner) {}

  void begins() override { inner_.begins(); }
  [[nodiscard]] int next_thread(std::span<const NextStep> threads, int running) override {
    return inner_.next_thread(threads, running);
  }
  [[nodiscard]] int index(const Decision& question) override {
    return question.kind == DecisionKind::fault ? 0 : inner_.index(question);
  }
  void performed(int thread, Access access) override { inner_.performed(thread, access); }
  void all_wait(std::span<const NextStep> threads) override { inner_.all_wait(threads); }
  void exited(int thread) override { inner_.exited(thread); }
  [[nodiscard]] bool ends(bool abandoned) override {
    const bool over = inner_.ends(abandoned);
    if (!inner_.nondeterminism().found()) return over;
    nondeterminism_.report(inner_.nondeterminism().what());
    return true;
  }

  [[nodiscard]] std::string strength() const override { return inner_.strength(); }
  [[nodiscard]] std::vector<std::string> leaves_out() const override {
    std::vector<std::string> all = inner_.leaves_out();
    all.emplace_back("what comes of faults: none strikes");
    return all;
  }
  [[nodiscard]] bool is_exhaustive() const override { return inner_.is_exhaustive(); }
  [[nodiscard]] double progress() const override { return inner_.progress(); }
  [[nodiscard]] bool take_back() override { return inner_.take_back(); }

 private:
  Strategy& inner_;
};

}  // namespace extram
