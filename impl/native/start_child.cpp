#include "impl/native/start_child.hpp"

#include <spawn.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "impl/native/child.hpp"

namespace extram::native {
namespace {

// The environment, with what the sanitizers must know: that they end the child at the first error, by which exit, and
// that they leave alternate stacks alone. What the user set stands before it and holds where it says nothing of these.
// All of them read UBSAN_OPTIONS, so nothing stands there that another one would misunderstand.
std::vector<std::string> child_environment() {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> needed{{
      {"TSAN_OPTIONS=", "halt_on_error=1:exitcode=66"},
      {"ASAN_OPTIONS=", "use_sigaltstack=0:abort_on_error=1"},
      {"UBSAN_OPTIONS=", "halt_on_error=1:print_stacktrace=1"},
  }};
  std::vector<std::string> all;
  for (char** one = environ; *one != nullptr; ++one) all.emplace_back(*one);
  for (const auto& [variable, options] : needed) {
    const std::string_view name = variable;
    const auto place = std::find_if(all.begin(), all.end(), [=](const auto& v) { return v.starts_with(name); });
    if (place == all.end()) {
      all.push_back(std::string(name) + std::string(options));
    } else {
      *place += ":" + std::string(options);
    }
  }
  return all;
}

// A child starts with the signals blocked that it is going to ignore, and opens them when it does.
class Uninterrupted {
 public:
  Uninterrupted() {
    sigset_t interrupts;
    ::sigemptyset(&interrupts);
    ::sigaddset(&interrupts, SIGINT);
    ::sigaddset(&interrupts, SIGTERM);
    ::posix_spawnattr_init(&attributes_);
    ::posix_spawnattr_setsigmask(&attributes_, &interrupts);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK);
  }
  ~Uninterrupted() { ::posix_spawnattr_destroy(&attributes_); }
  Uninterrupted(const Uninterrupted&) = delete;
  Uninterrupted& operator=(const Uninterrupted&) = delete;
  [[nodiscard]] const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

}  // namespace

pid_t start_child(const Descriptor& page, const Descriptor& output, int script) {
  std::string program = "/proc/self/exe";
  std::string verb(script < 0 ? kChildVerb : kLockstepChildVerb);
  char* arguments[] = {program.data(), verb.data(), nullptr};
  std::vector<std::string> environment = child_environment();
  std::vector<char*> variables;
  for (std::string& variable : environment) variables.push_back(variable.data());
  variables.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, output.number(), STDERR_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, page.number(), kPageDescriptor);
  if (script >= 0) ::posix_spawn_file_actions_adddup2(&actions, script, kScriptDescriptor);
  const Uninterrupted at_first;
  pid_t child = 0;
  const int error =
      ::posix_spawn(&child, program.c_str(), &actions, at_first.attributes(), arguments, variables.data());
  ::posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::system_error(error, std::generic_category(), "cannot start " + program);
  return child;
}

}  // namespace extram::native
