// The set of outcomes that a search has seen. It lives across executions and is filled inside them, where memory
// belongs to the model: so all of its memory is taken when it is made.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace extram::litmus {

class OutcomeSet {
 public:
  static constexpr std::size_t kOutcomesMax = 16'384;

  explicit OutcomeSet(std::size_t width, std::size_t outcomes_max = kOutcomesMax)
      : width_(width), outcomes_max_(outcomes_max), values_(outcomes_max * width), slots_(outcomes_max * 2) {}

  void add(std::span<const int> outcome) {
    std::uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a
    for (const int value : outcome) hash = (hash ^ static_cast<std::uint32_t>(value)) * 0x100000001b3U;
    for (std::size_t at = (hash >> 20U) % slots_.size();; at = (at + 1) % slots_.size()) {
      if (slots_[at] == 0) {
        insert(outcome, at);
        return;
      }
      if (std::ranges::equal((*this)[slots_[at] - 1], outcome)) return;
    }
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::span<const int> operator[](std::size_t i) const {
    return std::span(values_).subspan(i * width_, width_);
  }
  // More outcomes than there is room for: the set is not whole.
  [[nodiscard]] bool overflowed() const { return overflowed_; }

  // In ascending order, whatever order they came in.
  [[nodiscard]] std::vector<std::vector<int>> sorted() const {
    std::vector<std::vector<int>> all;
    for (std::size_t i = 0; i < size_; ++i) all.emplace_back((*this)[i].begin(), (*this)[i].end());
    std::sort(all.begin(), all.end());
    return all;
  }

 private:
  void insert(std::span<const int> outcome, std::size_t slot) {
    if (size_ == outcomes_max_) {
      overflowed_ = true;
      return;
    }
    std::ranges::copy(outcome, values_.begin() + static_cast<std::ptrdiff_t>(size_ * width_));
    slots_[slot] = static_cast<std::uint32_t>(++size_);
  }

  std::size_t width_;
  std::size_t outcomes_max_;
  std::size_t size_ = 0;
  std::vector<int> values_;
  std::vector<std::uint32_t> slots_;  // 0: free; else the number of an outcome, from 1
  bool overflowed_ = false;
};

}  // namespace extram::litmus
