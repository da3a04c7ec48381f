// Relations between the events of one execution, as rows of bits: what memory models are written in.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace extram::litmus {

inline constexpr std::size_t kEventsMax = 64;

using EventSet = std::uint64_t;

[[nodiscard]] constexpr EventSet only(std::size_t event) { return EventSet{1} << event; }

template <class F>
constexpr void for_each_event(EventSet set, F f) {
  for (; set != 0; set &= set - 1) f(static_cast<std::size_t>(std::countr_zero(set)));
}

class Relation {
 public:
  explicit Relation(std::size_t events) : size_(events) {}

  void add(std::size_t from, std::size_t to) { rows_[from] |= only(to); }
  [[nodiscard]] bool has(std::size_t from, std::size_t to) const { return (rows_[from] >> to & 1U) != 0; }
  [[nodiscard]] EventSet after(std::size_t event) const { return rows_[event]; }
  [[nodiscard]] std::size_t events() const { return size_; }

  friend Relation operator|(Relation a, const Relation& b) {
    for (std::size_t i = 0; i < a.size_; ++i) a.rows_[i] |= b.rows_[i];
    return a;
  }
  // First `a`, then `b`.
  friend Relation operator*(const Relation& a, const Relation& b) {
    Relation both(a.size_);
    for (std::size_t i = 0; i < a.size_; ++i) {
      for_each_event(a.rows_[i], [&](std::size_t k) { both.rows_[i] |= b.rows_[k]; });
    }
    return both;
  }
  [[nodiscard]] Relation or_none() const {
    Relation all = *this;
    for (std::size_t i = 0; i < size_; ++i) all.add(i, i);
    return all;
  }
  [[nodiscard]] Relation from(EventSet set) const {
    Relation some(size_);
    for_each_event(set, [&](std::size_t i) { some.rows_[i] = rows_[i]; });
    return some;
  }
  [[nodiscard]] Relation to(EventSet set) const {
    Relation some = *this;
    for (std::size_t i = 0; i < size_; ++i) some.rows_[i] &= set;
    return some;
  }
  [[nodiscard]] Relation repeated() const {  // one time or more
    Relation closed = *this;
    for (std::size_t k = 0; k < size_; ++k) {
      for (std::size_t i = 0; i < size_; ++i) {
        if (closed.has(i, k)) closed.rows_[i] |= closed.rows_[k];
      }
    }
    return closed;
  }
  [[nodiscard]] bool is_irreflexive() const {
    for (std::size_t i = 0; i < size_; ++i) {
      if (has(i, i)) return false;
    }
    return true;
  }
  [[nodiscard]] bool is_acyclic() const { return repeated().is_irreflexive(); }

 private:
  std::size_t size_;
  std::array<EventSet, kEventsMax> rows_{};
};

}  // namespace extram::litmus
