#include "model/cli/lockstep_program.hpp"

#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "model/schedule/shape_text.hpp"

namespace extram {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kLockstep = "extram-lockstep";

// Where it may be: as given; beside this program; in the build folder of ThreadSanitizer's preset, or installed.
std::vector<fs::path> places(const LockstepPlace& where) {
  if (!where.native.empty()) {
    const fs::path given = where.native;
    return {fs::is_directory(given) ? given / kLockstep : given};
  }
  const fs::path own = fs::read_symlink("/proc/self/exe").parent_path();
  if (where.tsan) return {own.parent_path() / "tsan-gcc" / kLockstep, own / "tsan" / kLockstep};
  return {own / kLockstep};
}

}  // namespace

fs::path lockstep_program(const LockstepPlace& where) {
  const std::vector<fs::path> all = places(where);
  for (const fs::path& place : all) {
    if (fs::exists(place)) return place;
  }
  throw std::invalid_argument(fmt::format("{} is not there: build it ({}), or name it with --native PATH",
                                          all.front().string(),
                                          where.tsan ? "cmake --preset tsan-gcc && cmake --build --preset tsan-gcc "
                                                       "--target extram-lockstep"
                                                     : "cmake --build --preset release --target extram-lockstep"));
}

std::string lockstep_request(const Schedule& schedule, double hang_seconds) {
  const Shape& shape = schedule.shape;
  Json oracles = Json::array();
  for (const OracleInfo& row : kOracles) {
    if (schedule.oracles.contains(row.id)) oracles.push_back(row.name);
  }
  Json decisions = Json::array();
  for (const RecordedDecision& d : schedule.decisions) {
    decisions.push_back({name_of(d.kind), d.thread, d.site, d.index, d.arity});
  }
  // A machine-made mutant has one name in all versions.
  const bool is_machine_made = schedule.mutant.find(':') != std::string::npos;
  const std::string variant = is_machine_made ? schedule.version + "+" + schedule.mutant : schedule.variant();
  return Json{{"scenario", schedule.scenario},
              {"variant", variant},
              {"shape",
               {{"threads", shape.threads},
                {"callbacks", shape.callbacks},
                {"ms", shape.ms},
                {"signals", shape.signals},
                {"faults", shape.faults},
                {"ps", shape.ps},
                {"stack_kib", shape.stack_kib},
                {"body", name_of(shape.body)},
                {"profile", name_of(shape.profile)},
                {"signal_at", name_of(shape.signal_points)},
                {"fusion", name_of(shape.fusion)}}},
              {"oracles", oracles},
              {"hang_seconds", hang_seconds},
              {"decisions", decisions}}
      .dump();
}

MemoryFile::MemoryFile() : number_(::memfd_create("extram-lockstep", 0)) {
  if (number_ < 0) throw std::system_error(errno, std::generic_category(), "memfd_create");
}
MemoryFile::~MemoryFile() { ::close(number_); }

void MemoryFile::write(std::string_view text) const {
  while (!text.empty()) {
    const ssize_t written = ::write(number_, text.data(), text.size());
    if (written <= 0) throw std::system_error(errno, std::generic_category(), "write to a memfd");
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  ::lseek(number_, 0, SEEK_SET);
}

std::string MemoryFile::read() const {
  std::string all(static_cast<std::size_t>(::lseek(number_, 0, SEEK_END)), '\0');
  const ssize_t got = ::pread(number_, all.data(), all.size(), 0);
  all.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return all;
}

Json ask_lockstep(const fs::path& program, const std::string& request) {
  const MemoryFile in, out;
  in.write(request);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, in.number(), STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, out.number(), STDOUT_FILENO);
  std::string name = program.string();
  char* arguments[] = {name.data(), nullptr};
  pid_t child = 0;
  const int error = ::posix_spawn(&child, name.c_str(), &actions, nullptr, arguments, environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::system_error(error, std::generic_category(), "cannot start " + name);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error(name + " ended without an answer");
  return Json::parse(out.read());
}

}  // namespace extram
