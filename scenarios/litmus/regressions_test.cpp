// Programs that once showed a reduction to be wrong, at their smallest, and such as were written to show one. Each is
// searched in every way and held against the full search.
#include <functional>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "model/litmus/litmus_file.hpp"
#include "scenarios/litmus/soundness_for_test.hpp"

namespace extram::litmus {
namespace {

void expect_the_same_in_every_way(const litmus::Test& test) {
  const Answer full = search_in_full(test).answer;
  EXPECT_EQ(search_by_relacy(test, kFullMax).answer, full) << test.name;
  for (const Way& way : kWays) {
    EXPECT_TRUE(agree(test, way, full, search_by(way, test).answer)) << test.name << " by " << way.name;
  }
}

Operation lock(Order look, Order exchange, Until until = Until::equal) {
  return {.kind = OpKind::lock, .order = exchange, .order_failed = look, .until = until, .location = 1, .reg = 0};
}
Operation store(int location, int value, Order order = Order::relaxed) {
  return {.kind = OpKind::store, .order = order, .location = location, .value = value};
}
Operation load(int location, int reg) {
  return {.kind = OpKind::load, .order = Order::relaxed, .location = location, .reg = reg};
}

// Location 0 is x, and 1 is a lock that holds 2 while it is open.
litmus::Test with_lock(std::string name, std::vector<Operation> first, std::vector<Operation> second) {
  litmus::Test test{.name = std::move(name), .threads = {}, .locations = {{"x"}, {"l", 2}}};
  test.threads.push_back({{"r0", "r1"}, std::move(first)});
  test.threads.push_back({{"r0", "r1"}, std::move(second)});
  prepare(test);
  return test;
}

// A thread that was asked for a stale value and chose the newest, 2, stood at the look of its lock; one that had read 0
// and then the lock, 2, stood at the exchange. The two had read the same numbers, and got the same name.
TEST(Regressions, WhatAThreadWasAskedIsNotWhatItRead) {
  expect_the_same_in_every_way(
      with_lock("asked, not read", {load(0, 1), store(0, 1), lock(Order::relaxed, Order::relaxed, Until::different)},
                {store(0, 2)}));
}

// The second thread could have locked before the first did: a step that waits beyond a merged state races with what
// came before the write that ended its wait.
TEST(Regressions, AWaitBeyondAMergedStateRacesWithOlderWrites) {
  expect_the_same_in_every_way(with_lock("older writes",
                                         {lock(Order::relaxed, Order::relaxed), store(0, 1), store(1, 2)},
                                         {load(0, 1), lock(Order::relaxed, Order::relaxed)}));
  expect_the_same_in_every_way(with_lock("older writes, no lock in one step",
                                         {lock(Order::relaxed, Order::relaxed), store(0, 1), store(1, 2)},
                                         {load(0, 1), lock(Order::seq_cst, Order::acquire)}));
}

// Between a look that acquires and an exchange that does not, the lock may be closed and opened again: the exchange
// then takes a later store of the same value, and brings nothing of what came before that.
TEST(Regressions, ALookThatAcquiresMoreThanItsExchangeIsAStepOfItsOwn) {
  const litmus::Test test =
      with_lock("look acquires", {lock(Order::relaxed, Order::relaxed), store(0, 1), store(1, 2, Order::release)},
                {lock(Order::acquire, Order::relaxed), load(0, 1)});
  expect_the_same_in_every_way(test);
  const Answer full = search_in_full(test).answer;
  EXPECT_TRUE(full.outcomes.contains({2, 0, 2, 0, 1, 1})) << "the second locks last, and reads x as it was";
}

// Written to attack the merging of states.
TEST(Regressions, ProgramsAgainstMerging) {
  const Cases programs = read_cases_file(EXTRAM_LITMUS_AGAINST_MERGING);
  ASSERT_EQ(programs.error, "");
  ASSERT_EQ(programs.cases.size(), 8U);
  for (const Case& program : programs.cases) expect_the_same_in_every_way(program.test);
}

}  // namespace
}  // namespace extram::litmus
