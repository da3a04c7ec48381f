#include "model/relacy/labels.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace extram {

void Labels::clear() {
  labels_.clear();
  values_.clear();
  nameless_.clear();
}

void Labels::add_object(const void* object, std::size_t size, std::string_view text, int thread, int number) {
  labels_.push_back({reinterpret_cast<std::uintptr_t>(object), size,
                     thread < 0 ? fmt::format("{}{}", text, number) : fmt::format("{}{}.{}", text, thread, number)});
}

const Labels::Label* Labels::label_of(std::uintptr_t address) const {
  const auto it = std::find_if(labels_.rbegin(), labels_.rend(), [=](const Label& l) { return l.covers(address); });
  return it == labels_.rend() ? nullptr : &*it;
}

std::string Labels::name_of(std::uintptr_t value) {
  if (value == 0) return "nil";
  for (const auto& [known, text] : values_) {
    if (known == value) return std::string(text);
  }
  if (const Label* const label = label_of(value)) return value == label->from ? label->name : "in " + label->name;
  auto known = std::find(nameless_.begin(), nameless_.end(), value);
  if (known == nameless_.end()) known = nameless_.insert(known, value);
  return fmt::format("@{}", known - nameless_.begin() + 1);
}

Labels::Place Labels::place_of(const void* address, std::string_view member) const {
  const Label* const label = label_of(reinterpret_cast<std::uintptr_t>(address));
  return {label == nullptr ? std::string() : label->name, std::string(member)};
}

}  // namespace extram
