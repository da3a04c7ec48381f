#include "model/cli/stress_junit.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <sstream>
#include <system_error>

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include "impl/console/interrupt.hpp"
#include "model/report/junit.hpp"
#include "model/schedule/atomic_file.hpp"

namespace extram {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kJUnit = "--junit";
constexpr useconds_t kLookMicroseconds = 10'000;

CiFate fate_of(Verdict verdict, const Json& expected, const std::string& text) {
  if (expected.is_string()) return expected == text ? CiFate::passed : CiFate::failed;
  if (is_bad(verdict)) return CiFate::failed;
  return verdict == Verdict::sampled ? CiFate::passed : CiFate::unsettled;
}

// Throws where the row has not what rows have.
JUnitCase case_of(const std::string& line) {
  const Json row = Json::parse(line);
  const std::string verdict = row.at("verdict");
  std::string text = verdict;
  if (row.at("oracle").is_string()) text += fmt::format("({})", row.at("oracle").get<std::string>());
  const std::string variant = row.at(row.at("mutant").is_null() ? "version" : "mutant");
  std::string name = fmt::format("{} {}x{}", variant, row.at("threads").get<int>(), row.at("callbacks").get<int>());
  if (row.at("fault").is_string()) name += ", " + row.at("fault").get<std::string>();
  std::string message = text + ": " + row.at("message").get<std::string>();
  if (row.at("expected").is_string()) message += "; expected " + row.at("expected").get<std::string>();
  return {.suite = row.at("scenario"),
          .name = name,
          .seconds = row.at("seconds"),
          .fate = fate_of(verdict_named(verdict).value_or(Verdict::vacuous), row.at("expected"), text),
          .type = verdict,
          .message = message,
          .body = message,
          .properties = {{"strength", row.at("strength")}, {"seed", row.at("seed").dump()}}};
}

// Of a file that has no name.
std::string content_of(int file) {
  std::string text;
  std::array<char, 4096> some{};
  for (ssize_t got = 0; (got = pread(file, some.data(), some.size(), static_cast<off_t>(text.size()))) > 0;) {
    text.append(some.data(), static_cast<std::size_t>(got));
  }
  return text;
}

// Who ends this process alone means the threads.
int status_of(pid_t child) {
  int status = -1;  // of nobody: where the caller has said that it waits for no child
  for (bool is_told = false; waitpid(child, &status, WNOHANG) == 0; usleep(kLookMicroseconds)) {
    if (!interrupted() || is_told) continue;
    (void)kill(child, SIGTERM);
    is_told = true;
  }
  return status;
}

}  // namespace

std::optional<StressForJUnit> stress_for_junit(const std::vector<std::string>& arguments) {
  StressForJUnit asked;
  bool is_asked = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    asked.asks_for_json |= argument == "--json" || argument.starts_with("--json=");
    if (argument != kJUnit && !argument.starts_with("--junit=")) {
      asked.arguments.push_back(argument);
      continue;
    }
    is_asked = true;
    if (argument != kJUnit) asked.file = argument.substr(kJUnit.size() + 1);
    if (argument == kJUnit && i + 1 < arguments.size()) asked.file = arguments[++i];
  }
  return is_asked ? std::optional(asked) : std::nullopt;
}

Exit run_stress_for_junit(const StressForJUnit& asked, const Become& become, const Console& console) {
  if (asked.asks_for_json) return refuse(console, "--junit excludes --json: take one of them", Exit::usage);
  if (const auto why = why_not_writable(asked.file)) return refuse(console, *why, Exit::usage);
  const int rows = memfd_create("rows", 0);  // the child keeps it
  if (rows < 0)
    return refuse(console, "cannot keep the rows: " + std::generic_category().message(errno), Exit::harness);
  std::vector<std::string> arguments = asked.arguments;
  arguments.insert(arguments.end(), {"--json", fmt::format("/dev/fd/{}", rows)});
  catch_interrupts();
  console.out << std::flush;
  const pid_t child = fork();
  if (child == 0) {
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);  // whoever kills its parent means it too
    _exit(static_cast<int>(become(arguments)));
  }
  if (child < 0) return refuse(console, "cannot start: " + std::generic_category().message(errno), Exit::harness);
  const int status = status_of(child);
  const Exit exit = WIFEXITED(status) ? static_cast<Exit>(WEXITSTATUS(status)) : Exit::harness;
  std::istringstream lines(content_of(rows));
  (void)close(rows);
  if (exit == Exit::usage) return exit;
  std::vector<JUnitCase> cases;
  for (std::string line; std::getline(lines, line);) cases.push_back(case_of(line));
  const std::size_t not_run = cases.empty() ? 1 : 0;
  if (const auto why = write_atomically(asked.file, junit("extram stress", cases, not_run))) {
    return refuse(console, *why, Exit::harness);
  }
  return exit;
}

}  // namespace extram
