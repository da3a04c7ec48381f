#include "model/explore/reductions.hpp"

#include <algorithm>

namespace extram {

std::optional<Reductions> reductions_in(std::string_view text) {
  if (text == "all") return Reductions{};
  Reductions chosen{.symmetry = false, .locks = false, .merging = false};
  if (text == "none") return chosen;
  for (;;) {
    const auto comma = std::min(text.find(','), text.size());
    const auto row = std::find_if(kReductions.begin(), kReductions.end(),
                                  [&](const auto& r) { return r.first == text.substr(0, comma); });
    if (row == kReductions.end()) return std::nullopt;
    chosen.*row->second = true;
    if (comma == text.size()) return chosen;
    text.remove_prefix(comma + 1);
  }
}

std::string text_of(const Reductions& reductions) {
  if (reductions == Reductions{}) return "all";
  std::string text;
  for (const auto& [name, field] : kReductions) {
    if (reductions.*field) text += (text.empty() ? "" : ",") + std::string(name);
  }
  return text.empty() ? "none" : text;
}

}  // namespace extram
