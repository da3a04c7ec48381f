#include "impl/native/race_report.hpp"

#include <gtest/gtest.h>

namespace extram::native {
namespace {

constexpr std::string_view kReport = R"(something that the program said
==================
WARNING: ThreadSanitizer: data race (pid=7)
  Read of size 8 at 0x7b4800000000 by thread T2:
    #0 Plain<M<World<One, Two> >*>::operator M*() const /src/impl/native/atomics.hpp:83:31 (prog+0x1)
    #1 next_of<M*>(M*) /src/impl/extram/go_protocol.hpp:22:5 (prog+0x2) (BuildId: 3)
    #2 needm /src/impl/extram/go_1_16.hpp:19:7 (prog+0x3)

  Previous atomic write of size 8 at 0x7b4800000000 by thread T3:
    #0 pthread_something <null> (prog+0x4)
    #1 dropm /src/impl/extram/go_1_15.hpp:41 (prog+0x5)

  As if synchronized via sleep:
    #0 usleep /src/impl/extram/other.hpp:1 (prog+0x6)

  Location is heap block of size 336 at 0x7b4800000000 allocated by main thread:
    #0 make /src/impl/extram/extram.hpp:210:13 (prog+0x7)

SUMMARY: ThreadSanitizer: data race /src/impl/native/atomics.hpp:83:31 in Plain
==================
)";

TEST(RaceReport, NamesBothAccessesByTheAlgorithmsOwnPlaces) {
  EXPECT_TRUE(has_race(kReport));
  EXPECT_EQ(describe_race(kReport), "read at go_protocol.hpp:22, previous atomic write at go_1_15.hpp:41");
}

TEST(RaceReport, SaysNothingWhereThereIsNothing) {
  EXPECT_FALSE(has_race("WARNING: ThreadSanitizer: thread leak (pid=7)\n"));
  EXPECT_EQ(describe_race(""), "");
  EXPECT_EQ(describe_race("WARNING: ThreadSanitizer: data race (pid=7)"), "");
  EXPECT_EQ(describe_race("WARNING: ThreadSanitizer: data race (pid=7)\n  Write of size 1 at 0x1 by main thread:\n"
                          "    #0 main <null> (prog+0x1)\n\n    #0 other /src/a.cpp:1 (prog+0x1)\n"),
            "");
}

TEST(RaceReport, LineAfterAPrefixOrTheLastLine) {
  EXPECT_EQ(line_after(kReport, "SUMMARY: "), "ThreadSanitizer: data race /src/impl/native/atomics.hpp:83:31 in Plain");
  EXPECT_EQ(line_after("one\ntwo\n\n", "SUMMARY: "), "two");
  EXPECT_EQ(line_after("", "SUMMARY: "), "");
}

}  // namespace
}  // namespace extram::native
