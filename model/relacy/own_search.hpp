// Relacy as it comes: its own full search, with its own scheduler and its own points of preemption. The reference that
// the project's searches are held against, and a world of its own that nothing else shares code with.
#pragma once

#include <cstring>
#include <new>

#include "impl/world/order.hpp"
#include "impl/world/scenario.hpp"
#include "impl/world/verdict.hpp"
#include "model/relacy/relacy.hpp"

namespace extram {

struct OwnSearch {
  Verdict verdict = Verdict::exhausted;  // or data_race, truncated, violation
  std::uint64_t executions = 0;          // as Relacy counts them
};

// What an execution of Relacy's own search is made of, beyond what Relacy knows.
class OwnExecution {
 public:
  struct Cut {};

  static OwnExecution& get() {
    static OwnExecution the_execution;
    return the_execution;
  }
  void begin() {
    stuck_ = 0;
    refuted_ = false;
  }
  [[noreturn]] void refute() {
    refuted_ = true;
    throw Cut{};
  }
  // A thread that waits ends here. Where in the end its value is still not there, it would have waited for ever; where
  // it is, another interleaving is the one that goes on.
  template <class Waits>
  [[noreturn]] void wait_for_ever(const Waits& waits) {
    static_assert(std::is_trivially_copyable_v<Waits> && sizeof(Waits) <= sizeof(Stuck::waits));
    Stuck& row = all_stuck_[stuck_++];
    std::memcpy(row.waits.data(), &waits, sizeof(Waits));
    row.ends = [](const std::byte* bytes) {
      std::array<std::byte, sizeof(Waits)> copy;
      std::memcpy(copy.data(), bytes, sizeof(Waits));
      return std::bit_cast<Waits>(copy)();
    };
    throw Cut{};
  }
  enum class End : std::uint8_t { whole, cut, deadlock };
  [[nodiscard]] End end() const {
    if (refuted_) return End::cut;
    for (std::size_t i = 0; i < stuck_; ++i) {
      if (all_stuck_[i].ends(all_stuck_[i].waits.data())) return End::cut;
    }
    return stuck_ > 0 ? End::deadlock : End::whole;
  }

 private:
  struct Stuck {
    alignas(std::max_align_t) std::array<std::byte, 32> waits;
    bool (*ends)(const std::byte*) = nullptr;
  };
  std::array<Stuck, kMaxThreads> all_stuck_;
  std::size_t stuck_ = 0;
  bool refuted_ = false;
};

// As much of a World as a litmus test needs, over Relacy's own objects.
struct OwnWorld {
  [[nodiscard]] static rl::debug_info here() { return rl::debug_info("", "", 0); }
  [[nodiscard]] static constexpr rl::memory_order order(Order order) {
    constexpr std::array<rl::memory_order, 5> orders{rl::mo_relaxed, rl::mo_acquire, rl::mo_release, rl::mo_acq_rel,
                                                     rl::mo_seq_cst};
    return orders[static_cast<std::size_t>(order)];
  }

  template <class T>
  class atomic {
   public:
    atomic(const char*, T value) { cell_.store(value, rl::mo_relaxed, here()); }
    [[nodiscard]] T at_rest() const { return cell_.debug_value(); }
    template <Order O>
    [[nodiscard]] T load(At) const {
      return cell_.load(order(load_part(O)), here());
    }
    template <Order O>
    void store(T value, At) {
      cell_.store(value, order(O), here());
    }
    template <Order O>
    T exchange(T value, At) {
      return cell_.exchange(value, order(O), here());
    }
    template <Order O>
    T fetch_add(T value, At) {
      return cell_.fetch_add(value, order(O), here());
    }
    template <Order O, Order Failed>
    [[nodiscard]] bool compare_exchange(T& expected, T desired, At) {
      return cell_.compare_exchange(rl::bool_t<false>(), expected, desired, order(O), order(Failed), here());
    }
    template <Order O, Order Failed>
    [[nodiscard]] bool compare_exchange_weak(T& expected, T desired, At) {
      return cell_.compare_exchange(rl::bool_t<true>(), expected, desired, order(O), order(Failed), here());
    }
    // No spinning: a full search would never end it. One look, at the thread's own turn; an execution in which it came
    // too early is cut, unless nobody would ever have come.
    template <Order O, class Satisfied, class Pause>
    [[nodiscard]] T await(Satisfied satisfied, Pause, At) const {
      rl::ctx().sched();
      rl::ctx().disable_preemption();
      const auto holds = [this, satisfied] { return satisfied(cell_.debug_value()); };
      const bool may_end = holds();
      const T value = may_end ? cell_.load(order(load_part(O)), here()) : T();
      rl::ctx().enable_preemption();
      if (!may_end) OwnExecution::get().wait_for_ever(holds);
      if (!satisfied(value)) OwnExecution::get().refute();
      return value;
    }

    // One round, with others between its look and its exchange. One that fails changes nothing but what the thread
    // knows, so that an execution in which it does is cut.
    template <Order Load, Order Exchange, class Satisfied, class Takes, class Pause>
    [[nodiscard]] T await_exchange(Satisfied satisfied, Takes takes, T desired, Pause pause, At at, At) {
      T value = await<Load>(satisfied, pause, at);
      if (!takes(value)) return value;
      if (!compare_exchange<Exchange, load_part(Exchange)>(value, desired, at)) OwnExecution::get().refute();
      return value;
    }

   private:
    rl::atomic<T> cell_;
  };

  template <class T>
  class plain {
   public:
    explicit plain(const char*, T value = T()) : cell_(value) {}
    operator T() const { return cell_(here()).load(); }
    plain& operator=(T value) {
      cell_(here()).store(value);
      return *this;
    }

   private:
    rl::var<T> cell_;
  };

  template <Order O>
  static void fence(At) {
    rl::atomic_thread_fence(order(O), here());
  }
  static void assume(bool holds, At) {
    if (!holds) OwnExecution::get().refute();
  }
  [[nodiscard]] static int choose(int n, At) {
    return n < 2 ? 0 : static_cast<int>(rl::ctx().rand(static_cast<unsigned>(n), rl::sched_type_user));
  }
  static void osyield(At) {}
};

// `P` has setup(), foreign_thread(int), after() and expects_deadlock(), and allocates nothing: Relacy's own search
// would branch on every block that is freed.
template <class P, rl::thread_id_t N>
struct OwnSuite : rl::test_suite<OwnSuite<P, N>, N> {
  void before() {
    OwnExecution::get().begin();
    ::new (storage) P(Shape{});
    program().setup();
  }
  void thread(unsigned index) {
    try {
      if (static_cast<int>(index) < threads) program().foreign_thread(static_cast<int>(index));
    } catch (const OwnExecution::Cut&) {
    }
  }
  void after() {
    ++search.executions;
    const OwnExecution::End end = OwnExecution::get().end();
    if (end == OwnExecution::End::whole) program().after();
    if (end == OwnExecution::End::deadlock) (void)program().expects_deadlock();
    program().~P();
    if (search.executions < executions_max) return;
    search.verdict = Verdict::truncated;
    rl::ctx().fail_test("", rl::test_result_user_assert_failed, here_to_stop());
  }
  [[nodiscard]] static rl::debug_info here_to_stop() { return rl::debug_info("", "", 0); }
  [[nodiscard]] static P& program() { return *std::launder(reinterpret_cast<P*>(storage)); }

  alignas(P) static inline std::byte storage[sizeof(P)];
  static inline int threads = 0;
  static inline std::uint64_t executions_max = 0;
  static inline OwnSearch search;
};

template <class P, rl::thread_id_t N>
[[nodiscard]] OwnSearch own_full_search_of(int threads, std::uint64_t executions_max) {
  using Suite = OwnSuite<P, N>;
  Suite::threads = threads;
  Suite::executions_max = executions_max;
  Suite::search = OwnSearch{};
  std::ostream nowhere(nullptr);
  rl::test_params params;
  params.output_stream = &nowhere;
  params.progress_stream = &nowhere;
  params.search_type = rl::sched_full;
  params.execution_depth_limit = ~0U;
  rl::ostringstream state;
  const rl::test_result_e result = rl::run_test<Suite, rl::full_search_scheduler<N>>(params, state, false);
  if (result == rl::test_result_success || Suite::search.verdict == Verdict::truncated) return Suite::search;
  Suite::search.verdict = result == rl::test_result_data_race ? Verdict::data_race : Verdict::violation;
  return Suite::search;
}

template <class P>
[[nodiscard]] OwnSearch own_full_search(int threads, std::uint64_t executions_max) {
  if (threads <= 2) return own_full_search_of<P, 2>(threads, executions_max);
  return threads == 3 ? own_full_search_of<P, 3>(threads, executions_max)
                      : own_full_search_of<P, 4>(threads, executions_max);
}

}  // namespace extram
