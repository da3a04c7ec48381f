// A machine-made mutant in a world that reads its table: what that says of a step. It holds while threads run; what a
// scenario sets up before them is no part of the mutant.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "impl/world/alteration.hpp"
#include "impl/world/at.hpp"

namespace extram {

// A step that waits for another one to come first: `run` takes it, with what it was called with.
struct PutOff {
  void (*run)(const PutOff& step) = nullptr;
  At at{""};
  std::array<std::uintptr_t, 2> with{};
  int handlers = 0;  // frames of handlers below which it was called
};

// At most so many of one thread wait at once: one of its own, and one of each handler on it.
inline constexpr std::size_t kPutOffMax = 4;

class Alterations {
 public:
  void are(std::span<const Alteration> rows) { rows_ = rows; }
  [[nodiscard]] bool none() const { return rows_.empty(); }
  [[nodiscard]] const Alteration* of(At at) const {
    const auto row = std::find_if(rows_.begin(), rows_.end(), [at](const Alteration& r) { return At(r.site) == at; });
    return row == rows_.end() ? nullptr : &*row;
  }
  [[nodiscard]] bool is(At at, Change change) const {
    const Alteration* const row = of(at);
    return row != nullptr && row->change == change;
  }
  // Whether a step is altered, or the one that another is to come behind.
  [[nodiscard]] bool concern(At at) const {
    return of(at) != nullptr || std::any_of(rows_.begin(), rows_.end(), [at](const Alteration& r) {
             return r.change == Change::swap && At(r.behind) == at;
           });
  }
  [[nodiscard]] bool puts_behind(At first, At second) const {
    const Alteration* const row = of(first);
    return row != nullptr && row->change == Change::swap && At(row->behind) == second;
  }

 private:
  std::span<const Alteration> rows_;
};

}  // namespace extram
