// For tests: extram-native as a process, and what it said.
#pragma once

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

namespace extram::native {

struct Said {
  int exit = -1;
  std::string output;
};

// With `errors`, standard error takes standard output's place.
enum class Hear { output, errors };

// `through`: a command that starts the program, with its own arguments.
inline Said run(const std::string& arguments, Hear hear = Hear::output, const std::string& through = "") {
  const std::string redirection = hear == Hear::output ? " 2>/dev/null" : " 2>&1 >/dev/null";
  Said result;
  std::FILE* const pipe = ::popen((through + " " EXTRAM_NATIVE_PROGRAM " " + arguments + redirection).c_str(), "r");
  if (pipe == nullptr) return result;
  std::array<char, 4096> buffer{};
  while (std::fgets(buffer.data(), static_cast<int>(buffer.size()), pipe) != nullptr) result.output += buffer.data();
  const int status = ::pclose(pipe);
  if (WIFEXITED(status)) result.exit = WEXITSTATUS(status);
  return result;
}

inline std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace extram::native
