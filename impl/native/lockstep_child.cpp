// The child's side of run_in_lockstep.
#include <pthread.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include <cerrno>
#include <csignal>
#include <memory>
#include <vector>

#include "impl/native/child.hpp"
#include "impl/native/lockstep.hpp"
#include "impl/native/lockstep_alterations.hpp"
#include "impl/native/lockstep_run.hpp"
#include "impl/native/run_state.hpp"
#include "impl/native/thread.hpp"
#include "impl/world/program_around.hpp"

namespace extram::native {
namespace {

// The scenario, but for the turnstile being told of its handlers, and of the threads' ends: behind the destructors of
// their keys.
class InLockstep final : public ProgramAround {
 public:
  using ProgramAround::ProgramAround;
  void foreign_thread(int thread) override {
    ProgramAround::foreign_thread(thread);
    lockstep::catch_up();
  }
  void on_signal(int signal) override {
    lockstep::handler_begins();
    ProgramAround::on_signal(signal);
    lockstep::handler_ends();
  }
  void thread_ends(int thread) override {
    ProgramAround::thread_ends(thread);
    lockstep::leave();
  }
};

struct Start {
  Program* program;
  int index;
};

extern "C" void* run_thread_in_lockstep(void* argument) {
  const Start& start = *static_cast<Start*>(argument);
  const ForeignThread me(start.index, {});
  const char name[] = {'t', 'h', 'r', 'e', 'a', 'd', '-', static_cast<char>('0' + start.index), '\0'};
  ::pthread_setname_np(::pthread_self(), name);
  lockstep::enter();
  start.program->foreign_thread(start.index);
  return nullptr;
}

void run_round(const Entry& entry, const RunParameters& parameters, Script& script) {
  {
    const std::unique_ptr<Program> program(new InLockstep(entry.make(parameters.shape)));
    run_state.program = program.get();
    program->setup();
    lockstep::begin(entry, parameters.shape, *program, script);
    std::vector<Start> starts;
    for (int i = 0; i < parameters.shape.threads; ++i) starts.push_back({program.get(), i});
    std::vector<pthread_t> threads;
    for (Start& start : starts) {
      threads.push_back(start_thread(&run_thread_in_lockstep, &start, parameters.shape.stack_kib));
    }
    lockstep::open();
    join_all(threads, parameters.hang_seconds, *program);
    lockstep::must_be_used_up();
    program->after();
    run_state.program = nullptr;
  }
  lockstep::end();
  end_round();
}

Script* map_script() {
  struct stat status {};
  if (::fstat(kScriptDescriptor, &status) != 0) give_up("the script of a lockstep child", errno);
  void* const memory = ::mmap(nullptr, static_cast<std::size_t>(status.st_size), PROT_READ | PROT_WRITE, MAP_SHARED,
                              kScriptDescriptor, 0);
  if (memory == MAP_FAILED) give_up("mmap of the script", errno);
  return static_cast<Script*>(memory);
}

}  // namespace

std::optional<int> run_as_lockstep_child(int argc, char** argv) {
  if (argc != 2 || argv[1] != kLockstepChildVerb) return std::nullopt;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ReportPage& page = *map_page(kPageDescriptor);
  Script& script = *map_script();
  const Entry& entry = entry_on(page);
  prepare(page, entry);
  for (std::uint64_t round = page.rounds; round < page.parameters.rounds; ++round) {
    run_round(entry, page.parameters, script);
    page.rounds.store(round + 1);
  }
  page.record = Record{.ending = Ending::finished};
  page.state.store(ReportPage::State::complete);
  return 0;
}

}  // namespace extram::native
