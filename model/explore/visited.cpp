#include "model/explore/visited.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <new>

#include <fmt/format.h>
#include <sys/mman.h>

namespace extram {
namespace {

// One byte for each set of threads: how they stand in the data of an entry.
class Bytes {
 public:
  explicit Bytes(std::uint64_t* words) : bytes_(reinterpret_cast<unsigned char*>(words)) {}
  void put(ThreadSet set) { bytes_[at_++] = set; }
  [[nodiscard]] ThreadSet get() { return bytes_[at_++]; }

 private:
  unsigned char* bytes_;
  std::size_t at_ = 0;
};

[[nodiscard]] ThreadSet renamed(ThreadSet set, const std::array<std::uint8_t, kMaxThreads>& names) {
  unsigned result = 0;
  for (std::size_t t = 0; t < names.size(); ++t) {
    if ((set >> t & 1U) != 0) result |= 1U << names[t];
  }
  return static_cast<ThreadSet>(result);
}

[[nodiscard]] Use renamed(const Use& use, const std::array<std::uint8_t, kMaxThreads>& names) {
  return {use.object, renamed(use.reads, names), renamed(use.writes, names), renamed(use.locks, names),
          renamed(use.waits, names)};
}

[[nodiscard]] std::array<std::uint8_t, kMaxThreads> inverse(const std::array<std::uint8_t, kMaxThreads>& place) {
  std::array<std::uint8_t, kMaxThreads> names{};
  for (std::size_t t = 0; t < place.size(); ++t) names[place[t]] = static_cast<std::uint8_t>(t);
  return names;
}

void put_use(Bytes& bytes, const Use& use) {
  bytes.put(use.reads);
  bytes.put(use.writes);
  bytes.put(use.locks);
  bytes.put(use.waits);
}

// Uses of objects that are not told apart, those without a name among them.
[[nodiscard]] Use anything(const StateName& name, const Uses& uses) {
  Use all = uses.anything();
  if (name.objects_count < kNamedObjects) return all;
  for (std::size_t i = 0; i < uses.size(); ++i) {
    if (std::find(name.objects.begin(), name.objects.end(), uses[i].object) == name.objects.end()) all.add(uses[i]);
  }
  return all;
}

[[nodiscard]] Use get_use(Bytes& bytes, std::uint32_t object) {
  Use use{.object = object};
  use.reads = bytes.get();
  use.writes = bytes.get();
  use.locks = bytes.get();
  use.waits = bytes.get();
  return use;
}

// Takes the first line off.
[[nodiscard]] std::optional<std::uint32_t> edition_in(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos || !text.starts_with("e ")) return std::nullopt;
  const std::string_view digits = text.substr(2, end - 2);
  text.remove_prefix(end + 1);
  std::uint32_t edition = 0;
  const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), edition, 16);
  if (error != std::errc() || rest != digits.data() + digits.size()) return std::nullopt;
  return edition;
}

}  // namespace

// Anonymous memory is zero, shared with children, and takes no room before it is written.
Visited::Visited(std::size_t entries)
    : count_(std::bit_ceil(entries < kWays ? kWays : entries)),
      entries_(static_cast<Entry*>(mmap(nullptr, (count_ + 1) * sizeof(Entry), PROT_READ | PROT_WRITE,
                                        MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0))) {
  static_assert(6 + 4 * kNamedObjects <= kDataWords * sizeof(std::uint64_t));
  if (entries_ == MAP_FAILED) throw std::bad_alloc();
}

Visited::~Visited() { munmap(entries_, (count_ + 1) * sizeof(Entry)); }

void Visited::clear() { madvise(entries_, (count_ + 1) * sizeof(Entry), MADV_REMOVE); }

std::uint64_t Visited::mixed(const Data& data) {
  std::uint64_t all = 0;
  for (const std::uint64_t word : data) all = std::rotl(all, 11) ^ word * 0x9e3779b97f4a7c15U;
  return all;
}

Visited::Entry* Visited::bucket(std::uint64_t low) const { return entries_ + (low & (count_ - 1) & ~(kWays - 1)); }

// Objects that the state does not have yet cannot be in any conflict with what came before it; they are left out. Where
// a state has more than there are names for, the rest is any object.
Visited::Data Visited::packed(const StateName& name, const Explored& explored) {
  Data data{};
  Bytes bytes(data.data());
  bytes.put(renamed(explored.asleep, name.place));
  bytes.put(renamed(explored.uses.exits(), name.place));
  put_use(bytes, renamed(anything(name, explored.uses), name.place));
  for (std::size_t i = 0; i < name.objects_count; ++i) {
    Use here{};
    for (std::size_t k = 0; k < explored.uses.size(); ++k) {
      if (explored.uses[k].object == name.objects[i]) here = explored.uses[k];
    }
    put_use(bytes, renamed(here, name.place));
  }
  return data;
}

Explored Visited::unpacked(const StateName& name, const Data& data) {
  Data copy = data;
  Bytes bytes(copy.data());
  const auto names = inverse(name.place);
  Explored explored;
  explored.asleep = renamed(bytes.get(), names);
  explored.uses.add_exits(renamed(bytes.get(), names));
  explored.uses.add_to_any(renamed(get_use(bytes, 0), names));
  for (std::size_t i = 0; i < name.objects_count; ++i) {
    const Use use = renamed(get_use(bytes, name.objects[i]), names);
    if (use.all() != 0) explored.uses.add(use);
  }
  return explored;
}

std::optional<Explored> Visited::find(const StateName& name) const {
  const Entry* const first = bucket(name.low);
  for (std::size_t i = 0; i < kWays; ++i) {
    const Entry entry = first[i];
    const std::uint64_t mix = mixed(entry.data);
    if ((entry.low ^ mix) == name.low && (entry.high ^ mix) == name.high) return unpacked(name, entry.data);
  }
  return std::nullopt;
}

void Visited::put(const StateName& name, const Explored& explored) { put(name.high, name.low, packed(name, explored)); }

// In the place of an older entry of the same state, or a free one, or one that chance picks.
void Visited::put(std::uint64_t high, std::uint64_t low, const Data& data) {
  Entry* const first = bucket(low);
  Entry* place = first + (high & (kWays - 1));
  for (std::size_t i = kWays; i-- > 0;) {
    const Entry entry = first[i];
    const std::uint64_t mix = mixed(entry.data);
    if (entry.high == 0 && entry.low == 0) place = first + i;
    if ((entry.low ^ mix) == low && (entry.high ^ mix) == high) {
      place = first + i;
      break;
    }
  }
  const std::uint64_t mix = mixed(data);
  *place = Entry{high ^ mix, low ^ mix, data};
}

std::uint32_t Visited::edition() const {
  return static_cast<std::uint32_t>(entries_[count_].high);
}

void Visited::reach_edition(std::uint32_t edition) {
  entries_[count_].high = std::max<std::uint64_t>(entries_[count_].high, edition);
}

std::string Visited::text() const {
  std::string text = fmt::format("e {:x}\n", edition());
  for (std::size_t i = 0; i < count_; ++i) {
    const Entry& entry = entries_[i];
    if (entry.high == 0 && entry.low == 0) continue;
    const std::uint64_t mix = mixed(entry.data);
    text += fmt::format("v {:x} {:x}", entry.high ^ mix, entry.low ^ mix);
    for (const std::uint64_t word : entry.data) text += fmt::format(" {:x}", word);
    text += '\n';
  }
  return text;
}

bool Visited::read(std::string_view text) {
  clear();
  if (text.empty()) return true;
  const auto known = edition_in(text);
  if (!known) return false;
  reach_edition(*known);
  while (!text.empty()) {
    std::array<std::uint64_t, 2 + kDataWords> words{};
    const auto end = text.find('\n');
    if (end == std::string_view::npos || !text.starts_with("v ")) return false;
    std::string_view line = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    for (std::uint64_t& word : words) {
      if (line.empty() || line.front() != ' ') return false;
      const auto [rest, error] = std::from_chars(line.data() + 1, line.data() + line.size(), word, 16);
      if (error != std::errc()) return false;
      line.remove_prefix(static_cast<std::size_t>(rest - line.data()));
    }
    if (!line.empty()) return false;
    Data data{};
    std::copy(words.begin() + 2, words.end(), data.begin());
    put(words[0], words[1], data);
  }
  return true;
}

}  // namespace extram
