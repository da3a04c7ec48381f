// Labels of steps: what they print, and when two are the same.
#include "impl/world/at.hpp"

#include <array>
#include <utility>

#include <gtest/gtest.h>

namespace extram {
namespace {

// As an atomic takes it: a default argument labels the line of the caller.
At called_from(At at = {}) { return at; }

// Defined below, on lines of files that are not there.
At line_7_of_one();
At line_8_of_one();
At line_7_of_one_elsewhere();
At line_7_of_two();
At line_7_without_a_folder();

TEST(AtLabel, OfASiteIsItsName) {
  EXPECT_EQ(At("lockextra.cas").label(), "lockextra.cas");
  EXPECT_EQ(At("").label(), "");
  EXPECT_EQ(At("not/a/path").label(), "not/a/path");
}

TEST(AtLabel, OfAPlaceIsTheCallersFileAndLine) {
  const At here = called_from();
  EXPECT_EQ(here.label(), "at_test.cpp:" + std::to_string(__LINE__ - 1));
}

TEST(AtLabel, LeavesOutTheFolders) {
  EXPECT_EQ(line_7_of_one().label(), "one.cpp:7");
  EXPECT_EQ(line_7_without_a_folder().label(), "one.cpp:7");
}

TEST(AtEquality, ComparesTheTextAndNotTheAddress) {
  const std::string copy = "lockextra.cas";
  const std::string other_copy = copy;
  ASSERT_NE(copy.c_str(), other_copy.c_str());
  EXPECT_EQ(At(copy.c_str()), At(other_copy.c_str()));
  EXPECT_FALSE(At("lockextra.cas") == At("lockextra.load"));
  EXPECT_FALSE(At("lockextra.cas") == At(""));
}

TEST(AtEquality, OfPlacesIsThatOfFileAndLine) {
  EXPECT_EQ(line_7_of_one(), line_7_of_one());
  EXPECT_FALSE(line_7_of_one() == line_8_of_one());
  EXPECT_FALSE(line_7_of_one() == line_7_of_two());
  EXPECT_FALSE(line_7_without_a_folder() == At("one.cpp"));
}

TEST(AtEquality, WhatIsEqualPrintsAlike) {
  const std::array all{line_7_of_one(), line_7_of_one_elsewhere(), line_7_without_a_folder(),
                       line_8_of_one(), line_7_of_two(),           called_from(),
                       At("one.cpp"),   At("one.cpp:7"),           At("")};
  for (const At& a : all) {
    EXPECT_EQ(a, a);
    for (const At& b : all) {
      EXPECT_EQ(a == b, b == a);
      EXPECT_TRUE(!(a == b) || a.label() == b.label()) << a.label() << " and " << b.label();
    }
  }
}

TEST(AtEquality, TwoCallsOnOneLineAreOnePlace) {
  const auto twice = [] { return std::pair(called_from(), called_from()); }();
  EXPECT_EQ(twice.first, twice.second);
  const At next_line = called_from();
  EXPECT_FALSE(twice.first == next_line);
}

// clang-format off
#line 7 "some/folder/one.cpp"
At line_7_of_one() { return called_from(); }
At line_8_of_one() { return called_from(); }
#line 7 "another/folder/one.cpp"
At line_7_of_one_elsewhere() { return called_from(); }
#line 7 "some/folder/two.cpp"
At line_7_of_two() { return called_from(); }
#line 7 "one.cpp"
At line_7_without_a_folder() { return called_from(); }
// clang-format on

}  // namespace
}  // namespace extram
