// `extram`: the program that people call. It understands the whole command line, answers what needs no model, and turns
// into the program that does the rest.
#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <unistd.h>

#include "model/cli/program.hpp"

namespace {

namespace fs = std::filesystem;

constexpr const char* kModel = "extram-model";
constexpr const char* kNative = "extram-native";

// Beside this program in a build, in libexec once installed.
std::array<fs::path, 2> places(const fs::path& own, const char* program) {
  return {own.parent_path() / program, own.parent_path().parent_path() / "libexec" / "extram" / program};
}

// Does not return where it succeeds.
extram::Exit hand_over(const char* program, char** arguments, const extram::Console& console) {
  std::error_code error;
  const fs::path own = fs::read_symlink("/proc/self/exe", error);
  if (error) {
    fmt::print(console.err, "extram: cannot tell where this program is: {}\n", error.message());
    return extram::Exit::harness;
  }
  for (const fs::path& place : places(own, program)) {
    if (!fs::exists(place, error)) continue;
    execv(place.c_str(), arguments);
    fmt::print(console.err, "extram: cannot start {}: {}\n", place.string(), std::generic_category().message(errno));
    return extram::Exit::harness;
  }
  fmt::print(console.err, "extram: {} is missing: neither {} nor {} is there; build or install it\n", program,
             places(own, program)[0].string(), places(own, program)[1].string());
  return extram::Exit::harness;
}

}  // namespace

int main(int argc, char** argv) {
  return extram::run_program(argc, argv, [argv](const extram::Command& command, const extram::Console& console) {
    return hand_over(command.verb == extram::Verb::stress ? kNative : kModel, argv, console);
  });
}
