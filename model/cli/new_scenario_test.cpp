#include "model/cli/new_scenario.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include <gtest/gtest.h>

#include "model/schedule/folder_for_test.hpp"

namespace extram {
namespace {

namespace fs = std::filesystem;

struct Said {
  Exit exit;
  std::string out, err;
};

Said ask(const std::string& name, const std::string& folder) {
  std::ostringstream out, err;
  const Exit exit = new_scenario({name, folder}, Console{out, err, Colour::off, 80, "new"});
  return {exit, out.str(), err.str()};
}

std::string content(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// That it builds and runs is what the test of the installed package holds.
TEST(NewScenario, WritesAHeaderAndItsCMake) {
  const Folder folder;
  const fs::path at = folder.path() / "deep/counter";
  const Said said = ask("counter", at.string());
  EXPECT_EQ(said.exit, Exit::good) << said.err;
  EXPECT_NE(content(at / "counter.hpp").find("struct counter : IsLinearizable<"), std::string::npos);
  EXPECT_NE(content(at / "CMakeLists.txt").find("extram_add_scenario(NAME counter HEADER counter.hpp"),
            std::string::npos);
  EXPECT_EQ(content(at / "counter.hpp").find('@'), std::string::npos);
}

TEST(NewScenario, OverwritesNothing) {
  const Folder folder;
  const fs::path at = folder.path();
  std::ofstream(at / "CMakeLists.txt") << "mine";
  const Said said = ask("counter", at.string());
  EXPECT_EQ(said.exit, Exit::usage);
  EXPECT_NE(said.err.find("CMakeLists.txt is there already"), std::string::npos) << said.err;
  EXPECT_EQ(content(at / "CMakeLists.txt"), "mine");
  EXPECT_FALSE(fs::exists(at / "counter.hpp"));
}

TEST(NewScenario, RefusesWhatIsNoName) {
  const Folder folder;
  for (const std::string name :
       {"", "Counter", "9lives", "a-b", "../up", "a b", "class", "native", "info", "call", "a__b"}) {
    const Said said = ask(name, folder.path().string());
    EXPECT_EQ(said.exit, Exit::usage) << name;
    EXPECT_NE(said.err.find("extram new: '" + name), std::string::npos) << said.err;
  }
  EXPECT_NE(ask("x\ny", "").err.find("'x?y' is no name"), std::string::npos);
  EXPECT_TRUE(fs::is_empty(folder.path().string()));
}

}  // namespace
}  // namespace extram
