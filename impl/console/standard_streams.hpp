// Standard input, output and error as a caller left them: some may be closed, nobody may read them, their disk may be
// full. What does not arrive is told, and never looks like what did.
#pragma once

#include <string>

namespace extram {

// First of all in main(): what is closed here would else be the number of the next file or socket that is opened, and
// what is printed would go there. And what cannot be written fails, instead of ending the process without a word.
void settle_standard_streams();

// Before long work: why what it prints could not arrive, in words; empty: nothing speaks against it.
[[nodiscard]] std::string why_no_standard_output();

// After a write that failed: what is wrong, in words.
[[nodiscard]] std::string what_standard_output_lacks();

}  // namespace extram
