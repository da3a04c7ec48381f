// The fault space of many searches together: how often each kind of fault could strike at each place, and did.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "impl/world/fault_state.hpp"
#include "model/explore/explorer.hpp"

namespace extram {

struct FaultMet {
  std::uint64_t reached = 0;
  std::uint64_t struck = 0;
};

class FaultSpace {
 public:
  // What one search has counted; rows that are of no fault are left aside.
  void add(const std::vector<SiteSignals>& rows);
  [[nodiscard]] FaultMet at(std::string_view site, const FaultState& state, std::string_view kind) const;

 private:
  std::map<std::tuple<std::string, std::string, std::string>, FaultMet> met_;  // by site, state, kind
};

}  // namespace extram
