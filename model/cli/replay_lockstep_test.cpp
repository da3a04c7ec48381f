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

// One of each kind: real threads read the same table.
TEST_F(OnRealThreads, MutantsThatNobodyWroteEndAsInTheModel) {
  ASSERT_EQ(shell("$EXTRAM mutants --quick --version go_1_21 weaken:unlockextra.store=relaxed drop:dropm.sigblock "
                  "mask:dropm.sigrestore=empty open:unlockextra.store swap:unlockextra.store,dropm.sigrestore "
                  "--schedules kills")
                .code,
            0);
  int replayed = 0;
  for (const auto& kill : fs::directory_iterator(folder_ / "kills")) {
    const Ended ended = shell("$EXTRAM replay --world lockstep '" + kill.path().string() + "'");
    EXPECT_EQ(ended.code, 1) << ended.text;
    EXPECT_NE(last_line(ended.text).find("on real threads: the same "), std::string::npos) << ended.text;
    ++replayed;
  }
  EXPECT_EQ(replayed, 5);
}

// The model must have followed the schedule first, so that what follows is about the threads.
TEST_F(OnRealThreads, ADamagedScheduleIsRefused) {
  ASSERT_EQ(shell(std::string("sed -i 's/lockextra.load/lockextra.loud/' ") + kDeadlock).code, 0);
  EXPECT_EQ(shell(std::string("$EXTRAM replay --world lockstep ") + kDeadlock).code, 2);
}

// This build has no ThreadSanitizer, so that a program that says it has stands for one that does.
TEST_F(OnRealThreads, WhatThreadSanitizerDoesNotCoverIsSaidOnce) {
  std::ofstream(folder_ / "says_tsan") << R"(#!/bin/sh
${EXTRAM}-lockstep | sed 's/"limits":\[\]/"limits":["one","two"]/'
)";
  fs::permissions(folder_ / "says_tsan", fs::perms::owner_all);
  const Ended ended = shell(std::string("$EXTRAM replay --tsan --native ./says_tsan ") + kDeadlock);
  EXPECT_EQ(ended.code, 1) << ended.text;
  const std::string said = "ThreadSanitizer, so not covered: one; two\n";
  const auto place = ended.text.find(said);
  ASSERT_NE(place, std::string::npos) << ended.text;
  EXPECT_EQ(ended.text.find(said, place + 1), std::string::npos) << ended.text;
}

TEST_F(OnRealThreads, ABuildWithoutThreadSanitizerIsNotTakenForOne) {
  const Ended ended = shell(std::string("$EXTRAM replay --tsan --native ${EXTRAM}-lockstep ") + kDeadlock);
  EXPECT_EQ(ended.code, 2) << ended.text;
  EXPECT_NE(ended.text.find("is not built with ThreadSanitizer"), std::string::npos) << ended.text;
}

TEST_F(OnRealThreads, TheDebuggerStopsWhereItFails) {
  const Ended ended = shell(std::string("$EXTRAM replay --gdb ") + kDeadlock + " < /dev/null 2>&1");
  EXPECT_NE(ended.text.find("in its signal handler"), std::string::npos) << ended.text;
  EXPECT_NE(ended.text.find("schedule: deadlock (I2)"), std::string::npos) << ended.text;
  EXPECT_NE(ended.text.find("lockextra"), std::string::npos) << "the stack shows the function";
}

}  // namespace
}  // namespace extram
