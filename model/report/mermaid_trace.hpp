// An execution as a Mermaid sequence diagram, for issues and pull requests: the threads and what they touch are its
// participants, a handler is an activation, and the list lock a shaded stretch.
#pragma once

#include <cstddef>
#include <string>

#include "model/explore/trace.hpp"

namespace extram {

struct MermaidView {
  std::string title;    // "signal_window go_1_15 2x1 signals=1"
  std::string verdict;  // in one line; ends the diagram
  // Renderers refuse diagrams of more than 50,000 characters; of a longer trace the end is shown.
  std::size_t steps_max = 300;
};

[[nodiscard]] std::string mermaid_trace(const Trace& trace, const MermaidView& view);

// As text of a message or a note: nothing in it ends the line, starts a comment, or is taken for markup.
[[nodiscard]] std::string mermaid_text(std::string_view text);

}  // namespace extram
