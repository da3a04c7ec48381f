// The lockstep world: the native world with a turnstile before every shared access. What runs is what runs natively,
// the same atomics, signals and stacks on real threads, and under ThreadSanitizer the same accesses are watched; only
// who comes when is a script's to say. The steps are those of the model's world (model/relacy/relacy_world.hpp), one
// for one, so that a schedule of the one can be followed by the other.
#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

#include "impl/native/lockstep.hpp"
#include "impl/native/lockstep_alterations.hpp"
#include "impl/native/native_world.hpp"

namespace extram::native {

// Oracles are on, and points are the turnstile's own.
struct LockstepPolicy {
  static constexpr bool kChecked = true;
  using Masks = DefaultMasks;
  static void point(At) {}
};

template <class T>
class LockstepAtomic {
 public:
  explicit LockstepAtomic(const char* name, T value = T{}) : cell_(name, value) { lockstep::made(record_); }
  ~LockstepAtomic() { lockstep::died(record_); }
  LockstepAtomic(const LockstepAtomic&) = delete;
  LockstepAtomic& operator=(const LockstepAtomic&) = delete;

  void init(T value) { cell_.init(value); }
  [[nodiscard]] T at_rest() const { return cell_.at_rest(); }

  template <Order O>
  [[nodiscard]] T load(At at = {}) const {
    if (lockstep::drops(at)) return T{};
    lockstep::announce(at);
    const T value = loads(lockstep::order(at, O), at);
    lockstep::stepped(at);
    return value;
  }
  template <Order O>
  void store(T value, At at = {}) {
    const auto later = [](const PutOff& step) { self_of(step).template store<O>(value_of(step), step.at); };
    if (lockstep::drops(at) || lockstep::puts_off(at, later, put_off_with(value))) return;
    lockstep::announce(at);
    const Order order = lockstep::order(at, O);
    lockstep::stored(record_, order);
    lockstep::with_order(order, [&](auto o) { cell_.template store<lockstep::store_part(o)>(value); });
    changed(at);
    lockstep::stepped(at);
  }
  template <Order O>
  T exchange(T value, At at = {}) {
    return rewrites<O>(at, [&](auto o) { return cell_.template exchange<o>(value); });
  }
  template <Order O>
  T fetch_add(T value, At at = {}) {
    return rewrites<O>(at, [&](auto o) { return cell_.template fetch_add<o>(value); });
  }
  template <Order O>
  void add(T value, At at = {}) {
    const auto later = [](const PutOff& step) { self_of(step).template add<O>(value_of(step), step.at); };
    if (lockstep::puts_off(at, later, put_off_with(value))) return;
    fetch_add<O>(value, at);
  }
  template <Order O>
  [[nodiscard]] bool compare_exchange(T& expected, T desired, At at = {}) {
    if (lockstep::drops(at)) return true;
    lockstep::announce(at);
    lockstep::reads_newest();
    const bool done = exchanges(lockstep::order(at, O), expected, desired, at);
    if (done) lockstep::stepped(at);
    return done;
  }
  template <Order O>
  [[nodiscard]] bool compare_exchange_weak(T& expected, T desired, At at = {}) {
    lockstep::announce(at);
    if (!lockstep::fails_spuriously()) return exchanges(O, expected, desired, at);
    expected = loads(load_part(O), at);
    return false;
  }
  template <Order O, class Satisfied, class Pause>
  [[nodiscard]] T await(Satisfied satisfied, Pause, At at = {}) const {
    const Awaited<Satisfied> awaited{&cell_, &satisfied};
    lockstep::announce(at, lockstep::drops(at) ? lockstep::Waiting{} : awaited.waiting());
    const T value = loads(lockstep::order(at, O), at);
    lockstep::stepped(at);
    return value;
  }
  template <Order Load, Order Exchange, class Satisfied, class Takes, class Pause>
  [[nodiscard]] T await_exchange(Satisfied satisfied, Takes takes, T desired, Pause pause, At load_at = {},
                                 At exchange_at = {}) {
    const bool is_as_written = !lockstep::changes(load_at) && !lockstep::changes(exchange_at);
    if (!lockstep::fuses() || !is_as_written || !look_goes_into_exchange(Load, load_part(Exchange))) {
      for (;;) {
        T value = await<Load>(satisfied, pause, load_at);
        if (!takes(value) || compare_exchange<Exchange>(value, desired, exchange_at)) return value;
      }
    }
    const Awaited<Satisfied> awaited{&cell_, &satisfied};
    lockstep::announce(load_at, awaited.waiting());
    T value = loads(Load, load_at);
    if (takes(value)) (void)exchanges(Exchange, value, desired, exchange_at);
    return value;
  }

 private:
  using Cell = Atomic<BarePolicy, T>;

  template <class Satisfied>
  struct Awaited {
    const Cell* cell;
    const Satisfied* satisfied;
    [[nodiscard]] lockstep::Waiting waiting() const { return {&is_over, this}; }
    static bool is_over(const void* what) {
      const auto& awaited = *static_cast<const Awaited*>(what);
      return (*awaited.satisfied)(awaited.cell->at_rest());
    }
  };

  // An access that reads a value and always puts another in its place. The value that it found.
  template <Order O, class Rewrite>
  T rewrites(At at, Rewrite rewrite) {
    if (lockstep::drops(at)) return T{};
    lockstep::announce(at);
    const Order order = lockstep::order(at, O);
    lockstep::exchanged(record_, order);
    const T old = lockstep::with_order(order, rewrite);
    changed(at);
    lockstep::stepped(at);
    return old;
  }
  [[nodiscard]] T loads(Order order, At at) const {
    lockstep::reads_newest();
    lockstep::loaded(record_, load_part(order));
    const T value =
        lockstep::with_order(order, [&](auto o) { return cell_.template load<load_part(decltype(o)::value)>(); });
    lockstep::memory_changed();
    lockstep::log(StepKind::step, at);
    return value;
  }
  [[nodiscard]] bool exchanges(Order order, T& expected, T desired, At at) {
    const bool done = lockstep::with_order(
        order, [&](auto o) { return cell_.template compare_exchange<decltype(o)::value>(expected, desired); });
    if (done) {
      lockstep::exchanged(record_, order);
    } else {
      lockstep::loaded(record_, load_part(order));
    }
    changed(at);
    return done;
  }
  void changed(At at) const {
    lockstep::memory_changed();
    lockstep::log(StepKind::step, at);
  }
  // A step that is put off keeps where it writes, and what.
  [[nodiscard]] std::array<std::uintptr_t, 2> put_off_with(T value) {
    std::uintptr_t word = 0;
    static_assert(sizeof value <= sizeof word);
    std::memcpy(&word, &value, sizeof value);
    return {reinterpret_cast<std::uintptr_t>(this), word};
  }
  [[nodiscard]] static LockstepAtomic& self_of(const PutOff& step) {
    return *reinterpret_cast<LockstepAtomic*>(step.with[0]);
  }
  [[nodiscard]] static T value_of(const PutOff& step) {
    T value{};
    std::memcpy(&value, &step.with[1], sizeof value);
    return value;
  }

  Cell cell_;
  mutable AtomicRecord record_;
};

template <class T>
class LockstepPlain {
 public:
  explicit LockstepPlain(const char* name, T value = T{}) : cell_(name, value) { lockstep::made(record_, name); }
  ~LockstepPlain() { lockstep::died(record_); }
  LockstepPlain(const LockstepPlain&) = delete;
  LockstepPlain& operator=(const LockstepPlain& other) { return *this = static_cast<T>(other); }

  // The access comes first: where ThreadSanitizer watches, it is the one to report a race.
  operator T() const {
    const T value = cell_;
    lockstep::read(record_);
    return value;
  }
  LockstepPlain& operator=(T value) {
    cell_ = value;
    lockstep::written(record_);
    return *this;
  }
  LockstepPlain& operator+=(T value) { return *this = static_cast<T>(static_cast<T>(*this) + value); }
  LockstepPlain& operator-=(T value) { return *this = static_cast<T>(static_cast<T>(*this) - value); }

 private:
  Plain<T> cell_;
  mutable PlainRecord record_;
};

class LockstepWorld : public NativeWorld<LockstepPolicy> {
  using Native = NativeWorld<LockstepPolicy>;

 public:
  template <class T>
  using atomic = LockstepAtomic<T>;
  template <class T>
  using plain = LockstepPlain<T>;

  static void step(At at = {}) {
    lockstep::point(at);
    lockstep::log(StepKind::local, at);
  }
  template <Order O>
  static void fence(At at = {}) {
    lockstep::announce(at);
    lockstep::fenced(O);
    Native::fence<O>(at);
    lockstep::memory_changed();
    lockstep::log(StepKind::local, at);
  }
  [[nodiscard]] static int choose(int n, At at = {}) {
    const int chosen = lockstep::choose(DecisionKind::user, n, at);
    lockstep::log(StepKind::local, at);
    return chosen;
  }

  template <class T, class... Args>
  [[nodiscard]] static T* make(Args&&... args) {
    allocates();
    void* memory = lockstep::reuse(sizeof(T));
    if (memory == nullptr) {
      memory = ::operator new(sizeof(T));
    } else {
      tsan::acquire(memory);
    }
    T* const object = new (memory) T(std::forward<Args>(args)...);
    lockstep::object_made(object);
    run_state.objects.fetch_add(1, std::memory_order_relaxed);
    return object;
  }
  // Freed memory is not given back before the end of the round: what still points at it finds dead variables there, and
  // not somebody else's.
  template <class T>
  static void destroy(T* object) {
    allocates();
    lockstep::object_destroyed(object);
    run_state.objects.fetch_sub(1, std::memory_order_relaxed);
    object->~T();
    tsan::release(object);
    lockstep::keep_for_reuse(object, lockstep::hands_out_again() ? sizeof(T) : 0);
  }
  [[nodiscard]] static bool fails(At at = {}) { return lockstep::fails(at); }

  static void setg(void* g, At at = {}) {
    const auto later = [](const PutOff& step) { setg(reinterpret_cast<void*>(step.with[0]), step.at); };
    if (lockstep::drops(at)) return;
    if (lockstep::puts_off(at, later, {reinterpret_cast<std::uintptr_t>(g)})) return;
    lockstep::point(at);
    Native::setg(g, at);
    lockstep::thread_changed();
    lockstep::log(StepKind::local, at);
    lockstep::stepped(at);
  }
  static void sigprocmask(MaskHow how, const Mask* mask, Mask* old, At at = {}) {
    if (lockstep::drops(at)) return;
    if (mask != nullptr && old == nullptr &&
        lockstep::puts_off(at, &changes_mask_later, {static_cast<std::uintptr_t>(how), mask->bits()})) {
      return;
    }
    lockstep::point(at);
    const Mask asked = mask == nullptr ? Mask{} : lockstep::mask(at, *mask);
    Native::sigprocmask(how, mask == nullptr ? nullptr : &asked, old, at);
    if (mask == nullptr && old != nullptr) *old = lockstep::mask(at, *old);
    lockstep::log(StepKind::local, at);
    if (mask != nullptr) lockstep::thread_changed();
    lockstep::stepped(at);
  }
  static void sigaltstack(const AltStack* stack, AltStack* old, At at = {}) {
    const auto later = [](const PutOff& step) {
      const AltStack kept{.base = step.with[0], .size = step.with[1]};
      sigaltstack(&kept, nullptr, step.at);
    };
    if (lockstep::drops(at)) return;
    if (stack != nullptr && old == nullptr && lockstep::puts_off(at, later, {stack->base, stack->size})) return;
    lockstep::point(at);
    Native::sigaltstack(stack, old, at);
    if (stack != nullptr) lockstep::thread_changed();
    lockstep::log(StepKind::local, at);
    lockstep::stepped(at);
  }
  [[nodiscard]] static bool swap_altstack(const AltStack& stack, AltStack* old, At at = {}) {
    lockstep::point(at);
    const bool done = Native::swap_altstack(stack, old, at);
    if (done) lockstep::thread_changed();
    lockstep::log(StepKind::local, at);
    return done;
  }
  static void raise(int signal, At at = {}) {
    lockstep::point(at);
    raise_signal(signal);
  }
  static void late_signal(At at = {}) {
    if (!lockstep::late_signal_comes(at)) return;
    const int signal = lockstep::next_signal();
    Mask before;
    const Mask late{signal};
    DefaultMasks::change(MaskHow::unblock, &late, &before);
    raise_signal(signal);
    DefaultMasks::change(MaskHow::set, &before, nullptr);
  }
  [[nodiscard]] static Stack query_stack(At at = {}) {
    if (lockstep::drops(at)) return Stack{};
    lockstep::point(at);
    const Stack stack = Native::query_stack(at);
    lockstep::log(StepKind::local, at);
    lockstep::stepped(at);
    return stack;
  }
  [[nodiscard]] static bool setspecific(Key key, void* value, At at = {}) {
    if (lockstep::drops(at)) return true;
    lockstep::point(at);
    const bool done = Native::setspecific(key, value, at);
    lockstep::log(StepKind::local, at);
    lockstep::stepped(at);
    return done;
  }
  [[noreturn]] static void exit_thread(At at = {}) {
    lockstep::point(at);
    lockstep::log(StepKind::local, at);
    Native::exit_thread(at);
  }
  [[nodiscard]] static std::uint64_t gettid(At at = {}) {
    if (lockstep::drops(at)) return 0;
    lockstep::point(at);
    lockstep::stepped(at);
    return Native::gettid(at);
  }
  [[nodiscard]] static std::uint64_t remembered_tid(At at = {}) {
    lockstep::point(at);
    return Native::remembered_tid(at);
  }
  [[noreturn]] static void exit(int code, const char* text) {
    lockstep::log(StepKind::step, At("exit"));
    Native::exit(code, text);
  }

 private:
  static void changes_mask_later(const PutOff& step) {
    const Mask mask(step.with[1]);
    sigprocmask(static_cast<MaskHow>(step.with[0]), &mask, nullptr, step.at);
  }
  // Where freed memory comes back, who takes and gives back when matters to others: a step like any access.
  static void allocates() {
    if (!lockstep::reuses_memory()) return;
    lockstep::announce(At("allocator"));
    lockstep::memory_changed();
  }
};

static_assert(World<LockstepWorld>);

}  // namespace extram::native
