// Names for the states of the toy machine, and what its executions come to.
#pragma once

#include "model/explore/toy_machine.hpp"

namespace extram::toy {

enum class Twins : std::uint8_t { none, all };  // `all`: the threads of the program are alike

class Names final : public Watcher, public StateSource {
 public:
  explicit Names(const Threads& threads, Twins twins = Twins::none) : seen_(threads.size()), twins_(twins) {}

  void is_asked(Strategy& strategy) { (void)strategy.asks_for_states(this); }

  // What each thread read and chose, and the memory, at the end.
  [[nodiscard]] const std::string& outcome() const { return outcome_; }

  void begins(const State& state) override {
    state_ = &state;
    for (std::string& seen : seen_) seen.clear();
  }
  void stands(std::vector<NextStep>& threads) override {
    for (std::size_t t = 0; t < threads.size(); ++t) {
      if (twins_ == Twins::all && state_->done(t) == 0) threads[t].twin = 1;
    }
  }
  void chose(int thread, int index) override { seen_[static_cast<std::size_t>(thread)] += fmt::format("c{}", index); }
  void performs(int thread, const Step& step) override {
    if (step.access == AccessKind::read) {
      seen_[static_cast<std::size_t>(thread)] += fmt::format("r{}", state_->at(step.object));
    }
  }

  void ends() override { outcome_ = text_of_state(); }

  bool name_state(ThreadSet, StateName& name) override {
    std::string text = text_of_state();
    for (std::size_t t = 0; t < seen_.size(); ++t) text += fmt::format(" {}", state_->done(t));
    name = StateName{};
    for (std::size_t t = 0; t < name.place.size(); ++t) name.place[t] = static_cast<std::uint8_t>(t);
    name.low = 0xcbf29ce484222325U;  // FNV-1a, once forwards and once backwards
    name.high = name.low;
    for (std::size_t i = 0; i < text.size(); ++i) {
      name.low = (name.low ^ static_cast<unsigned char>(text[i])) * 0x100000001b3U;
      name.high = (name.high ^ static_cast<unsigned char>(text[text.size() - 1 - i])) * 0x100000001b3U;
    }
    name.objects_count = kObjects;
    for (std::uint8_t object = 0; object < kObjects; ++object) name.objects[object] = object;
    return true;
  }
  [[nodiscard]] std::uint32_t edition() const override { return 0; }

 private:
  [[nodiscard]] std::string text_of_state() const {
    std::string text;
    for (const std::string& seen : seen_) text += seen + "|";
    for (int object = 0; object < kObjects; ++object) text += fmt::format(" {}", state_->at(object));
    return text;
  }

  static constexpr int kObjects = 3;
  const State* state_ = nullptr;
  std::vector<std::string> seen_;
  std::string outcome_;
  Twins twins_;
};

}  // namespace extram::toy
