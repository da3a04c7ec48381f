// What a thread keeps of its own until it ends: slots as pthread keys give them. When the thread's function has come to
// its end, or the thread has ended itself in the middle of it, the slots that are not empty are emptied, and their
// destructors hear what was in them (Program::key_destructor): Go's first, then C's, as glibc goes by the age of keys.
// A destructor may fill slots anew; then there is another round.
#pragma once

#include <cstddef>
#include <cstdint>

namespace extram {

enum class Key : std::uint8_t { go, c };

inline constexpr std::size_t kKeys = 2;

// PTHREAD_DESTRUCTOR_ITERATIONS. What is in a slot after the last round stays there, and nobody hears of it.
inline constexpr int kDestructorRounds = 4;

}  // namespace extram
