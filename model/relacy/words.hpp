// Values as the names of states see them: as words, of which some may be addresses. An address is no name, since the
// next execution may have the same thing elsewhere; what lies there has one (state_namer.hpp).
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
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

// Inside an execution a vector of ours must not grow by Relacy's memory.
template <class T>
void push_outside(std::vector<T>& vector, const T& value) {
  if (vector.size() == vector.capacity()) {
    const OutsideContext outside;
    vector.reserve(2 * vector.capacity() + 64);
  }
  vector.push_back(value);
}

// A vector of words that may grow inside an execution. Not std::vector: most of what the name of a state costs is
// adding to these.
class Words {
 public:
  Words() = default;
  Words(Words&& other) noexcept { swap(other); }
  Words& operator=(Words&& other) noexcept {
    swap(other);
    return *this;
  }

  void add(Word word) {
    if (size_ == capacity_) grow();
    words_[size_++] = word;
  }
  void clear() { size_ = 0; }
  void shrink_to(std::size_t size) { size_ = std::min(size_, size); }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const Word* begin() const { return words_.get(); }
  [[nodiscard]] const Word* end() const { return words_.get() + size_; }

 private:
  [[gnu::noinline, gnu::cold]] void grow() {
    const OutsideContext outside;
    auto more = std::make_unique<Word[]>(2 * capacity_ + 64);
    std::copy(begin(), end(), more.get());
    words_ = std::move(more);
    capacity_ = 2 * capacity_ + 64;
  }

  void swap(Words& other) noexcept {
    std::swap(words_, other.words_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }

  std::unique_ptr<Word[]> words_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

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
[[nodiscard]] Word word_of(const T& value) {
  using Kind = Word::Kind;
  if constexpr (std::is_pointer_v<T> || std::is_same_v<T, std::uintptr_t>) {
    return {bits_of(value), Kind::may_be_address};
  } else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T> || std::is_same_v<T, Mask>) {
    return {bits_of(value), Kind::number};
  } else if constexpr (std::has_unique_object_representations_v<T> && sizeof(T) == sizeof(std::uint64_t)) {
    return {bits_of(value), Kind::may_be_address};
  } else {
    return {0, Kind::unknown};
  }
}

template <class T>
void append_words(Words& words, const T& value) {
  if constexpr (std::has_unique_object_representations_v<T> && sizeof(T) > sizeof(std::uint64_t) &&
                sizeof(T) % sizeof(std::uint64_t) == 0) {
    for (std::size_t at = 0; at < sizeof(T); at += sizeof(std::uint64_t)) {
      Word word{0, Word::Kind::may_be_address};
      std::memcpy(&word.value, reinterpret_cast<const char*>(&value) + at, sizeof word.value);
      words.add(word);
    }
  } else {
    words.add(word_of(value));
  }
}

// 128 bits over words, as they come: two multiplicative lanes that feed each other. The finaliser is splitmix64's.
class NameHash {
 public:
  void add(std::uint64_t word) {
    a_ = std::rotl(a_ ^ word, 27) * 0x9fb21c651e98df25U;
    b_ = (b_ + word) * 0xd1342543de82ef95U;
    b_ ^= b_ >> 29;
    a_ += b_;
    ++count_;
  }
  [[nodiscard]] std::uint64_t high() const { return finished(a_ ^ count_); }
  [[nodiscard]] std::uint64_t low() const { return finished(b_ + a_); }

 private:
  [[nodiscard]] static std::uint64_t finished(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31);
  }
  std::uint64_t a_ = 0x243f6a8885a308d3U;
  std::uint64_t b_ = 0x13198a2e03707344U;
  std::uint64_t count_ = 0;
};

// Small numbers, two to a word.
class PairsInHash {
 public:
  explicit PairsInHash(NameHash& hash) : hash_(hash) {}
  void add(std::uint32_t number) {
    half_ = half_ << 32U | number;
    is_second_ = !is_second_;
    if (!is_second_) hash_.add(half_);
  }
  void finish() {
    if (is_second_) add(0);
  }

 private:
  NameHash& hash_;
  std::uint64_t half_ = 0;
  bool is_second_ = false;
};

}  // namespace extram
