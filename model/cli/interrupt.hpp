// Ctrl-C and SIGTERM end a search in order: they raise a flag, and whoever searches looks at it. The second one ends
// the process as usual.
#pragma once

namespace extram {

void catch_interrupts();
[[nodiscard]] bool interrupted();

}  // namespace extram
