// `extram-native stress`: what it says of a good version and of a bad one, of signals and delays, and when it is ended.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "impl/native/program_for_test.hpp"
#include "impl/native/sanitizers.hpp"

namespace extram::native {
namespace {

using Json = nlohmann::json;

TEST(Stress, AGoodVersionOutlastsTheStorm) {
  const Said good = run("stress --version go_1_16 --threads 8 --callbacks 200 --seconds 1.5 --json -");
  EXPECT_EQ(good.exit, 0) << good.output;
  const auto row = Json::parse(good.output);
  EXPECT_EQ(row["verdict"], "sampled");
  EXPECT_EQ(row["strategy"], "stress");
  EXPECT_GT(row["steps"], 1'000);
  EXPECT_GT(row["signals_delivered"], 100);
  EXPECT_GT(row["delays"], 10);
  const Json& deliveries = row["deliveries"];
  EXPECT_GT(deliveries["inside_callbacks"], 50);
  EXPECT_GT(deliveries["between_callbacks"], 0);
  EXPECT_GT(deliveries["nested"], 0);
  EXPECT_EQ(deliveries["inside_callbacks"].get<int>() + deliveries["between_callbacks"].get<int>() +
                deliveries["nested"].get<int>(),
            row["signals_delivered"]);
  // From needm's block of all signals until minit opens them, and from dropm's block on, nothing comes: the kernel
  // keeps what it was told, and no version's own oracle has to say so.
  const Json& sites = deliveries["outermost_at"];
  for (const char* open : {"callback.body", "minit.unblock", "dropm.sigrestore", "callback.end"}) {
    EXPECT_TRUE(sites.contains(open)) << open << " of " << sites;
  }
  for (const char* masked : {"lockextra.waiters_add", "needm.setg", "minit.altstack_query", "minit.altstack_install",
                             "unminit.altstack", "dropm.setg_nil"}) {
    EXPECT_FALSE(sites.contains(masked)) << masked << " of " << sites;
  }
}

// golang/go#42207 on real threads: told by the sites of those who wait, and by the oracle that explains it.
TEST(Stress, TheSignalWindowOfGo115IsAHangWithItsSites) {
  const Said hang = run("stress --version go_1_15 --threads 8 --seconds 50 --hang-seconds 2 --json -");
  EXPECT_EQ(hang.exit, 1) << hang.output;
  const auto row = Json::parse(hang.output);
  EXPECT_EQ(row["verdict"], "hang");
  EXPECT_TRUE(row["oracle"] == "I2" || row["oracle"] == "I4") << row["oracle"];
  EXPECT_NE(row["message"].get<std::string>().find("waits at lockextra.load in its signal handler"), std::string::npos)
      << row["message"];
  EXPECT_GT(row["signals_delivered"], 0);
}

// The collector is a thread of Go's own, with an M that is on no list: its handler needs no other. A P for each thread:
// with fewer, go_1_21 can hang (the catalogue's golang/go#70529, second form), and now and then it did.
TEST(Stress, AThreadOfGosOwnHandlesSignals) {
  for (const std::string version : {"go_1_16", "go_1_21"}) {
    const Said good =
        run("stress stop_the_world --threads 4 --ps 4 --callbacks 20 --seconds 0.5 --json - --version " + version);
    EXPECT_EQ(good.exit, 0) << good.output;
  }
}

TEST(Stress, SignalsThatNobodyGetsAreNoPass) {
  EXPECT_EQ(run("stress --version go_1_16 --threads 2 --seconds 0").exit, 4);
  EXPECT_EQ(run("stress --version go_1_16 --signals many", Hear::errors).exit, 2);
  EXPECT_EQ(run("stress --version go_1_16 --delays 1001", Hear::errors).exit, 2);
}

TEST(Stress, WithoutAStormItIsStillARun) {
  const Said calm = run("stress --version go_1_16 --threads 2 --signals 0 --delays 0 --seconds 0.3 --json -");
  EXPECT_EQ(calm.exit, 0) << calm.output;
  const auto row = Json::parse(calm.output);
  EXPECT_EQ(row["signals_delivered"], 0);
  EXPECT_EQ(row["delays"], 0);
}

// timeout sends the signal to the program and to its child, as a terminal does, and to the program twice.
TEST(Stress, CtrlCAndSigtermEndItInOrderWithWhatItHasSeen) {
  for (const std::string signal : {"INT", "TERM"}) {
    const Said ended = run("stress --version go_1_16 --threads 2 --callbacks 100 --seconds 50 --json -", Hear::output,
                           "timeout --preserve-status -s " + signal + " 1");
    EXPECT_EQ(ended.exit, 3) << signal << ": " << ended.output;
    const auto row = Json::parse(ended.output);
    EXPECT_EQ(row["verdict"], "truncated");
    EXPECT_EQ(row["message"], "interrupted");
    EXPECT_GT(row["steps"], 0);
    EXPECT_GT(row["signals_delivered"], 0);
    EXPECT_LT(row["seconds"], 20);
  }
}

TEST(Stress, TheRowForPeopleNamesTheSeed) {
  const Said people = run("stress --version go_1_16 --threads 2 --callbacks 100 --seconds 0.5 --seed 77");
  EXPECT_EQ(people.exit, 0);
  EXPECT_EQ(lines_of(people.output), 2U) << people.output;
  EXPECT_NE(people.output.find("seed 77"), std::string::npos) << people.output;
  EXPECT_NE(people.output.find("between callbacks"), std::string::npos) << people.output;
}

// In CI progress is lines of JSON, at most one in ten seconds; elsewhere than on a terminal it is silence.
TEST(Stress, NobodyWatchesAndNothingIsShown) {
  const std::string shown = run("stress --version go_1_16 --threads 2 --seconds 1.5", Hear::errors, "env -u CI").output;
  EXPECT_EQ(std::count(shown.begin(), shown.end(), '\n'), kThreadSanitizer ? 1 : 0) << shown;  // what it does not cover
  EXPECT_EQ(shown.empty(), !kThreadSanitizer);
  EXPECT_EQ(shown.find("callbacks"), std::string::npos) << shown;
}

}  // namespace
}  // namespace extram::native
