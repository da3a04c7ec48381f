// The parent's side of run_in_lockstep.
#include "impl/native/lockstep_run.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <new>
#include <stdexcept>
#include <system_error>

#include "impl/native/child.hpp"
#include "impl/native/shared_memory.hpp"

namespace extram::native {
namespace {

constexpr std::size_t kStepsMax = 1 << 15;

// The script in memory that a child can map.
class SharedScript {
 public:
  explicit SharedScript(const std::vector<RecordedDecision>& decisions)
      : file_("extram-script"), bytes_(Script::bytes(decisions.size(), kStepsMax)) {
    if (::ftruncate(file_.number(), static_cast<off_t>(bytes_)) != 0) fail("ftruncate of the script");
    void* const memory = ::mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_SHARED, file_.number(), 0);
    if (memory == MAP_FAILED) fail("mmap of the script");
    script_ = new (memory) Script;
    script_->decisions_count = static_cast<std::uint32_t>(decisions.size());
    script_->steps_max = kStepsMax;
    ScriptDecision* out = script_->decisions();
    for (const RecordedDecision& d : decisions) {
      *out = {.kind = d.kind, .thread = d.thread, .index = d.index, .arity = d.arity, .site = {}};
      const std::size_t length = std::min(d.site.size(), kSiteMax - 1);
      std::copy_n(d.site.begin(), length, out->site);
      ++out;
    }
  }
  ~SharedScript() { ::munmap(script_, bytes_); }
  SharedScript(const SharedScript&) = delete;
  SharedScript& operator=(const SharedScript&) = delete;

  [[nodiscard]] int descriptor() const { return file_.number(); }
  [[nodiscard]] Script& script() { return *script_; }

 private:
  [[noreturn]] static void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

  Descriptor file_;
  std::size_t bytes_;
  Script* script_ = nullptr;
};

NativeOptions options_of(const LockstepRequest& request, int script) {
  NativeOptions options;
  options.rounds = 1;
  options.hang_seconds = request.hang_seconds;
  options.seconds_max = request.hang_seconds * 4;
  options.oracles = request.oracles;
  options.script = script;
  return options;
}

}  // namespace

LockstepResult run_in_lockstep(const LockstepRequest& request) {
  SharedScript shared(request.decisions);
  LockstepResult result;
  result.native = run_native(*request.entry, request.shape, options_of(request, shared.descriptor()));
  Script& script = shared.script();
  result.position = script.position;
  result.switches = script.switches;
  result.steps_are_all = script.steps_count <= script.steps_max;
  for (std::uint32_t i = 0; i < std::min(script.steps_count, script.steps_max); ++i) {
    const ScriptStep& step = script.steps()[i];
    result.steps.push_back({step.kind, step.thread, step.depth, step.site});
  }
  return result;
}

void debug_in_lockstep(const LockstepRequest& request, const std::vector<std::string>& debugger) {
  SharedScript shared(request.decisions);
  const PageFile page(*request.entry, request.shape, options_of(request, shared.descriptor()));
  // Both stay open in what is started, and in what that starts.
  if (::dup2(page.memory().number(), kPageDescriptor) < 0 || ::dup2(shared.descriptor(), kScriptDescriptor) < 0) {
    throw std::system_error(errno, std::generic_category(), "dup2");
  }
  std::vector<char> own(4096);
  const ssize_t length = ::readlink("/proc/self/exe", own.data(), own.size() - 1);
  if (length <= 0) throw std::system_error(errno, std::generic_category(), "readlink of /proc/self/exe");
  std::vector<std::string> words = debugger;
  words.emplace_back(own.data(), static_cast<std::size_t>(length));
  words.emplace_back(kLockstepChildVerb);
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  ::execvp(arguments[0], arguments.data());
  throw std::system_error(errno, std::generic_category(), "cannot start " + words[0]);
}

}  // namespace extram::native
