// The table of oracles and sets of them.
#include "impl/world/oracle.hpp"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace extram {
namespace {

TEST(OracleNames, ComeBackAsTheOracleTheyName) {
  for (const OracleInfo& row : kOracles) {
    EXPECT_EQ(name_of(row.id), row.name);
    EXPECT_EQ(oracle_named(row.name), row.id);
    EXPECT_FALSE(row.text.empty()) << row.name;
  }
}

TEST(OracleNames, TheTableHasEachOracleOnceInOrder) {
  std::set<std::string_view> names;
  int expected = 0;
  for (const OracleInfo& row : kOracles) {
    EXPECT_EQ(static_cast<int>(row.id), ++expected) << row.name;
    names.insert(row.name);
  }
  EXPECT_EQ(static_cast<Oracle>(expected), Oracle::user) << "the last one";
  EXPECT_EQ(names.size(), kOracles.size());
}

TEST(OracleNames, AnInvariantIsNamedByItsNumber) {
  for (int i = 1; i <= 22; ++i) EXPECT_EQ(name_of(static_cast<Oracle>(i)), "I" + std::to_string(i));
}

TEST(OracleNames, NoneIsPrintedButCannotBeAskedFor) {
  EXPECT_EQ(name_of(Oracle::none), "none");
  EXPECT_FALSE(oracle_named("none"));
}

TEST(OracleNames, NothingElseIsOne) {
  for (const char* text : {"", "I", "I0", "I23", "i1", "I1 ", " I1", "I01", "User"}) {
    EXPECT_FALSE(oracle_named(text)) << '"' << text << '"';
  }
}

TEST(OracleSets, HoldWhatTheyWereMadeOf) {
  const OracleSet set{Oracle::I2, Oracle::I22, Oracle::user};
  for (const OracleInfo& row : kOracles) {
    const bool inside = row.id == Oracle::I2 || row.id == Oracle::I22 || row.id == Oracle::user;
    EXPECT_EQ(set.contains(row.id), inside) << row.name;
  }
  EXPECT_FALSE(set.empty());
}

TEST(OracleSets, TheEmptyOneAndAll) {
  EXPECT_TRUE(OracleSet{}.empty());
  EXPECT_FALSE(OracleSet::all().empty());
  for (const OracleInfo& row : kOracles) {
    EXPECT_FALSE(OracleSet{}.contains(row.id)) << row.name;
    EXPECT_TRUE(OracleSet::all().contains(row.id)) << row.name;
  }
}

TEST(OracleSets, WithoutTakesOffAndWithAdds) {
  const OracleSet some{Oracle::I2, Oracle::I3};
  const OracleSet less = some.without(OracleSet{Oracle::I3, Oracle::I4});
  EXPECT_TRUE(less.contains(Oracle::I2));
  EXPECT_FALSE(less.contains(Oracle::I3));
  EXPECT_FALSE(less.contains(Oracle::I4));

  const OracleSet more = some.with(Oracle::I4).with(Oracle::I4);
  EXPECT_TRUE(more.contains(Oracle::I2));
  EXPECT_TRUE(more.contains(Oracle::I4));
  EXPECT_FALSE(more.contains(Oracle::I5));

  EXPECT_TRUE(some.contains(Oracle::I3) && !some.contains(Oracle::I4)) << "neither changes what it is asked of";
  EXPECT_TRUE(OracleSet::all().without(OracleSet::all()).empty());
}

TEST(OracleSets, ACopyIsTheSameSet) {
  OracleSet set{Oracle::I7};
  OracleSet copy(set);
  EXPECT_TRUE(copy.contains(Oracle::I7));
  EXPECT_TRUE(copy.without(set).empty());
}

}  // namespace
}  // namespace extram
