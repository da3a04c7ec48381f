#include "model/cli/program.hpp"

#include <algorithm>
#include <exception>
#include <iostream>

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <unistd.h>

#include "impl/console/standard_streams.hpp"

namespace extram {

int run_program(int argc, char** argv, const CommandRunner& run_command) {
  Exit exit = Exit::harness;
  settle_standard_streams();
  try {
    const Parsed parsed = parse(std::vector<std::string>(argv + std::min(argc, 1), argv + argc));
    std::cout << parsed.out;
    std::cerr << parsed.err;
    exit = parsed.exit;
    if (parsed.command) {
      exit = Exit::harness;
      if (const std::string why = why_no_standard_output(); !why.empty()) {
        fmt::print(std::cerr, "extram: {}\n", why);
        return static_cast<int>(exit);
      }
      exit = run_command(*parsed.command,
                         Console{std::cout, std::cerr, colour_for(STDOUT_FILENO), width_for(STDOUT_FILENO)});
    }
  } catch (const std::exception& error) {
    fmt::print(std::cerr, "extram: a fault of the harness: {}\n", error.what());
  }
  // A report that did not arrive, on a full disk for one, must not look like one that did.
  if (!std::cout.flush()) {
    fmt::print(std::cerr, "extram: {}\n", what_standard_output_lacks());
    exit = Exit::harness;
  }
  return static_cast<int>(exit);
}

}  // namespace extram
