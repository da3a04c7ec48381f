// Relacy's own bounded search, with its own scheduler, over our model: the steps, the waits and the checks are those of
// every other search, so that the two differ in nothing but in what they run.
//
// What it does not get from Relacy: a wait is a wait (Relacy would spin), and memory comes back as the scenario says
// (Relacy would branch whenever a block is freed).
#include "model/explore/own_bounded.hpp"

#include <fmt/format.h>

#include "model/explore/shared_page.hpp"
#include "model/relacy/scheduler.hpp"

namespace extram {
namespace {

// Stands where a strategy does, and chooses nothing itself.
class OwnSearchStrategy final : public Strategy {
 public:
  OwnSearchStrategy(int context_bound, Counts& counts) : context_bound_(context_bound), counts_(counts) {}

  // Relacy's, while it runs: how it draws, and whether it has come to its end.
  std::function<unsigned(unsigned limit)> draws;
  bool is_over = false;

  void begins() override {}
  [[nodiscard]] int next_thread(std::span<const NextStep>, int) override { return kAbandon; }  // never asked
  [[nodiscard]] int index(const Decision& question) override { return static_cast<int>(draws(question.arity)); }
  void performed(int, Access) override { ++counts_.steps; }
  [[nodiscard]] bool ends(bool) override { return is_over; }
  [[nodiscard]] std::string strength() const override { return fmt::format("context bound {}", context_bound_); }
  [[nodiscard]] bool is_exhaustive() const override { return true; }

 private:
  int context_bound_;
  Counts& counts_;
};

// Relacy makes its scheduler itself, and this is how the scheduler finds us.
OwnSearchStrategy* the_strategy = nullptr;

// Relacy calls these by the type that it was given, so they stand before the ones of the base.
template <rl::thread_id_t N>
class OwnBounded final : public rl::context_bound_scheduler<N> {
 public:
  using Base = rl::context_bound_scheduler<N>;

  OwnBounded(rl::test_params& params, typename Base::shared_context_t& context, rl::thread_id_t dynamic_threads)
      : Base(params, context, dynamic_threads) {
    the_strategy->draws = [this](unsigned limit) { return Base::rand(limit, rl::sched_type_user); };
  }

  rl::thread_id_t iteration_begin(rl::iteration_t iteration) {
    Model::get().execution_begins();
    waits_ = {};
    return Base::iteration_begin(iteration);
  }

  bool iteration_end() {
    the_strategy->is_over = Base::iteration_end();
    return Model::get().execution_ends();
  }

  rl::thread_id_t schedule(rl::unpark_reason& reason, unsigned yield) {
    look_who_waits();
    if (this->running_threads_count == 0) {
      Model::get().everybody_waits();
      look_who_waits();
    }
    if (!Model::get().is_draining()) return Base::schedule(reason, yield);
    // The order in which the threads of an execution that is over unwind is no choice.
    reason = rl::unpark_reason_normal;
    this->thread_ = &this->threads_[this->running_threads[0]];
    return this->thread_->index_;
  }

  rl::thread_finish_result thread_finished() {
    look_who_waits();
    return Base::thread_finished();
  }

  unsigned rand(unsigned limit, rl::sched_type type) {
    if (type == rl::sched_type_mem_realloc) return Model::get().relacy_rand(limit, type);
    return Base::rand(limit, type);
  }

 private:
  void look_who_waits() {
    for (rl::thread_id_t t = 0; t < N; ++t) {
      const bool waits = !Model::get().is_draining() && Model::get().waits(static_cast<std::size_t>(t));
      if (std::exchange(waits_[t], waits) == waits) continue;
      if (waits)
        this->block_thread(t, false);
      else
        (void)this->unblock_thread(t);
    }
  }

  std::array<bool, static_cast<std::size_t>(N)> waits_{};
};

template <rl::thread_id_t N>
[[nodiscard]] rl::test_result_e run_relacy(int context_bound) {
  std::ostream nowhere(nullptr);
  rl::test_params params = relacy_params(nowhere);
  params.search_type = rl::sched_bound;
  params.context_bound = static_cast<unsigned>(context_bound);
  rl::ostringstream state;
  return rl::run_test<Suite<N>, OwnBounded<N>>(params, state, false);
}

}  // namespace

RunResult run_own_bounded(const RunRequest& request, int context_bound) {
  assert(request.shape.threads >= 2 && request.shape.threads <= 4);
  const SharedPage page(request.limits.depth_max);
  RunRequest with_page = request;
  with_page.page = &*page;
  OwnSearchStrategy strategy(context_bound, page->counts);
  the_strategy = &strategy;
  const RunResult result = run_by(with_page, strategy, [context_bound](int threads) {
    if (threads == 2) return run_relacy<2>(context_bound);
    return threads == 3 ? run_relacy<3>(context_bound) : run_relacy<4>(context_bound);
  });
  the_strategy = nullptr;
  return result;
}

}  // namespace extram
