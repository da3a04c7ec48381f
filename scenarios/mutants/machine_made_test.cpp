#include "scenarios/mutants/machine_made.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <gtest/gtest.h>

namespace extram {
namespace {

TEST(MachineMade, EachHasANameOfItsOwnInItsVersion) {
  std::set<std::pair<std::string, std::string_view>> names;
  for (const MachineMade& row : machine_made()) {
    EXPECT_TRUE(names.emplace(row.name, row.version).second) << row.name << " " << row.version;
    EXPECT_TRUE(is_machine_made(row.name));
    EXPECT_TRUE(row.name.starts_with(std::string(row.kind) + ":" + info_of(row.site).name)) << row.name;
    EXPECT_EQ(machine_made_named(row.name, row.version), &row);
    EXPECT_FALSE(row.wrong.empty());
  }
  EXPECT_EQ(machine_made_named("drop:nothing"), nullptr);
  EXPECT_EQ(machine_made_named("drop:bindm.setspecific", "go_1_16"), nullptr);
  EXPECT_EQ(machine_made_named("drop:bindm.setspecific")->version, "go_1_21");
  EXPECT_EQ(machine_made_named("drop:needm.sigblock")->version, "go_1_16");
}

// What has none: the scenarios' own steps; calls that faults make fail; a pause, which is no step of a model; marks
// without an effect.
TEST(MachineMade, EveryStepOfTheProtocolHasOne) {
  for (const SiteInfo& row : kSites) {
    const bool expected = row.site < Site::stop_the_world_await && row.kind != SiteKind::allocate &&
                          row.kind != SiteKind::wait && row.kind != SiteKind::boundary;
    const auto rows = machine_made();
    const bool found = std::any_of(rows.begin(), rows.end(), [&](const MachineMade& m) { return m.site == row.site; });
    EXPECT_EQ(found, expected) << row.name;
  }
}

TEST(MachineMade, EveryWeakerOrderOfAKindOfAccess) {
  EXPECT_EQ(weaker_orders(SiteKind::load, Order::seq_cst), (std::vector{Order::relaxed, Order::acquire}));
  EXPECT_EQ(weaker_orders(SiteKind::store, Order::seq_cst), (std::vector{Order::relaxed, Order::release}));
  EXPECT_EQ(weaker_orders(SiteKind::store, Order::release), (std::vector{Order::relaxed}));
  EXPECT_EQ(weaker_orders(SiteKind::cas, Order::seq_cst).size(), 4U);
  EXPECT_TRUE(weaker_orders(SiteKind::mask, Order::seq_cst).empty());
  EXPECT_EQ(ordered_sites("go_1_21").size(), ordered_sites("go_1_16").size() + 2);
}

}  // namespace
}  // namespace extram
