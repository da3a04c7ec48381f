#include "model/cli/exit_code.hpp"

#include <gtest/gtest.h>

namespace extram {
namespace {

TEST(ExitCodes, TheWorstIsTold) {
  EXPECT_EQ(worse(Exit::good, Exit::truncated), Exit::truncated);
  EXPECT_EQ(worse(Exit::vacuous, Exit::truncated), Exit::vacuous);
  EXPECT_EQ(worse(Exit::vacuous, Exit::bad), Exit::bad);
  EXPECT_EQ(worse(Exit::nondeterministic, Exit::bad), Exit::nondeterministic);
  EXPECT_EQ(worse(Exit::nondeterministic, Exit::harness), Exit::harness);
  EXPECT_EQ(worse(Exit::good, Exit::good), Exit::good);
}

}  // namespace
}  // namespace extram
