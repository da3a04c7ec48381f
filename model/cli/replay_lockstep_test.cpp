// Schedules on real threads, as people ask for them.
#include <gtest/gtest.h>

#include "model/cli/shell_fixture.hpp"

namespace extram {
namespace {

constexpr const char* kDeadlock = "schedules/signal_window-go_1_15-2x1.sched";

class OnRealThreads : public Shell {
 protected:
  void SetUp() override { ASSERT_EQ(shell("$EXTRAM check signal_window --version go_1_15").code, 1); }
};

TEST_F(OnRealThreads, TheDeadlockIsTheSameEachTime) {
  for (int i = 0; i < 20; ++i) {
    const Ended ended = shell(std::string("$EXTRAM replay --world lockstep ") + kDeadlock);
    ASSERT_EQ(ended.code, 1) << ended.text;
    ASSERT_NE(last_line(ended.text).find("on real threads: the same "), std::string::npos) << ended.text;
  }
}

// The model must have followed the schedule first, so that what follows is about the threads.
TEST_F(OnRealThreads, ADamagedScheduleIsRefused) {
  ASSERT_EQ(shell(std::string("sed -i 's/lockextra.load/lockextra.loud/' ") + kDeadlock).code, 0);
  EXPECT_EQ(shell(std::string("$EXTRAM replay --world lockstep ") + kDeadlock).code, 2);
}

TEST_F(OnRealThreads, TheDebuggerStopsWhereItFails) {
  const Ended ended = shell(std::string("$EXTRAM replay --gdb ") + kDeadlock + " < /dev/null 2>&1");
  EXPECT_NE(ended.text.find("in its signal handler"), std::string::npos) << ended.text;
  EXPECT_NE(ended.text.find("schedule: deadlock (I2)"), std::string::npos) << ended.text;
  EXPECT_NE(ended.text.find("lockextra"), std::string::npos) << "the stack shows the function";
}

}  // namespace
}  // namespace extram
