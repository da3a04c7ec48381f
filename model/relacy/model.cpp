#include "model/relacy/model.hpp"

#include <fmt/format.h>

namespace extram {
namespace {

constexpr std::uintptr_t kSignalStackApart = 0x10'0000;

}  // namespace

Model Model::the_model_;

void Model::attach(const RunRequest& request, Explorer& explorer) {
  request_ = &request;
  explorer_ = &explorer;
  trace_ = request.trace;
  oracles_ = request.oracles.without(request.entry->waived);
  coverage_.clear();
  fault_rows_.clear();
  counted_.clear();
  outcomes_.clear();
  exact_ = false;
  edition_ = 0;
  alterations_.are(request.entry->alterations);
  names_states_ = explorer.strategy().asks_for_states(this);
}

void Model::detach() {
  request_ = nullptr;
  explorer_ = nullptr;
  alterations_.are({});
  trace_ = nullptr;
  program_ = nullptr;
  phase_ = Phase::outside;
  // What a failing execution made belongs to a context that is gone.
  made_.clear();
}

void Model::execution_begins() {
  const OutsideContext outside;
  phase_ = Phase::setup;
  draining_ = false;
  exited_ = false;
  is_child_ = false;
  process_signals_ = 0;
  self_ = 0;
  objects_ = ids_ = labelled_ = stacks_ = Numbers{};
  labels_.clear();
  recorder_.clear();
  lock_is_shown_ = false;
  namer_.clear();
  if (trace_ != nullptr) trace_->clear();
  for (int t = 0; t < kMaxThreads; ++t) {
    Thread& thread = threads_[static_cast<std::size_t>(t)];
    Words observed = std::move(thread.observed);
    observed.clear();
    thread = Thread{};
    thread.observed = std::move(observed);
    const std::uintptr_t hi = kStacks + static_cast<std::uintptr_t>(t + 1) * kSymbolicApart;
    thread.stack = Stack{.lo = hi - static_cast<std::uintptr_t>(shape().stack_kib) * 1024, .hi = hi};
    thread.signals_left = shape().signals;
    thread.faults_left = shape().faults;
  }
  explorer_->begins();
}

void Model::setup() {
  program_ = request_->entry->make(shape());
  if (names_states_) namer_.program_is(program_, program_->bytes());
  program_->setup();
  phase_ = Phase::threads;
  trace_setup();
}

void Model::run_thread(int thread) {
  thread_is(thread);
  Thread& me = this->thread();
  me.relacy = rl::ctx().threadx_;
  fence_clock_ = rl::ctx().seq_cst_fence_order_;
  try {
    if (draining_) throw Abandon{};
    if (thread < shape().threads) live(thread);
  } catch (const Abandon&) {
  }
  thread_is(thread);
  me.announced = false;
  me.gone = false;
  me.ended = true;
}

void Model::after() {
  phase_ = Phase::after;
  if (!draining_) {
    program_->after();
    execution_went_well();
  }
  Program* const program = program_;
  program_ = nullptr;
  delete program;
  if (!draining_ && !made_.empty()) {
    fail(Verdict::leak, Oracle::none, -1,
         [&] { return fmt::format("{} objects were made and never destroyed", made_.size()); });
  }
  destroy_what_is_left();
}

void Model::destroy_what_is_left() {
  while (!made_.empty()) {
    const Made last = made_.back();
    made_.pop_back();
    last.destroy(last.object);
  }
}

bool Model::execution_ends() {
  phase_ = Phase::outside;
  const OutsideContext outside;
  if (draining_ && !exited_) explorer_->abandons();
  const bool over = explorer_->ends();
  if (!explorer_->counted()) {
    for (std::uint64_t* const number : counted_) --*number;
  }
  counted_.clear();
  return over;
}

int Model::schedule() {
  const auto threads = static_cast<std::size_t>(shape().threads);
  for (std::size_t t = 0; t < std::max(threads, kFibersMin); ++t) {
    if (is_on_its_way(threads_[t]) || (draining_ && !threads_[t].ended)) return static_cast<int>(t);
  }
  // Nobody is left but threads that are gone: what they have on their stacks is unwound.
  const auto is_over = [](const Thread& thread) { return thread.ended || thread.gone; };
  if (std::all_of(threads_.begin(), threads_.begin() + shape().threads, is_over)) {
    for (std::size_t t = 0; t < threads; ++t) {
      if (!threads_[t].ended) return static_cast<int>(t);
    }
  }
  for (std::size_t t = 0; t < threads; ++t) {
    const Thread& thread = threads_[t];
    const bool enabled = thread.announced && thread.waiting.is_over();
    next_[t] = NextStep{thread.at,        thread.access,       enabled,
                        !is_over(thread), thread.waiting.wait, twin_of(static_cast<int>(t))};
  }
  int chosen = kAbandon;
  {
    const OutsideContext outside;
    chosen = explorer_->next_thread(std::span(next_).first(threads));
  }
  if (chosen == Explorer::kDeadlock) {
    everybody_waits();
    return schedule();
  }
  if (chosen == kAbandon) {
    draining_ = true;
    return schedule();
  }
  threads_[static_cast<std::size_t>(chosen)].stepped = true;
  return chosen;
}

void Model::everybody_waits() {
  if (resume_the_stalled()) return;
  const bool refuted = std::any_of(threads_.begin(), threads_.end(), [](const Thread& t) { return t.refuted; });
  if (!refuted && !program_->expects_deadlock(gone_threads())) report_deadlock();
  if (!refuted) execution_went_well();
  draining_ = true;
  if (refuted) return;
  exited_ = true;
  const OutsideContext outside;
  explorer_->exits(-1);
}

void Model::report_deadlock() {
  trace_waiting_threads();
  const Oracle why = program_->explain_deadlock();
  fail(Verdict::deadlock, why, -1, [&] { return describe_waiting_threads(); });
}

std::string Model::describe_waiting_threads() const {
  std::string all;
  for (int t = 0; t < shape().threads; ++t) {
    const Thread& thread = threads_[static_cast<std::size_t>(t)];
    if (thread.ended) continue;
    if (thread.gone) {
      all += fmt::format("{}thread {} {} at {}", all.empty() ? "" : ", ", t, is_child_ ? "was not copied" : "died",
                         thread.at.label());
      continue;
    }
    all += fmt::format("{}thread {} {} at {}{}", all.empty() ? "" : ", ", t, thread.stalled ? "is stalled" : "waits",
                       thread.at.label(), thread.handlers > 0 ? " in its signal handler" : "");
  }
  return all;
}

void Model::point(At at) {
  if (!threads_run()) return;
  if (unwinds()) {
    if (std::uncaught_exceptions() > 0) return;
    throw Abandon{};
  }
  if (is_altered()) comes_next(at);
  Thread& me = thread();
  me.at = at;
  while (signal_may_come()) {
    if (choose(DecisionKind::signal, 2, at) == 0) break;
    deliver_next(at);
  }
  me.at = at;
  if (me.faults_left > 0) faults_at_step(at);
  me.at = at;
}

void Model::announce(At at, Access access, const Waiting& waiting) {
  point(at);
  if (!threads_run() || unwinds()) return;
  Thread& me = thread();
  const int self = self_;
  me.access = access;
  me.waiting = waiting;
  me.announced = true;
  rl::ctx().sched();
  thread_is(self);
  me.announced = false;
  if (unwinds()) throw Abandon{};
}

int Model::choose(DecisionKind kind, int arity, At at) {
  if (!threads_run() || unwinds()) return 0;
  int chosen = 0;
  {
    const OutsideContext outside;
    chosen = explorer_->choose(kind, arity, self_, at);
  }
  // Of what a load found and whether an exchange failed the result tells all. Whether these were asked hangs on more
  // than what the thread has read, so that their answers would be taken for things that it has read.
  if (kind != DecisionKind::stale_load && kind != DecisionKind::spurious_failure) observed(chosen);
  thread().chosen = (thread().chosen + static_cast<std::uint64_t>(chosen) + 1) * 0x9e3779b97f4a7c15U;
  return chosen;
}

// Where freed memory comes back, who takes and gives back when matters to others: a step like any access.
void Model::allocates() {
  if (!request_->entry->info.reuses_memory || !threads_run() || unwinds()) return;
  announce(At("allocator"), {kAllocator, AccessKind::write});
  performed({kAllocator, AccessKind::write});
}

// Relacy asks with 0 for the wild alternative where it asks for spurious failures; a decision has 0 for the tame one.
unsigned Model::relacy_rand(unsigned limit, rl::sched_type type) {
  const auto ask = [&](DecisionKind kind) {
    return static_cast<unsigned>(choose(kind, static_cast<int>(limit), thread().at));
  };
  switch (type) {
    case rl::sched_type_atomic_load: {
      const unsigned back = ask(DecisionKind::stale_load);
      thread().read_stale = back != 0;
      return back;
    }
    case rl::sched_type_cas_fail:
      return limit - 1 - ask(DecisionKind::spurious_failure);
    // 0 keeps freed memory apart. At the end of an execution nobody can meet it again.
    case rl::sched_type_mem_realloc:
      if (!threads_run() || draining_) return 1;
      return request_->entry->info.reuses_memory ? ask(DecisionKind::memory_reuse) : 0;
    case rl::sched_type_user:
      return ask(DecisionKind::user);
    case rl::sched_type_sched:
      break;
  }
  return 0;
}

void Model::violation(Oracle oracle, std::string_view text) {
  if (!checks(oracle) || unwinds()) return;
  fail(Verdict::violation, oracle, self_, [&] { return std::string(text); });
}

void Model::fail_outside(Failure failure) {
  if (tracing()) add_event(EventKind::failure, failure.thread < 0 ? At("") : thread().at, failure.message, {});
  explorer_->fails(std::move(failure));
}

// Relacy gives up the execution and its context with it: this fiber is never resumed.
void Model::leave_execution() {
  rl::ctx().fail_test("", rl::test_result_user_assert_failed, RL_INFO);
  std::abort();
}

void Model::exit(int code, std::string_view text) {
  event(EventKind::step, At("exit"), [&] { return fmt::format("exit({}): {}", code, text); });
  if (!program_->expects_exit(code)) {
    fail(Verdict::violation, Oracle::user, self_,
         [&] { return fmt::format("the process ends itself with {}: {}", code, text); });
  }
  exited_ = true;
  {
    const OutsideContext outside;
    explorer_->exits(self_);
  }
  abandon();
}

void Model::abandon() {
  draining_ = true;
  throw Abandon{};
}

void Model::refute(At at) {
  if (!threads_run() || draining_) return;
  thread().refuted = true;
  announce(at, {}, Waiting{{[](const void*, std::uint64_t) { return false; }, nullptr}, [](const void*) {
                             return std::uint64_t{0};
                           }});
}

std::uint32_t Model::number(Numbers& numbers) {
  const auto owner = static_cast<std::size_t>(maker() + 1);
  return static_cast<std::uint32_t>(numbers[owner]++ * numbers.size() + owner);
}

AltStack Model::new_signal_stack(std::size_t size) {
  return AltStack{.base = kSignalStacks + number(stacks_) * kSignalStackApart, .size = size};
}

void Model::made(void* object, std::size_t bytes, std::size_t first_cell, void (*destroy)(void*)) {
  observed(object);
  const OutsideContext outside;
  made_.push_back({object, destroy});
  if (names_states_) namer_.add_object(object, bytes, first_cell);
}

void Model::destroyed(void* object) {
  const auto it = std::find_if(made_.rbegin(), made_.rend(), [&](const Made& m) { return m.object == object; });
  if (it == made_.rend()) {
    fail(Verdict::violation, Oracle::user, self_,
         [] { return std::string("an object is destroyed twice, or was never made"); });
  }
  *it = made_.back();
  made_.pop_back();
  if (names_states_) namer_.remove_object(object);
}

}  // namespace extram
