#include "model/relacy/recorder.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "model/relacy/show.hpp"

namespace extram {

void Recorder::clear() {
  variables_.clear();
  changed_.clear();
  counters_.clear();
  gone_.clear();
  namesakes_.clear();
  told_.clear();
}

void Recorder::add(const void* cell, const CellType* type, const char* name, std::uint32_t object) {
  if (type->show == nullptr) return;
  variables_[cell] = {type, name, object};
  (type->counts ? counters_ : changed_).push_back(cell);
}

void Recorder::remove(const void* cell) {
  const auto it = variables_.find(cell);
  if (it == variables_.end()) return;
  if (!it->second.shown.name.empty()) {
    gone_.push_back(it->second.shown);
    gone_.back().gone = true;
  }
  variables_.erase(it);
}

void Recorder::written(const void* cell) {
  if (variables_.contains(cell)) changed_.push_back(cell);
}

// In the order in which they were made: a table of addresses has none that is the same everywhere.
void Recorder::labelled(const void* object, std::size_t size) {
  const auto* const from = static_cast<const char*>(object);
  std::vector<const void*> inside;
  for (const auto& [cell, variable] : variables_) {
    const auto* const at = static_cast<const char*>(cell);
    if (at >= from && at < from + size && !variable.type->counts) inside.push_back(cell);
  }
  std::sort(inside.begin(), inside.end());
  for (const void* const cell : inside) {
    if (std::find(changed_.begin(), changed_.end(), cell) == changed_.end()) changed_.push_back(cell);
  }
}

void Recorder::collect(std::vector<Fact>& facts) {
  facts.insert(facts.end(), gone_.begin(), gone_.end());
  gone_.clear();
  for (const auto* cells : {&changed_, &counters_}) {
    for (const void* const cell : *cells) {
      if (const auto it = variables_.find(cell); it != variables_.end()) tell(cell, it->second, facts);
    }
  }
  changed_.clear();
}

void Recorder::tell(const void* cell, Variable& variable, std::vector<Fact>& facts) {
  std::string value = variable.type->show(cell);
  if (value == kNotShown) return;
  Fact fact = variable.shown;
  const Labels::Place place = labels_.place_of(cell, variable.name);
  if (fact.name.empty() || fact.object != place.object) {
    if (!fact.name.empty()) {
      facts.push_back(fact);
      facts.back().gone = true;
    }
    fact = named(cell, variable);
  }
  fact.value = std::move(value);
  if (fact == variable.shown) return;
  variable.shown = fact;
  facts.push_back(std::move(fact));
}

Fact Recorder::named(const void* cell, const Variable& variable) {
  const Labels::Place place = labels_.place_of(cell, variable.name);
  const int number = ++namesakes_[place.text()];
  return {.object = place.object, .name = number == 1 ? place.member : fmt::format("{} ({})", place.member, number)};
}

const Fact* Recorder::shown(std::uint32_t object) const {
  const auto it = std::find_if(variables_.begin(), variables_.end(), [=](const auto& entry) {
    const Variable& variable = entry.second;
    return object >= kAtomics && variable.object == object && !variable.shown.name.empty();
  });
  return it == variables_.end() ? nullptr : &it->second.shown;
}

void Recorder::tell(int thread, const char* name, std::string value, std::vector<Fact>& facts) {
  std::string& told = told_[{thread, name}];
  if (told == value) return;
  told = value;
  facts.push_back({.thread = thread, .name = name, .value = std::move(value)});
}

}  // namespace extram
