// The adapter: Relacy asks it for the next thread and for every choice, and it asks the model, which asks the explorer.
#pragma once

#include "model/explore/depth_first.hpp"
#include "model/relacy/model.hpp"
#include "model/relacy/relacy_clocks.hpp"

namespace extram {

template <rl::thread_id_t N>
class Scheduler final : public rl::scheduler<Scheduler<N>, rl::scheduler_thread_info, N> {
 public:
  using Base = rl::scheduler<Scheduler<N>, rl::scheduler_thread_info, N>;
  using thread_info_t = typename Base::thread_info_t;
  using shared_context_t = typename Base::shared_context_t;
  struct task_t {};  // Relacy's word for a unit of a parallel search of its own, which it never had

  Scheduler(rl::test_params& params, shared_context_t& context, rl::thread_id_t dynamic_threads)
      : Base(params, context, dynamic_threads) {
    Model::get().clocks_are(&clocks_);
  }

  rl::thread_id_t iteration_begin_impl() {
    Model::get().execution_begins();
    return 0;  // also runs the set-up
  }
  rl::thread_id_t schedule_impl(rl::unpark_reason& reason, unsigned) {
    reason = rl::unpark_reason_normal;
    return static_cast<rl::thread_id_t>(Model::get().schedule());
  }
  unsigned rand_impl(unsigned limit, rl::sched_type type) { return Model::get().relacy_rand(limit, type); }
  bool iteration_end_impl() { return Model::get().execution_ends(); }

  // Asked for by Relacy's progress output and its own saved searches; ours keeps both in the explorer.
  rl::iteration_t iteration_count_impl() { return this->iter_ + 1; }
  void get_state_impl(std::ostream&) {}
  void set_state_impl(std::istream&) {}
  void on_thread_block(rl::thread_id_t, bool) {}
  void thread_finished_impl() {}
  void purge_blocked_threads() {}

 private:
  RelacyClocks<N> clocks_;
};

// Deep recursion ends at the low end of the running fiber's stack, and not in what lies below it. Once a fiber.
void guard_stack();

template <rl::thread_id_t N>
struct Suite : rl::test_suite<Suite<N>, N> {
  void before() {
    guard_stack();
    Model::get().setup();
  }
  void thread(unsigned index) {
    guard_stack();
    Model::get().run_thread(static_cast<int>(index));
  }
  void after() { Model::get().after(); }
};

// What Relacy is to be told whatever it is that chooses.
[[nodiscard]] inline rl::test_params relacy_params(std::ostream& nowhere) {
  rl::test_params params;
  params.output_stream = &nowhere;
  params.progress_stream = &nowhere;
  params.search_type = rl::sched_full;  // at most one store back, whoever draws
  params.execution_depth_limit = ~0U;   // the explorer counts
  return params;
}

// One search in this process. `relacy` runs Relacy over so many threads.
[[nodiscard]] RunResult run_by(const RunRequest& request, Strategy& strategy,
                               const std::function<rl::test_result_e(int threads)>& relacy);

}  // namespace extram
