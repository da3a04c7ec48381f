// run() over Relacy: one rl::run_test for each thread count, whatever the scenario: the scenario's type is erased, so
// that a scenario costs no instantiation of Relacy's context.
#include "model/explore/run.hpp"

#include <ctime>

#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "model/explore/isolation.hpp"
#include "model/relacy/scheduler.hpp"

namespace extram {
namespace {

[[nodiscard]] double cpu_now() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

[[nodiscard]] long peak_rss_kb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

// What Relacy itself found, where no check of ours came first.
[[nodiscard]] Failure failure_of(rl::test_result_e result) {
  const int thread = Model::get().self();
  switch (result) {
    case rl::test_result_access_to_freed_memory:
      return {Verdict::violation, Oracle::user, "an atomic is used after its memory was freed", thread};
    case rl::test_result_double_free:
      return {Verdict::violation, Oracle::user, "memory is freed twice, or was never allocated", thread};
    case rl::test_result_unitialized_access:
      return {Verdict::violation, Oracle::user, "an atomic is read that this thread cannot know to be initialised",
              thread};
    case rl::test_result_memory_leak:
      return {Verdict::leak, Oracle::none, "memory is leaked", -1};
    case rl::test_result_resource_leak:
      return {Verdict::leak, Oracle::none, "an atomic or a variable is leaked", -1};
    default:
      return {Verdict::violation, Oracle::user, rl::test_result_str(result), thread};
  }
}

template <rl::thread_id_t N>
[[nodiscard]] rl::test_result_e run_relacy() {
  // Relacy prints to these inside its context; a stream without a buffer allocates nothing.
  std::ostream nowhere(nullptr);
  rl::test_params params = relacy_params(nowhere);
  rl::ostringstream state;
  return rl::run_test<Suite<N>, Scheduler<N>>(params, state, false);
}

[[nodiscard]] rl::test_result_e run_with(int threads) {
  static_assert(kFibersMin == 2);
  switch (threads) {
    case 1:
    case 2:
      return run_relacy<2>();
    case 3:
      return run_relacy<3>();
    case 4:
      return run_relacy<4>();
    default:
      return run_relacy<5>();
  }
}

// Whether this process is a worker, that a crash may end. Elsewhere a run leaves nothing behind: Relacy never frees its
// stacks, and a process that runs models by the thousand would run out of mappings.
bool stacks_are_guarded = false;
std::array<bool, kMaxThreads> is_guarded{};

}  // namespace

void guard_stack() {
  if (!stacks_are_guarded) return;
  rl::thread_info_base& thread = *rl::ctx().threadx_;
  if (std::exchange(is_guarded.at(thread.index_), true)) return;
  const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  const auto low = reinterpret_cast<std::uintptr_t>(thread.fiber_.fib.uc_stack.ss_sp);
  // The first two whole pages: a frame that is larger than one steps over one. Where the system has no more mappings, a
  // deep recursion may end otherwise.
  (void)mprotect(reinterpret_cast<void*>((low + page - 1) / page * page), 2 * page, PROT_NONE);
}

RunResult run(const RunRequest& request, Strategy& strategy) { return run_by(request, strategy, run_with); }

RunResult run_by(const RunRequest& request, Strategy& strategy,
                 const std::function<rl::test_result_e(int threads)>& relacy) {
  assert(request.entry != nullptr && request.shape.threads >= 1 && request.shape.threads <= kMaxThreads);
  const double cpu = cpu_now();
  Explorer explorer(strategy, request.limits, request.page, request.supervisor);
  explorer.on_progress = request.on_progress;
  explorer.signals = [] { return Model::get().signals_by_site(); };
  stacks_are_guarded = request.page != nullptr;
  is_guarded = {};
  Model::get().attach(request, explorer);
  const rl::test_result_e found = relacy(request.shape.threads);
  if (found != rl::test_result_success) {
    if (!explorer.failure()) explorer.fails(failure_of(found));
    (void)explorer.ends();  // count the execution that failed
  }
  Model::get().detach();

  RunResult result = result_of(explorer, {"what Relacy's memory model does not show (README)"});
  result.signals = Model::get().signals_by_site();
  result.cpu_seconds = cpu_now() - cpu;
  result.peak_rss_kb = peak_rss_kb();
  return result;
}

std::uint64_t fingerprint(const Entry& entry, const Shape& shape) {
  // The tamest execution: no preemption, no fault, newest values. One execution of a bounded search is just that.
  DepthFirst tamest({.preemptions = 0, .faults = 0});
  RunRequest request;
  request.entry = &entry;
  request.shape = shape;
  request.oracles = OracleSet{};
  request.limits.executions_max = 1;
  // Isolated: whoever asks must outlive a scenario that crashes.
  const RunResult result = run_isolated(request, tamest, {}).result;
  std::uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a, 64 bits
  const auto mix = [&](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    hash = (hash ^ 0xffU) * 0x100000001b3U;
  };
  for (const RecordedDecision& d : result.decisions) {
    mix(d.site);
    mix(name_of(d.kind));
    mix(std::to_string(d.arity));
  }
  return hash;
}

}  // namespace extram
