// Which candidates are executions, by two models that agree but for corners: RC11, of Lahav, Vafeiadis, Kang, Hur and
// Dreyer, "Repairing Sequential Consistency in C/C++11" (PLDI 2017), and C++20, whose order of seq_cst operations
// (P0668) was made after it, and whose release sequences (P0982) are shorter.
#pragma once

#include "model/litmus/execution.hpp"

namespace extram::litmus {

// What belongs to the release sequence of a write: the read-modify-writes that read from it, one after the other. To
// `rc11` also later writes of the same thread, and what follows these; to `relacy` the next write, if of the same
// thread.
enum class ReleaseSequence : std::uint8_t { cpp20, rc11, relacy };

[[nodiscard]] Relation happens_before(const Execution& execution, ReleaseSequence sequences);
// Extended coherence order: what the values that were read and written say of the order at one location.
[[nodiscard]] Relation coherence_order(const Execution& execution);
[[nodiscard]] bool is_coherent(const Relation& happens_before, const Relation& coherence_order);

struct Consistency {
  bool rc11 = false;
  bool cpp20 = false;           // C++20 has no rule against load buffering
  bool load_buffering = false;  // some load reads what depends on it, or comes after it. RC11 forbids that
};
[[nodiscard]] Consistency consistency_of(const Execution& execution);

// Two accesses to one location, one of them plain and one of them a write, that nothing orders.
[[nodiscard]] bool has_race(const Execution& execution, const Relation& happens_before);

}  // namespace extram::litmus
