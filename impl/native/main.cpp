// extram-native: scenarios on real threads.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "impl/console/interrupt.hpp"
#include "impl/console/standard_streams.hpp"
#include "impl/native/arguments.hpp"
#include "impl/native/commands.hpp"
#include "impl/native/native_run.hpp"
#include "impl/native/tsan_limits.hpp"

namespace extram::native {
namespace {

// The measurements are a program of their own, beside this one: no scenario and no oracle is in it.
Exit become_bench(std::vector<std::string> arguments) {
  const auto program = std::filesystem::read_symlink("/proc/self/exe").replace_filename("extram-native-bench").string();
  arguments.insert(arguments.begin(), program);
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  ::execv(program.c_str(), pointers.data());
  fmt::print(stderr,
             "extram-native: cannot start {}: {} (builds with a sanitizer have none; take the preset release)\n",
             program, std::generic_category().message(errno));
  return Exit::harness;
}

// One after the other. Of several causes to end with, the gravest counts; the word to end ends them all.
Exit run_all(const std::vector<RunCommand>& commands) {
  constexpr std::array gravest{Exit::harness, Exit::bad, Exit::vacuous, Exit::truncated, Exit::good};
  if (kThreadSanitizer) {
    fmt::print(stderr, "extram-native: built with ThreadSanitizer, so not covered: {}\n",
               fmt::join(kLimitsOfThreadSanitizer, "; "));
  }
  for (const RunCommand& command : commands) {
    const std::string why = why_no_row(command);
    if (why.empty()) continue;
    fmt::print(stderr, "extram-native: {}\n", why);
    return Exit::usage;
  }
  std::size_t worst = gravest.size() - 1;
  for (const RunCommand& command : commands) {
    const auto* const place = std::find(gravest.begin(), gravest.end(), run_scenario(command));
    worst = std::min(worst, static_cast<std::size_t>(place - gravest.begin()));
    if (interrupted()) break;
  }
  return gravest[worst];
}

Exit dispatch(int argc, char** argv) {
  Arguments arguments;
  CLI::App app{"Scenarios of the extra-M list on real threads.", "extram-native"};
  app.require_subcommand(1);
  CLI::App* const list = app.add_subcommand("list", "scenarios, versions and mutants");
  list->add_flag("--json", arguments.json_list, "for programs");
  CLI::App* const run = describe_run(app, arguments);
  CLI::App* const stress = describe_stress(app, arguments);
  CLI::App* const bench = app.add_subcommand("bench", "what a callback costs")->prefix_command();
  try {
    app.parse(argc, argv);
    catch_interrupts();
    if (const std::string why = why_no_standard_output(); !why.empty()) {
      fmt::print(stderr, "extram-native: {}\n", why);
      return Exit::harness;
    }
    if (list->parsed()) {
      list_scenarios(arguments.json_list ? ListFormat::json : ListFormat::text);
      return Exit::good;
    }
    if (bench->parsed()) return become_bench(bench->remaining());
    if (run->parsed()) return run_all({understand_run(arguments)});
    if (stress->parsed()) return run_all(understand_stress(arguments));
  } catch (const CLI::CallForHelp&) {
    fmt::print("{}", app.help());
    return Exit::good;
  } catch (const CLI::ParseError& error) {
    std::string text = error.what();
    std::replace(text.begin(), text.end(), '\n', ' ');
    fmt::print(stderr, "extram-native: {}\n", text);
    return Exit::usage;
  }
  return Exit::harness;  // a subcommand is required, and all are above
}

}  // namespace
}  // namespace extram::native

int main(int argc, char** argv) {
  using extram::native::Exit;
  try {
    if (const auto code = extram::native::run_as_child(argc, argv)) return *code;
    extram::settle_standard_streams();
    const auto exit = static_cast<int>(extram::native::dispatch(argc, argv));
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return exit;
    fmt::print(stderr, "extram-native: {}\n", extram::what_standard_output_lacks());
    return static_cast<int>(Exit::harness);
  } catch (const std::exception& error) {
    fmt::print(stderr, "extram-native: {}\n", error.what());
    return static_cast<int>(Exit::harness);
  }
}
