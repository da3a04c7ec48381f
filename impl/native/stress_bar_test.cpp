// The storm of the night: twenty seconds of eight threads, and what must come of them.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "impl/native/program_for_test.hpp"
#include "impl/native/sanitizers.hpp"

namespace extram::native {
namespace {

// Every oracle is on in a storm: the masks and alternate stacks of each callback (I10, I12), and each round's end (I8).
// Where a sanitizer slows the program down, what counts is that it lasts.
TEST(StressBar, OverAMillionCallbacksAndAHundredThousandSignals) {
  for (const std::string version : {"go_1_16", "go_1_21"}) {
    const Said said = run("stress --threads 8 --seconds 20 --json - --version " + version);
    EXPECT_EQ(said.exit, 0) << said.output;
    const auto row = nlohmann::json::parse(said.output);
    EXPECT_EQ(row["verdict"], "sampled");
    if (EXTRAM_IS_SANITIZED) continue;
    EXPECT_GT(row["steps"], 1'000'000) << version;
    EXPECT_GT(row["signals_delivered"], 100'000) << version;
  }
}

// Two seconds of each kind with each version. Where small stacks cannot be had, theirs are vacuous (fault_test.cpp).
TEST(StressBar, EveryFaultIsAnsweredAsExpected) {
  const Said said = run("stress --fault all --json -");
  EXPECT_EQ(said.exit, kThreadSanitizer ? 4 : 0) << said.output;
}

TEST(StressBar, TheHangOfGo115IsFoundWithEverySeed) {
  for (int seed = 1; seed <= 5; ++seed) {
    const Said said = run("stress --threads 8 --seconds 60 --json - --version go_1_15 --seed " + std::to_string(seed));
    EXPECT_EQ(said.exit, 1) << said.output;
    const auto row = nlohmann::json::parse(said.output);
    EXPECT_TRUE(row["oracle"] == "I2" || row["oracle"] == "I4") << row["oracle"];
    EXPECT_LT(row["seconds"], 60);
  }
}

}  // namespace
}  // namespace extram::native
