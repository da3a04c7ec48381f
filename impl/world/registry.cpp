#include "impl/world/registry.hpp"

#include <algorithm>
#include <tuple>

namespace extram {
namespace {

std::vector<Entry>& rows() {
  static std::vector<Entry> all;
  return all;
}

std::string_view variant_of(const Entry& entry) { return entry.mutant.empty() ? entry.version : entry.mutant; }

}  // namespace

const std::vector<Entry>& Registry::entries() { return rows(); }

void Registry::add(const Entry& entry) {
  const auto key = [](const Entry& e) {
    return std::tuple(e.info.name, !e.mutant.empty(), e.mutant.empty() ? e.version : e.mutant);
  };
  const auto place = std::upper_bound(rows().begin(), rows().end(), entry,
                                      [&](const Entry& a, const Entry& b) { return key(a) < key(b); });
  rows().insert(place, entry);
}

const Entry* Registry::find(std::string_view scenario, std::string_view variant) {
  for (const auto& entry : rows()) {
    if (entry.info.name == scenario && variant_of(entry) == variant) return &entry;
  }
  return nullptr;
}

bool Registry::has_scenario(std::string_view scenario) {
  return std::any_of(rows().begin(), rows().end(), [&](const Entry& e) { return e.info.name == scenario; });
}

}  // namespace extram
