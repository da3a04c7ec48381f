// The child's side of run_native: rounds of threads, until they are done, the time is over, or something is wrong.
#include "impl/native/child.hpp"

#include <pthread.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include <algorithm>
#include <barrier>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <ctime>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "impl/console/interrupt.hpp"
#include "impl/native/cancellation.hpp"
#include "impl/native/masks.hpp"
#include "impl/native/native_run.hpp"
#include "impl/native/run_state.hpp"
#include "impl/native/sanitizers.hpp"
#include "impl/native/signal_stack.hpp"
#include "impl/native/storm.hpp"
#include "impl/native/thread.hpp"
#include "impl/native/thread_faults.hpp"
#include "impl/native/thread_timer.hpp"
#include "impl/world/registry.hpp"

namespace extram::native {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

// All threads stand here before the first one calls into the algorithm, and share nothing after it.
using StartLine = std::barrier<>;

struct FreeStart {
  Program* program;
  StartLine* line;
  int index;
  ForeignThread::Chance chance;
  double timer_rate;
};

extern "C" void* run_foreign_thread(void* argument) {
  const FreeStart& start = *static_cast<FreeStart*>(argument);
  const ForeignThread me(start.index, start.chance);
  const ThreadTimer timer(start.timer_rate, start.chance.seed + static_cast<std::uint64_t>(start.index));
  start.line->arrive_and_wait();
  begin_with_fault();
  const Mask none;
  DefaultMasks::change(MaskHow::set, &none, nullptr);
  start.program->foreign_thread(start.index);
  return nullptr;
}

// pthread_timedjoin_np goes by a clock that somebody may set; the steady clock has the last word.
[[nodiscard]] bool join_before(pthread_t thread, Clock::time_point deadline) {
  for (;;) {
    const double left = Seconds(deadline - Clock::now()).count();
    timespec until{};
    ::clock_gettime(CLOCK_REALTIME, &until);
    const double nanoseconds = static_cast<double>(until.tv_nsec) + (left > 0 ? left : 0) * 1e9;
    until.tv_sec += static_cast<time_t>(nanoseconds / 1e9);
    until.tv_nsec = static_cast<long>(nanoseconds) % 1'000'000'000;
    const int error = ::pthread_timedjoin_np(thread, nullptr, &until);
    if (error == 0) return true;
    if (error != ETIMEDOUT) give_up("pthread_timedjoin_np", error);
    if (Clock::now() >= deadline) return false;
  }
}

// The threads are stuck, so that what they remember can be read; ThreadSanitizer cannot know that.
[[noreturn]] void end_with_hang(const Program& program) {
  Record record{.ending = Ending::failed, .verdict = Verdict::hang};
  tsan::ignore_reads_begin();
  record.oracle = program.explain_deadlock();
  const std::string sites = describe_sites();
  tsan::ignore_reads_end();
  record.text.assign(sites.empty() ? "the threads did not come to their end" : sites);
  end_with(record);
}

ForeignThread::Chance chance_of(const RunParameters& parameters, std::uint64_t round) {
  return {.seed = parameters.seed * 1'000'003 + round,
          .signal_rate = parameters.signal_rate,
          .delay_rate = parameters.delay_rate,
          // A fault leaves the thread, or what it has become, some callbacks more.
          .until_fault_max = parameters.fault == Fault::none ? 0 : std::max(parameters.shape.callbacks - 3, 1)};
}

// The threads of the round from `first` on, as many as live at a time.
void run_some_threads(Program& program, const RunParameters& parameters, ForeignThread::Chance chance, int first,
                      int count) {
  StartLine line(count);
  std::vector<FreeStart> starts;
  // Of a storm one half comes from the threads' own timers, the other from a thread of the harness.
  const int half = parameters.storm_rate / 2;
  const double timer_rate = static_cast<double>(half) / count;
  for (int i = first; i < first + count; ++i) {
    starts.push_back({.program = &program, .line = &line, .index = i, .chance = chance, .timer_rate = timer_rate});
  }
  std::vector<pthread_t> threads;
  for (FreeStart& start : starts)
    threads.push_back(start_thread(&run_foreign_thread, &start, parameters.shape.stack_kib));
  const Storm storm(parameters.storm_rate - half, first, count, chance.seed);
  const Canceller canceller(first, count);
  join_all(threads, parameters.hang_seconds, program);
}

void run_threads(Program& program, const RunParameters& parameters, std::uint64_t round) {
  const ForeignThread::Chance chance = chance_of(parameters, round);
  const int threads = parameters.shape.threads;
  const int alive = parameters.alive_max > 0 ? std::min(parameters.alive_max, threads) : threads;
  for (int first = 0; first < threads; first += alive) {
    run_some_threads(program, parameters, chance, first, std::min(alive, threads - first));
  }
}

// In a fault's run each round has another call fail; those that come to more calls than a round makes fail none.
void prepare_faults(const RunParameters& parameters, std::uint64_t round) {
  constexpr std::uint64_t calls = 16;
  run_state.fault_calls.store(0, std::memory_order_relaxed);
  if (parameters.fault != Fault::none) run_state.fail_nth = 1 + round % calls;
}

// The threads have ended, and the process is there all the same.
void must_not_survive_faults() {
  if (info_of(run_state.fault).exit_code == 0 || run_state.faults.load(std::memory_order_relaxed) == 0) return;
  Record record{.ending = Ending::failed, .verdict = Verdict::violation, .oracle = Oracle::user};
  record.text.assign("the fault has struck, and the process goes on");
  end_with(record);
}

void run_round(const Entry& entry, const RunParameters& parameters, std::uint64_t round) {
  prepare_faults(parameters, round);
  {
    const std::unique_ptr<Program> program(entry.make(parameters.shape));
    run_state.program = program.get();
    program->setup();
    run_threads(*program, parameters, round);
    must_not_survive_faults();
    program->after();
    run_state.program = nullptr;
  }
  end_round();
}

void run_rounds(ReportPage& page) {
  const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(Seconds(page.parameters.seconds_max));
  const Entry& entry = entry_on(page);
  prepare(page, entry);
  // Signals are the foreign threads' alone: those of the process find no other that has them open, not even one that
  // has no number yet.
  const Mask all = Mask::all();
  DefaultMasks::change(MaskHow::set, &all, nullptr);
  const auto goes_on = [&] { return page.rounds < page.parameters.rounds && Clock::now() < end && !page.stop; };
  for (std::uint64_t round = page.rounds; goes_on(); ++round) {
    run_round(entry, page.parameters, round);
    page.rounds.store(round + 1);
  }
}

}  // namespace

void end_unusable(std::string_view text) {
  Record record{.ending = Ending::unusable};
  record.text.assign(text);
  end_with(record);
}

void prepare(ReportPage& page, const Entry& entry) {
  const RunParameters& parameters = page.parameters;
  leave_interrupts_to_parent();
  run_state.page = &page;
  run_state.oracles = parameters.oracles.without(entry.waived);
  run_state.threads_max = parameters.shape.threads;
  run_state.fail_nth = parameters.fail_nth;
  run_state.fault = parameters.fault;
  run_state.storm = parameters.storm_rate > 0;
  const Mask none;
  DefaultMasks::change(MaskHow::set, &none, nullptr);
  install_handlers();
}

const Entry& entry_on(ReportPage& page) {
  const Entry* const entry = find_entry(page.scenario.view(), page.variant.view());
  if (entry == nullptr) {
    run_state.page = &page;
    end_unusable("this program has no such scenario and variant");
  }
  return *entry;
}

pthread_t start_thread(void* (*run)(void*), void* argument, int stack_kib) {
  pthread_attr_t attributes;
  ::pthread_attr_init(&attributes);
  if (::pthread_attr_setstacksize(&attributes, static_cast<std::size_t>(stack_kib) * 1024) != 0) {
    end_unusable("the system gives no thread a stack of so few KiB");
  }
  pthread_t thread{};
  if (::pthread_create(&thread, &attributes, run, argument) != 0) {
    end_unusable("the system gives no more threads, or none with such a stack");
  }
  ::pthread_attr_destroy(&attributes);
  return thread;
}

void join_all(const std::vector<pthread_t>& threads, double seconds, const Program& program) {
  const auto deadline = Clock::now() + std::chrono::duration_cast<Clock::duration>(Seconds(seconds));
  for (const pthread_t thread : threads) {
    if (!join_before(thread, deadline)) end_with_hang(program);
  }
}

void end_round() {
  release_signal_stacks();
  if (run_state.objects.load(std::memory_order_relaxed) != 0) {
    Record record{.ending = Ending::failed, .verdict = Verdict::leak};
    record.text.assign("what was made was not destroyed by the end of the round");
    end_with(record);
  }
  report_counts();
}

ReportPage* map_page(int descriptor) {
  void* const memory = ::mmap(nullptr, sizeof(ReportPage), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  if (memory == MAP_FAILED) give_up("mmap of the report page", errno);
  return static_cast<ReportPage*>(memory);
}

void unmap_page(ReportPage* page) { ::munmap(page, sizeof(ReportPage)); }

// The callback of a constructor: before main, on the process's first thread, and before the runtime has made an M. No
// round gets to its end, since the process must say what is wrong and end; one that hangs its parent will end.
extern "C" [[gnu::constructor]] void extram_call_go_before_main(int argc, char** argv) {
  if (argc != 2 || argv[1] != kChildVerb) return;
  ReportPage& page = *map_page(kPageDescriptor);
  if (page.parameters.fault == Fault::constructor) {
    const Entry& entry = entry_on(page);
    prepare(page, entry);
    const std::unique_ptr<Program> program(entry.make(page.parameters.shape));
    run_state.program = program.get();
    program->setup();
    const ForeignThread me(0, chance_of(page.parameters, page.rounds));
    begin_with_fault();
    program->foreign_thread(0);
    end_unusable("a callback before main came back");
  }
  unmap_page(&page);
}

std::optional<int> run_as_child(int argc, char** argv) {
  if (argc != 2 || argv[1] != kChildVerb) return std::nullopt;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ReportPage& page = *map_page(kPageDescriptor);
  run_rounds(page);
  page.record = Record{.ending = Ending::finished};
  page.state.store(ReportPage::State::complete);
  return 0;
}

}  // namespace extram::native
