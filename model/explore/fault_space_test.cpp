// The fault spaces of several searches as one.
#include "model/explore/fault_space.hpp"

#include <set>

#include <gtest/gtest.h>

namespace extram {
namespace {

SiteSignals fault(const std::string& site, const FaultState& state, const std::string& kind, std::uint64_t reached,
                  std::uint64_t struck) {
  SiteSignals row{.site = site, .open = reached, .delivered = struck};
  row.what = kind;
  row.state = text_of(state);
  return row;
}

TEST(FaultSpace, JoinsWhatSearchesHaveMetPlaceByPlace) {
  const FaultState mine{LockState::mine, true, true};
  const FaultState free{LockState::free, true, true};
  SiteSignals outcome{.site = "no M is lost", .delivered = 7};
  outcome.what = kOutcome;
  FaultSpace space;
  space.add({fault("needm.setg", mine, "death", 5, 2), SiteSignals{.site = "needm.setg", .open = 100}, outcome});
  space.add({fault("needm.setg", mine, "death", 3, 0), fault("needm.setg", free, "death", 1, 1),
             fault("needm.setg", mine, "late", 4, 0)});
  EXPECT_EQ(space.at("needm.setg", mine, "death").reached, 8U);
  EXPECT_EQ(space.at("needm.setg", mine, "death").struck, 2U);
  EXPECT_EQ(space.at("needm.setg", free, "death").reached, 1U);
  EXPECT_EQ(space.at("needm.setg", mine, "late").reached, 4U);
  EXPECT_EQ(space.at("needm.setg", mine, "late").struck, 0U);
  EXPECT_EQ(space.at("needm.setg", free, "late").reached, 0U);
  EXPECT_EQ(space.at("dropm.sigblock", mine, "death").reached, 0U);
}

TEST(FaultSpace, AStateIsToldByItsText) {
  std::set<std::string> texts;
  for (std::size_t n = 0; n < kFaultStates; ++n) {
    const FaultState state = FaultState::numbered(n);
    EXPECT_EQ(state.number(), n);
    EXPECT_EQ(fault_state_in(text_of(state)), state);
    texts.insert(text_of(state));
  }
  EXPECT_EQ(texts.size(), kFaultStates);
  EXPECT_EQ(text_of({LockState::mine, true, false}), "list mine, signals blocked, g set");
  EXPECT_EQ(fault_state_in("list mine"), std::nullopt);
}

}  // namespace
}  // namespace extram
