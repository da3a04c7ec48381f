// Every scenario of this program, by name. Filled before main by the translation units that CMake generates, one for
// each scenario and world.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "impl/world/scenario.hpp"

namespace extram {

class Registry {
 public:
  // In order of scenario, versions before mutants, whatever the link order was.
  [[nodiscard]] static const std::vector<Entry>& entries();
  static void add(const Entry& entry);

  // nullptr where there is no such row. `variant` names a version or a mutant.
  [[nodiscard]] static const Entry* find(std::string_view scenario, std::string_view variant);
  [[nodiscard]] static bool has_scenario(std::string_view scenario);
};

struct NoVersion {
  static constexpr std::string_view name = "-";
};

template <class... Vs>
struct Variants {};

// The row of a scenario with one version or mutant. A mutant says what is `wrong` in it, and which version it is
// otherwise.
template <class S, class V>
[[nodiscard]] Entry entry() {
  Entry row{S::info, V::name, {}, {}, OracleSet{}, nullptr};
  if constexpr (requires { V::wrong; }) {
    row.version = V::base::name;
    row.mutant = V::name;
    row.mutant_text = V::wrong;
  }
  if constexpr (requires { V::waived; }) row.waived = V::waived;
  row.make = [](const Shape& shape) -> Program* { return new ProgramOf<S>(shape); };
  return row;
}

// template <class V> using In = my_scenario<SomeWorld, V>; Registration<In, Variants<...>> registers it for every V.
template <template <class> class In, class List>
struct Registration;

template <template <class> class In, class... Vs>
struct Registration<In, Variants<Vs...>> {
  Registration() { (Registry::add(entry<In<Vs>, Vs>()), ...); }
};

}  // namespace extram
