// Whether calls that overlapped could have taken effect one after the other, each between its start and its end, with
// the results that they had: the search of Wing and Gong, with Lowe's memory of what was tried.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <unordered_map>
#include <vector>

namespace extram {

inline constexpr std::uint64_t kPending = std::numeric_limits<std::uint64_t>::max();
inline constexpr std::size_t kCallsMax = 32;
inline constexpr std::size_t kOrdersMax = std::size_t{1} << 16U;  // of calls that have taken effect

struct RecordedCall {
  int op = 0;
  int argument = 0;
  int result = 0;
  std::uint64_t began = 0;
  std::uint64_t ended = kPending;  // kPending: it never did
};

enum class Linearizable : std::uint8_t { yes, no, too_long };

namespace detail {

template <class Spec>
class LinearizableSearch {
 public:
  explicit LinearizableSearch(std::span<const RecordedCall> calls) : calls_(calls) {
    for (std::size_t i = 0; i < calls.size(); ++i) {
      if (calls[i].ended != kPending) must_ |= bit(i);
    }
  }

  // `done`: the calls that have taken effect.
  bool from(std::uint32_t done, const Spec& state) {
    if ((done & must_) == must_) return true;
    if (tried_.size() > kOrdersMax || was_here(done, state)) return false;
    // No call may take effect behind the end of one that has not.
    std::uint64_t first_end = kPending;
    for (std::size_t i = 0; i < calls_.size(); ++i) {
      if ((done & bit(i)) == 0) first_end = std::min(first_end, calls_[i].ended);
    }
    for (std::size_t i = 0; i < calls_.size(); ++i) {
      const RecordedCall& call = calls_[i];
      if ((done & bit(i)) != 0 || call.began > first_end) continue;
      Spec next = state;
      const int result = Spec::call(next, static_cast<typename Spec::Op>(call.op), call.argument);
      if (call.ended != kPending && result != call.result) continue;
      if (from(done | bit(i), next)) return true;
    }
    return false;
  }

  [[nodiscard]] bool gave_up() const { return tried_.size() > kOrdersMax; }

 private:
  static constexpr std::uint32_t bit(std::size_t i) { return std::uint32_t{1} << i; }

  bool was_here(std::uint32_t done, const Spec& state) {
    std::vector<Spec>& states = tried_[done];
    if (std::find(states.begin(), states.end(), state) != states.end()) return true;
    states.push_back(state);
    return false;
  }

  std::span<const RecordedCall> calls_;
  std::uint32_t must_ = 0;
  std::unordered_map<std::uint32_t, std::vector<Spec>> tried_;  // looked up, never gone through
};

}  // namespace detail

// `Spec` is what one thread alone would see: a copyable struct with `Op`, ==, and `static int call(auto&, Op, int)`.
template <class Spec>
[[nodiscard]] Linearizable linearizable(std::span<const RecordedCall> calls, const Spec& initial) {
  if (calls.size() > kCallsMax) return Linearizable::too_long;
  detail::LinearizableSearch<Spec> search(calls);
  if (search.from(0, initial)) return Linearizable::yes;
  return search.gave_up() ? Linearizable::too_long : Linearizable::no;
}

}  // namespace extram
