// An execution as JSON: what `--trace json` writes a line of, and what a page carries inside.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/explore/trace.hpp"

namespace extram {

[[nodiscard]] std::string_view name_of(EventKind kind);
[[nodiscard]] std::string_view name_of(Touch touch);

// Steps have numbers, from 1; what belongs to a step has none.
[[nodiscard]] constexpr bool has_number(EventKind kind) {
  return kind == EventKind::step || kind == EventKind::local || kind == EventKind::signal || kind == EventKind::fault;
}

// Of each event the number of its step, or 0.
[[nodiscard]] std::vector<int> step_numbers(const Trace& trace);

[[nodiscard]] nlohmann::ordered_json row_of(const Event& event);

// Of what the threads start with no row: 0 where nobody is there.
[[nodiscard]] int threads_of(const Trace& trace);

}  // namespace extram
