// For a test: a container of the standard library, used in a translation unit that does not know Relacy.
#pragma once

namespace extram {

// The sum of 0 .. n-1, by way of a vector that grows n times.
[[nodiscard]] long grow_a_vector(int n);

}  // namespace extram
