// Values as the names of states see them: as words, of which some may be addresses. An address is no name, since the
// next execution may have the same thing elsewhere; what lies there has one (state_namer.hpp).
#pragma once

#include <cstdint>
#include <cstring>
#include <type_traits>
#include <vector>

#include "impl/world/signals.hpp"
#include "model/relacy/relacy.hpp"

namespace extram {

struct Word {
  enum class Kind : std::uint8_t { number, may_be_address, unknown };
  std::uint64_t value = 0;
  Kind kind = Kind::number;
};
using Words = std::vector<Word>;

// Inside an execution a vector of ours must not grow by Relacy's memory.
template <class T>
void push_outside(std::vector<T>& vector, const T& value) {
  if (vector.size() == vector.capacity()) {
    const OutsideContext outside;
    vector.reserve(2 * vector.capacity() + 64);
  }
  vector.push_back(value);
}

template <class T>
[[nodiscard]] std::uint64_t bits_of(const T& value) {
  static_assert(sizeof(T) <= sizeof(std::uint64_t) && std::is_trivially_copyable_v<T>);
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof value);
  return bits;
}

// A number of eight bytes without a sign could be an address (Go's muintptr is one). So could a part of a structure;
// one with holes between its parts cannot be read.
template <class T>
void append_words(Words& words, const T& value) {
  using Kind = Word::Kind;
  if constexpr (std::is_pointer_v<T> || std::is_same_v<T, std::uintptr_t>) {
    push_outside(words, Word{bits_of(value), Kind::may_be_address});
  } else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T> || std::is_same_v<T, Mask>) {
    push_outside(words, Word{bits_of(value), Kind::number});
  } else if constexpr (std::has_unique_object_representations_v<T> && sizeof(T) % sizeof(std::uint64_t) == 0) {
    for (std::size_t at = 0; at < sizeof(T); at += sizeof(std::uint64_t)) {
      Word word{0, Kind::may_be_address};
      std::memcpy(&word.value, reinterpret_cast<const char*>(&value) + at, sizeof word.value);
      push_outside(words, word);
    }
  } else {
    push_outside(words, Word{0, Kind::unknown});
  }
}

}  // namespace extram
