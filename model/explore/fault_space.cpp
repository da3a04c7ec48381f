#include "model/explore/fault_space.hpp"

namespace extram {

void FaultSpace::add(const std::vector<SiteSignals>& rows) {
  for (const SiteSignals& row : rows) {
    if (row.is_of_signals() || row.what == kOutcome) continue;
    FaultMet& met = met_[{row.site, row.state, row.what}];
    met.reached += row.open;
    met.struck += row.delivered;
  }
}

FaultMet FaultSpace::at(std::string_view site, const FaultState& state, std::string_view kind) const {
  const auto found = met_.find({std::string(site), text_of(state), std::string(kind)});
  return found == met_.end() ? FaultMet{} : found->second;
}

}  // namespace extram
