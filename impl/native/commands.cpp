#include "impl/native/commands.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "impl/console/interrupt.hpp"
#include "impl/native/progress.hpp"
#include "impl/native/result_row.hpp"
#include "impl/world/registry.hpp"

namespace extram::native {
namespace {

using Json = nlohmann::ordered_json;

Json list_row(const Entry& entry) {
  const Shape& shape = entry.info.shape;
  return {{"scenario", entry.info.name},
          {"question", entry.info.question},
          {"version", entry.version},
          {"mutant", entry.mutant.empty() ? Json(nullptr) : Json(entry.mutant)},
          {"wrong", entry.mutant_text.empty() ? Json(nullptr) : Json(entry.mutant_text)},
          {"threads_min", entry.info.threads_min},
          {"threads", shape.threads},
          {"callbacks", shape.callbacks},
          {"ms", shape.ms},
          {"ps", shape.ps},
          {"stack_kib", shape.stack_kib},
          {"body", kBodies[static_cast<std::size_t>(shape.body)]},
          {"profile", kProfiles[static_cast<std::size_t>(shape.profile)]}};
}

[[noreturn]] void cannot_write(const std::string& path, int error) {
  throw std::runtime_error(
      fmt::format("cannot write to {}: {}: name another file", path, std::generic_category().message(error)));
}

// The file holds whole rows: what there is no room for is taken back.
void append(const std::string& path, std::string_view row) {
  const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
  if (file < 0) cannot_write(path, errno);
  struct stat before {};
  bool fails = ::fstat(file, &before) != 0;
  while (!fails && !row.empty()) {
    const ssize_t written = ::write(file, row.data(), row.size());
    fails = written < 0 && errno != EINTR;
    if (written > 0) row.remove_prefix(static_cast<std::size_t>(written));
  }
  const int error = errno;
  if (fails && S_ISREG(before.st_mode)) (void)::ftruncate(file, before.st_size);
  if (fails && S_ISREG(before.st_mode) && before.st_size == 0) (void)::unlink(path.c_str());
  if (::close(file) != 0 || fails) cannot_write(path, fails ? error : errno);
}

void write_json(const RunCommand& command, const NativeResult& result) {
  if (command.json.empty()) return;
  const std::string row = json_row(command, result);
  if (command.json == "-") {
    fmt::print("{}", row);
    return;
  }
  append(command.json, row);
}

// Where something is expected, that is what counts, unless the run was cut short or shows nothing.
Exit exit_of(const RunCommand& command, const NativeResult& result) {
  if (result.verdict == Verdict::truncated) return Exit::truncated;
  if (result.verdict == Verdict::vacuous) return Exit::vacuous;
  if (command.expected) return *command.expected == Answer{result.verdict, result.oracle} ? Exit::good : Exit::bad;
  return is_bad(result.verdict) ? Exit::bad : Exit::good;
}

NativeResult run_and_show(const RunCommand& command) {
  NativeOptions options = command.options;
  options.interrupted = &interrupted;
  const bool has_fault = options.fault != Fault::none;
  const std::string_view what = has_fault ? info_of(options.fault).name : command.entry->info.name;
  ProgressLine line(std::cerr, progress_style(), fmt::format("{} {}", what, variant_of(*command.entry)));
  options.on_progress = [&](const NativeProgress& progress) {
    line.show(
        progress.seconds, [&](const std::string& title) { return progress_text(title, progress, options.seconds_max); },
        [&](const std::string& title) { return progress_json(title, progress, options.seconds_max); });
  };
  return run_native(*command.entry, command.shape, options);
}

}  // namespace

std::string why_no_row(const RunCommand& command) {
  const std::string& path = command.json;
  if (path.empty() || path == "-") return {};
  const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (file >= 0) {
    (void)::close(file);
    return {};
  }
  const std::string folder = std::filesystem::path(path).parent_path().string();
  if (errno == ENOENT && ::access(folder.empty() ? "." : folder.c_str(), W_OK | X_OK) == 0) return {};
  return fmt::format("--json: cannot write to {}: {}", path, std::generic_category().message(errno));
}

void list_scenarios(ListFormat format) {
  if (format == ListFormat::json) {
    Json rows = Json::array();
    for (const Entry& entry : Registry::entries()) rows.push_back(list_row(entry));
    fmt::print("{}\n", Json{{"world", "native"}, {"scenarios", rows}}.dump(2));
    return;
  }
  std::string_view scenario;
  for (const Entry& entry : Registry::entries()) {
    if (entry.info.name != scenario) fmt::print("{}: {}\n", entry.info.name, entry.info.question);
    scenario = entry.info.name;
    fmt::print("  {:<28}{}\n", variant_of(entry), entry.mutant_text);
  }
}

Exit run_scenario(const RunCommand& command) {
  const NativeResult result = run_and_show(command);
  write_json(command, result);
  std::FILE* const people = command.json == "-" ? stderr : stdout;
  fmt::print(people, "{}", text_row(command, result));
  const Exit exit = exit_of(command, result);
  if (exit == Exit::bad && !result.output.empty()) fmt::print(stderr, "{}", result.output);
  return exit;
}

}  // namespace extram::native
