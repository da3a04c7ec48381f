// run() over Relacy: one rl::run_test for each thread count, whatever the scenario: the scenario's type is erased, so
// that a scenario costs no instantiation of Relacy's context.
#include "model/explore/run.hpp"

#include <ctime>

#include <sys/resource.h>

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
  rl::test_params params;
  params.output_stream = &nowhere;
  params.progress_stream = &nowhere;
  params.search_type = rl::sched_full;  // at most one store back, whoever draws
  params.execution_depth_limit = ~0U;   // the explorer counts
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

void conclude(RunResult& result, const Explorer& explorer) {
  const Strategy& strategy = explorer.strategy();
  if (const auto& failure = explorer.failure()) {
    result.verdict = failure->verdict;
    result.oracle = failure->oracle;
    result.message = failure->message;
    result.thread = failure->thread;
  } else if (strategy.nondeterminism().found()) {
    result.verdict = Verdict::nondeterministic;
    result.message = strategy.nondeterminism().what();
  } else if (!result.limits.empty()) {
    result.verdict = Verdict::truncated;
    result.message = result.limits.front();
  } else if (result.counts.executions == 0) {
    result.verdict = Verdict::vacuous;
    result.message = "no execution ran to its end";
  } else if (result.counts.steps == 0 && result.counts.exits == 0) {
    result.verdict = Verdict::vacuous;
    result.message = "no thread ever touched shared memory";
  } else {
    result.verdict = strategy.is_exhaustive() ? Verdict::exhausted : Verdict::sampled;
    result.strength = strategy.strength();
    result.limits = strategy.leaves_out();
    result.limits.emplace_back("what Relacy's memory model does not show (README)");
  }
}

}  // namespace

RunResult run(const RunRequest& request, Strategy& strategy) {
  assert(request.entry != nullptr && request.shape.threads >= 1 && request.shape.threads <= kMaxThreads);
  const double cpu = cpu_now();
  Explorer explorer(strategy, request.limits, request.page, request.supervisor);
  explorer.on_progress = request.on_progress;
  explorer.signals = [] { return Model::get().signals_by_site(); };
  Model::get().attach(request, explorer);
  const rl::test_result_e found = run_with(request.shape.threads);
  if (found != rl::test_result_success) {
    if (!explorer.failure()) explorer.fails(failure_of(found));
    (void)explorer.ends();  // count the execution that failed
  }
  Model::get().detach();

  RunResult result;
  result.counts = explorer.counts();
  result.divergence = strategy.divergence();
  result.limits = explorer.limits_reached();
  for (const Decision& decision : explorer.decisions()) result.decisions.push_back(record(decision));
  result.signals = Model::get().signals_by_site();
  conclude(result, explorer);
  result.seconds = explorer.seconds();
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
  const RunResult result = run(request, tamest);
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
