// A shared atomic variable of the protocol. The only place that turns a site into a memory order: natively the order
// is a constant expression, so that a release store compiles to a plain move.
#pragma once

#include <type_traits>

#include "impl/extram/site.hpp"
#include "impl/world/world.hpp"

namespace extram {

template <World W, class V, class T>
class Cell {
 public:
  template <Site S>
  using On = std::integral_constant<Site, S>;

  explicit Cell(const char* name) : value_(name) {}

  void init(T value) { value_.init(value); }
  [[nodiscard]] T at_rest() const { return value_.at_rest(); }

  template <Site S>
  [[nodiscard]] T load(On<S>) const {
    return value_.template load<V::order(S)>(at(S));
  }
  template <Site S>
  void store(On<S>, T value) {
    value_.template store<V::order(S)>(value, at(S));
  }
  template <Site S>
  T exchange(On<S>, T value) {
    return value_.template exchange<V::order(S)>(value, at(S));
  }
  template <Site S>
  T fetch_add(On<S>, T value) {
    return value_.template fetch_add<V::order(S)>(value, at(S));
  }
  template <Site S>
  void add(On<S>, T value) {
    value_.template add<V::order(S)>(value, at(S));
  }
  template <Site S>
  [[nodiscard]] bool compare_exchange(On<S>, T expected, T desired) {
    return value_.template compare_exchange<V::order(S)>(expected, desired, at(S));
  }
  template <Site S, class Satisfied, class Pause>
  [[nodiscard]] T await(On<S>, Satisfied satisfied, Pause pause) const {
    return value_.template await<load_part(V::order(S))>(satisfied, pause, at(S));
  }

  // Waits for a value that satisfies, and where `takes(value)` puts `desired` in its place; where another thread comes
  // between, waits again. The pair is one step where the site table says so and the version changes neither row.
  template <Site Load, Site Exchange, class Satisfied, class Takes, class Pause>
  [[nodiscard]] T await_exchange(On<Load> load, On<Exchange> exchange, Satisfied satisfied, Takes takes, T desired,
                                 Pause pause) {
    if constexpr (are_one_step(Load, Exchange) && V::order(Load) == info_of(Load).order &&
                  V::order(Exchange) == info_of(Exchange).order) {
      return value_.template await_exchange<load_part(V::order(Load)), V::order(Exchange)>(
          satisfied, takes, desired, pause, at(Load), at(Exchange));
    } else {
      for (;;) {
        const T value = await(load, satisfied, pause);
        if (!takes(value) || compare_exchange(exchange, value, desired)) return value;
        pause(desired);
      }
    }
  }

 private:
  typename W::template atomic<T> value_;
};

}  // namespace extram
