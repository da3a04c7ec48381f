// Ctrl-C and SIGTERM end long work in order: they raise a flag, and whoever does the work, or waits for it, looks at
// it. One that comes half a second later or more ends the process as usual; what comes at once is the same word said
// twice, as timeout(1) does, which signals its child and then the group that the child is in.
#pragma once

namespace extram {

void catch_interrupts();
[[nodiscard]] bool interrupted();

// In a child: they are its parent's to hear. On a terminal both get them.
void leave_interrupts_to_parent();

// A pipe that nobody reads, and a file that grows beyond `ulimit -f`, then fail to be written, which can be said; their
// signals would end the process without a word.
void ignore_signals_of_writing();

}  // namespace extram
