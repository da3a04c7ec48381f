// What single orders are worth, over the real protocol at its smallest sizes.
#include "model/cli/necessity_search.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/schedule/folder_for_test.hpp"
#include "scenarios/mutants/conjecture.hpp"

namespace extram {
namespace {

std::span<const Trial> one_trial() { return small_trials_of_orders().first(1); }

TEST(Necessity, OrdersThatAreTooWeakFailAndOthersPass) {
  const Checked weak = check_orders("go_1_16", {{Site::unlockextra_store, Order::relaxed}}, one_trial(), 10'000);
  EXPECT_NE(weak.failed.find("data_race"), std::string::npos) << weak.failed;
  const Orders enough{{Site::unlockextra_store, Order::release}, {Site::lockextra_cas, Order::acquire}};
  for (const std::string_view version : {"go_1_16", "go_1_21"}) {
    const Checked checked = check_orders(version, enough, one_trial(), 10'000);
    EXPECT_EQ(checked.failed, "") << version;
    EXPECT_TRUE(checked.exhausted) << version;
    EXPECT_EQ(checked.searched.size(), 1U);
  }
  const Checked cut = check_orders("go_1_16", enough, one_trial(), 1);
  EXPECT_FALSE(cut.exhausted);
}

// Of all orders but one it is said that they fail alone: then only that one is left to be tried, and it is taken.
TEST(Necessity, TheSearchTakesTheWeakestThatPasses) {
  const auto all_but = [](Site kept, Order order) {
    return [=](Site site, Order other) { return site != kept || other != order; };
  };
  const Orders release{{Site::unlockextra_store, Order::release}};
  EXPECT_EQ(weakest_orders("go_1_16", all_but(Site::unlockextra_store, Order::release)), release);
  EXPECT_EQ(weakest_orders("go_1_16", all_but(Site::unlockextra_store, Order::relaxed)), Orders{});
}

TEST(Necessity, AWitnessIsShortAndIsWritten) {
  const Folder folder;
  const MachineMade& row = *machine_made_named("drop:dropm.setg_nil", "go_1_16");
  const Witness witness =
      find_witness({row.name, "go_1_16", "dropm.setg_nil", "drop", row.wrong}, folder.path().string());
  ASSERT_TRUE(witness.found);
  EXPECT_EQ(witness.oracle, Oracle::I13);
  EXPECT_EQ(witness.size, "1x1") << "one thread is enough";
  EXPECT_TRUE(std::filesystem::exists(witness.schedule)) << witness.schedule;
  EXPECT_EQ(to_json(witness_in(to_json(witness))), to_json(witness));
}

// In an order of steps that no conflict tells apart an M is allocated while the world is stopped.
TEST(Necessity, WhereTheWorldStopsAllOrdersAreSearched) {
  const Shape stopping = small_trials_of_orders()[4].shape;
  EXPECT_EQ(proof_of(stopping), "full");
  EXPECT_EQ(proof_of(one_trial().front().shape), "exhaustive");
  for (const char* version : {"go_1_16", "go_1_21"}) {
    const MachineMade& row = *machine_made_named("drop:exitsyscall.await", version);
    MutantSearch search({row.name, version, "exitsyscall.await", "drop", row.wrong}, {});
    const std::optional<Kill> kill = search.find();
    ASSERT_TRUE(kill) << version;
    EXPECT_EQ(kill->result.oracle, Oracle::I19);
  }
}

TEST(Necessity, EveryGuessIsOfAnAccessAndWeakerThanGos) {
  for (const SiteInfo& row : kSites) {
    const auto guess = conjectured_order(row.site);
    if (!guess) continue;
    const std::vector<Order> weaker = weaker_orders(row.kind, row.order);
    EXPECT_NE(std::find(weaker.begin(), weaker.end(), *guess), weaker.end()) << row.name;
  }
}

}  // namespace
}  // namespace extram
