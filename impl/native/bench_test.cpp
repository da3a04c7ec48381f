// What `extram-native bench` says and leaves: its form, not its speed.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct Said {
  std::string output;
  int exit = -1;
};

Said bench(const std::string& arguments) {
  Said said;
  std::FILE* const pipe = ::popen((EXTRAM_NATIVE_PROGRAM " bench " + arguments).c_str(), "r");
  if (pipe == nullptr) return said;
  std::array<char, 4096> some;
  while (const std::size_t size = std::fread(some.data(), 1, some.size(), pipe)) said.output.append(some.data(), size);
  const int status = ::pclose(pipe);
  if (WIFEXITED(status)) said.exit = WEXITSTATUS(status);
  return said;
}

TEST(NativeBench, EveryRowHasItsRatioAndItsBar) {
  const std::string directory = ::testing::TempDir();
  const auto plot = std::filesystem::path(directory) / "scaling.svg";
  std::filesystem::remove(plot);
  const Said said = bench("--quick --json - --plots " + directory + " 2>/dev/null");
  ASSERT_EQ(said.exit, 0);
  std::vector<int> threads;
  int floors = 0, folded = 0, repeats = 0;
  std::istringstream lines(said.output);
  for (std::string line; std::getline(lines, line);) {
    const auto row = nlohmann::json::parse(line);
    EXPECT_GT(row["ratio"].get<double>(), 0);
    EXPECT_LE(row["min"], row["ratio"]);
    EXPECT_LE(row["ratio"], row["max"]);
    if (row["row"] == "contention") threads.push_back(row["threads"].get<int>());
    folded += row["row"] == "folded" ? 1 : 0;
    if (row["row"] == "repeat") {
      ++repeats;
      EXPECT_LT(row["repeat_ns"], row["callback_ns"]);
    }
    if (row.contains("at_most")) EXPECT_EQ(row["met"].get<bool>(), row["ratio"] <= row["at_most"]);
    if (row["row"] != "floor") continue;
    ++floors;
    EXPECT_GT(row["floor_ns"], row["gettid_ns"]);
  }
  EXPECT_EQ(floors, 1);
  EXPECT_EQ(folded, 1);
  EXPECT_EQ(repeats, 1);
  EXPECT_EQ(threads, (std::vector{1, 2, 4, 8, 16, 32, 64}));

  std::ifstream file(plot);
  const std::string svg{std::istreambuf_iterator<char>(file), {}};
  EXPECT_TRUE(svg.starts_with("<svg")) << svg;
  EXPECT_TRUE(svg.ends_with("</svg>\n")) << svg;
  EXPECT_NE(svg.find(">64</text>"), std::string::npos) << svg;
}

TEST(NativeBench, RefusesWhatItDoesNotKnowInOneLine) {
  for (const char* const wrong : {"--no-such-option", "--plots /no/such/directory", "--json /no/such/directory/file"}) {
    const Said said = bench(std::string(wrong) + " 2>&1 >/dev/null");
    EXPECT_EQ(said.exit, 2) << wrong;
    EXPECT_EQ(std::count(said.output.begin(), said.output.end(), '\n'), 1) << said.output;
  }
}

}  // namespace
