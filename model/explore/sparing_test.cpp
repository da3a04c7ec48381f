// A search that spares the threads visits what the whole search does where no fault strikes, and nothing else.
#include "model/explore/sparing.hpp"

#include <gtest/gtest.h>

#include "model/explore/depth_first.hpp"
#include "model/explore/toy_machine.hpp"

namespace extram {
namespace {

struct Walks {
  std::multiset<std::string> all;
  std::uint64_t offered = 0;  // faults
};

Walks walks_of(Strategy& strategy, bool with_strikes) {
  const toy::Threads threads = toy::choosers();
  Explorer explorer(strategy, {});
  Walks walks;
  bool over = false;
  do {
    toy::execute(threads, explorer);
    bool struck = false;
    for (const Decision& d : explorer.decisions()) {
      walks.offered += d.kind == DecisionKind::fault ? 1 : 0;
      struck = struck || (d.kind == DecisionKind::fault && d.index != 0);
    }
    if (with_strikes || !struck) walks.all.insert(toy::text_of(explorer.decisions()));
    over = explorer.ends();
  } while (!over);
  return walks;
}

TEST(Sparing, SeesEveryExecutionWithoutAFault) {
  DepthFirst all;
  const Walks tame = walks_of(all, false);
  DepthFirst inner;
  Sparing sparing(inner);
  const Walks spared = walks_of(sparing, true);
  EXPECT_GT(spared.all.size(), 10U);
  EXPECT_EQ(spared.all, tame.all);
  EXPECT_GT(spared.offered, 0U);
  EXPECT_EQ(sparing.strength(), inner.strength());
  EXPECT_NE(sparing.leaves_out(), inner.leaves_out());
}

}  // namespace
}  // namespace extram
