// `extram`: the program that people call. It understands the whole command line, answers what needs no model, and turns
// into the program that does the rest.
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <unistd.h>

#include "model/cli/new_scenario.hpp"
#include "model/cli/program.hpp"
#include "model/cli/stress_junit.hpp"

namespace {

namespace fs = std::filesystem;

constexpr const char* kModel = "extram-model";
constexpr const char* kNative = "extram-native";

// The programs of the project that one stands in, in its folder or in its build folder, as extram_add_scenario makes
// them; else beside this program in a build, or in libexec once installed. EXTRAM_PROGRAMS names a folder, and no
// other counts.
std::vector<fs::path> places(const fs::path& own, const char* program) {
  if (const char* const given = std::getenv("EXTRAM_PROGRAMS"); given != nullptr && *given != '\0') {
    return {fs::path(given) / program};
  }
  return {fs::path("extram-programs") / program, fs::path("build/extram-programs") / program,
          own.parent_path() / program, own.parent_path().parent_path() / "libexec" / "extram" / program};
}

// Does not return where it succeeds.
extram::Exit hand_over(const char* program, char* const* arguments, const extram::Console& console) {
  std::error_code error;
  const fs::path own = fs::read_symlink("/proc/self/exe", error);
  if (error) {
    fmt::print(console.err, "extram: cannot tell where this program is: {}\n", error.message());
    return extram::Exit::harness;
  }
  const std::vector<fs::path> all = places(own, program);
  for (const fs::path& place : all) {
    if (!fs::exists(place, error)) continue;
    execv(place.c_str(), arguments);
    fmt::print(console.err, "extram: cannot start {}: {}\n", place.string(), std::generic_category().message(errno));
    return extram::Exit::harness;
  }
  std::vector<std::string> names;
  for (const fs::path& place : all) names.push_back(place.string());
  fmt::print(console.err, "extram: {} is missing, none of these is there: {}; build or install it\n", program,
             fmt::join(names, ", "));
  return extram::Exit::harness;
}

extram::Exit stress(int argc, char** argv, const extram::Console& console) {
  const auto asked = extram::stress_for_junit({argv, argv + argc});
  if (!asked) return hand_over(kNative, argv, console);
  return run_stress_for_junit(
      *asked,
      [&](std::vector<std::string> arguments) {
        std::vector<char*> pointers;
        for (std::string& argument : arguments) pointers.push_back(argument.data());
        pointers.push_back(nullptr);
        return hand_over(kNative, pointers.data(), console);
      },
      console);
}

}  // namespace

int main(int argc, char** argv) {
  return extram::run_program(argc, argv, [argc, argv](const extram::Command& command, extram::Console console) {
    console.verb = name_of(command.verb);
    if (command.verb == extram::Verb::new_scenario) return new_scenario(command.new_scenario, console);
    if (command.verb == extram::Verb::stress) return stress(argc, argv, console);
    return hand_over(kModel, argv, console);
  });
}
