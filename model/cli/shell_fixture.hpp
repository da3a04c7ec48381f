// Commands as people give them, in a shell, each test in a folder of its own. $EXTRAM is the program.
#pragma once

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>
#include <sys/wait.h>

#include "model/schedule/folder_for_test.hpp"

namespace extram {

namespace fs = std::filesystem;

struct Ended {
  int code = -1;
  std::string text;  // standard output and standard error
};

inline std::string content_of(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::string last_line(const std::string& text) {
  std::istringstream lines(text);
  std::string last;
  for (std::string line; std::getline(lines, line);) last = line;
  return last;
}

class Shell : public ::testing::Test {
 protected:
  Shell() {
    setenv("EXTRAM", EXTRAM_PROGRAM, 1);
    unsetenv("CI");
  }

  [[nodiscard]] Ended shell(const std::string& command) const {
    FILE* const pipe = popen(("cd " + folder_.string() + " && { " + command + "; } 2>&1").c_str(), "r");
    if (pipe == nullptr) return {};
    Ended ended;
    char buffer[4096];
    for (std::size_t got = 0; (got = fread(buffer, 1, sizeof buffer, pipe)) > 0;) ended.text.append(buffer, got);
    const int status = pclose(pipe);
    ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ended;
  }

  void expect_one_line(const std::string& command, int code, const std::string& with) const {
    const Ended ended = shell(command);
    EXPECT_EQ(ended.code, code) << command << "\n" << ended.text;
    EXPECT_NE(ended.text.find(with), std::string::npos) << command << "\n" << ended.text;
    EXPECT_EQ(std::count(ended.text.begin(), ended.text.end(), '\n'), 1) << command << "\n" << ended.text;
  }

  [[nodiscard]] std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::recursive_directory_iterator(folder_), {}));
  }

  const Folder own_;
  const fs::path& folder_ = own_.path();
};

}  // namespace extram
