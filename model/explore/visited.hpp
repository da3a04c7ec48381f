// States whose futures have been explored, by name, with what a search has to know of those futures to leave them out:
// which threads were asleep (what starts with one of them was not explored there), and who uses which objects.
//
// A fixed table. Where it is full, older entries give way, and the search explores again what it has forgotten. It may
// lie in memory that worker processes share: an entry that two of them write at once is seen to be none, since the
// words of its name are stored mixed with its data (Hyatt, Mann: A lockless transposition table, 2002).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "model/explore/strategy.hpp"
#include "model/explore/uses.hpp"

namespace extram {

struct Explored {
  ThreadSet asleep = 0;
  Uses uses{};
};

class Visited {
 public:
  explicit Visited(std::size_t entries);
  ~Visited();
  Visited(const Visited&) = delete;
  Visited& operator=(const Visited&) = delete;

  // In the names of the execution that `name` was made in.
  [[nodiscard]] std::optional<Explored> find(const StateName& name) const;
  void put(const StateName& name, const Explored& explored);
  void clear();

  // Of the names (StateSource). Who begins later begins with it.
  [[nodiscard]] std::uint32_t edition() const;
  void reach_edition(std::uint32_t edition);

  // All of it as lines of text, and back. False: not what text() wrote.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] bool read(std::string_view text);

 private:
  static constexpr std::size_t kDataWords = 6;
  static constexpr std::size_t kWays = 4;
  using Data = std::array<std::uint64_t, kDataWords>;
  struct Entry {
    std::uint64_t high = 0;  // both mixed with the data; 0 and 0: free
    std::uint64_t low = 0;
    Data data{};
  };

  [[nodiscard]] static std::uint64_t mixed(const Data& data);
  [[nodiscard]] static Data packed(const StateName& name, const Explored& explored);
  [[nodiscard]] static Explored unpacked(const StateName& name, const Data& data);
  [[nodiscard]] Entry* bucket(std::uint64_t low) const;
  void put(std::uint64_t high, std::uint64_t low, const Data& data);

  std::size_t count_;
  Entry* entries_;  // and one more, that holds the edition
};

}  // namespace extram
