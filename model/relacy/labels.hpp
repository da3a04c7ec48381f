// Names for what a trace shows: an object by its address, a value that an address never has. Never the number itself: a
// trace is the same on every machine.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace extram {

class Labels {
 public:
  // Where a variable is: in a labelled object, or in none.
  struct Place {
    std::string object;
    std::string member;
    friend bool operator==(const Place&, const Place&) = default;
    [[nodiscard]] std::string text() const { return object.empty() ? member : object + "." + member; }
  };

  void clear();
  // `thread`: its maker; -1: made in set-up. `number`: of its maker, from 1.
  void add_object(const void* object, std::size_t size, std::string_view text, int thread, int number);
  void add_value(std::uintptr_t value, std::string_view text) { values_.emplace_back(value, text); }

  [[nodiscard]] std::string name_of(std::uintptr_t value);
  [[nodiscard]] Place place_of(const void* address, std::string_view member) const;

 private:
  struct Label {
    std::uintptr_t from;
    std::size_t size;
    std::string name;
    [[nodiscard]] bool covers(std::uintptr_t address) const { return address >= from && address - from < size; }
  };

  // The newest: memory may be handed out again.
  [[nodiscard]] const Label* label_of(std::uintptr_t address) const;

  std::vector<Label> labels_;
  std::vector<std::pair<std::uintptr_t, std::string_view>> values_;
  std::vector<std::uintptr_t> nameless_;  // addresses without a label, by first appearance in the trace
};

}  // namespace extram
