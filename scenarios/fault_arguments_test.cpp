// Arguments are about what there is, and each says something that no other has said before it.
#include "scenarios/fault_arguments.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

namespace extram {
namespace {

TEST(FaultArguments, PatternsAreNames) {
  EXPECT_TRUE(matches_one_of("*", "needm.setg"));
  EXPECT_TRUE(matches_one_of("needm.setg", "needm.setg"));
  EXPECT_TRUE(matches_one_of("allocm.new|needm.setg", "needm.setg"));
  EXPECT_FALSE(matches_one_of("needm.setg", "needm.set"));
  EXPECT_FALSE(matches_one_of("needm.set", "needm.setg"));
  EXPECT_FALSE(matches_one_of("", "needm.setg"));
  EXPECT_TRUE(matches_one_of("!allocm.new|allocm.g0", "needm.setg"));
  EXPECT_FALSE(matches_one_of("!allocm.new|needm.setg", "needm.setg"));
}

TEST(FaultArguments, TheFirstThatCoversAPlaceIsTheOne) {
  const std::array arguments{
      FaultArgument{"go_1_16", "needm.setg", "mine", "*", "nil", "*", Unmet::unreachable, "first"},
      FaultArgument{"*", "*", "*", "blocked", "*", "late|death", Unmet::gap, "second"}};
  const auto text = [&](const FaultPlace& place) {
    const FaultArgument* const argument = argument_for(place, arguments);
    return argument == nullptr ? std::string_view("none") : argument->text;
  };
  EXPECT_EQ(text({"go_1_16", "needm.setg", {LockState::mine, true, true}, "death"}), "first");
  EXPECT_EQ(text({"go_1_15", "needm.setg", {LockState::mine, true, true}, "death"}), "second");
  EXPECT_EQ(text({"go_1_16", "needm.setg", {LockState::free, true, true}, "death"}), "second");
  EXPECT_EQ(text({"go_1_16", "needm.setg", {LockState::mine, true, false}, "death"}), "second");
  EXPECT_EQ(text({"go_1_16", "needm.setg", {LockState::free, false, true}, "death"}), "none");
  EXPECT_EQ(text({"go_1_16", "needm.setg", {LockState::free, true, true}, "fork"}), "none");
}

std::vector<std::string_view> names_in(std::string_view pattern) {
  std::vector<std::string_view> names;
  if (pattern.starts_with('!')) pattern.remove_prefix(1);
  while (!pattern.empty()) {
    const std::size_t end = pattern.find('|');
    names.push_back(pattern.substr(0, end));
    pattern.remove_prefix(end == std::string_view::npos ? pattern.size() : end + 1);
  }
  return names;
}

void expect_known(std::string_view pattern, const std::vector<std::string_view>& known) {
  for (const std::string_view name : names_in(pattern)) {
    if (name == "*" && pattern == "*") continue;
    EXPECT_NE(std::find(known.begin(), known.end(), name), known.end()) << "'" << name << "' in '" << pattern << "'";
  }
}

TEST(FaultArguments, NameOnlyWhatThereIs) {
  std::vector<std::string_view> kinds;
  for (const FaultKindInfo& info : kFaultKinds) kinds.push_back(info.name);
  for (const FaultArgument& argument : fault_arguments()) {
    expect_known(argument.versions, {kArguedVersions.begin(), kArguedVersions.end()});
    expect_known(argument.sites, sites_with_faults());
    expect_known(argument.lists, {kLockStates.begin(), kLockStates.end()});
    expect_known(argument.masks, {kMaskStates.begin(), kMaskStates.end()});
    expect_known(argument.gs, {kGStates.begin(), kGStates.end()});
    expect_known(argument.kinds, kinds);
    EXPECT_GT(argument.text.size(), 10U);
  }
}

TEST(FaultArguments, EachIsNeeded) {
  std::set<const FaultArgument*> needed;
  for (const std::string_view version : kArguedVersions) {
    for (const std::string_view site : sites_with_faults()) {
      for (std::size_t n = 0; n < kFaultStates; ++n) {
        for (const FaultKindInfo& kind : kFaultKinds) {
          needed.insert(argument_for({version, site, FaultState::numbered(n), kind.name}));
        }
      }
    }
  }
  for (const FaultArgument& argument : fault_arguments()) {
    EXPECT_TRUE(needed.contains(&argument)) << argument.sites << ": " << argument.text;
  }
}

}  // namespace
}  // namespace extram
