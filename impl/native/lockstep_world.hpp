// The lockstep world: the native world with a turnstile before every shared access. What runs is what runs natively,
// the same atomics, signals and stacks on real threads, and under ThreadSanitizer the same accesses are watched; only
// who comes when is a script's to say. The steps are those of the model's world (model/relacy/relacy_world.hpp), one
// for one, so that a schedule of the one can be followed by the other.
#pragma once

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

#include "impl/native/lockstep.hpp"
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
    lockstep::announce(at);
    return loads<O>(at);
  }
  template <Order O>
  void store(T value, At at = {}) {
    lockstep::announce(at);
    lockstep::stored(record_, O);
    cell_.template store<O>(value);
    changed(at);
  }
  template <Order O>
  T exchange(T value, At at = {}) {
    lockstep::announce(at);
    lockstep::exchanged(record_, O);
    const T old = cell_.template exchange<O>(value);
    changed(at);
    return old;
  }
  template <Order O>
  T fetch_add(T value, At at = {}) {
    lockstep::announce(at);
    lockstep::exchanged(record_, O);
    const T old = cell_.template fetch_add<O>(value);
    changed(at);
    return old;
  }
  template <Order O>
  void add(T value, At at = {}) {
    fetch_add<O>(value, at);
  }
  template <Order O>
  [[nodiscard]] bool compare_exchange(T& expected, T desired, At at = {}) {
    lockstep::announce(at);
    lockstep::reads_newest();
    return exchanges<O>(expected, desired, at);
  }
  template <Order O>
  [[nodiscard]] bool compare_exchange_weak(T& expected, T desired, At at = {}) {
    lockstep::announce(at);
    if (!lockstep::fails_spuriously()) return exchanges<O>(expected, desired, at);
    expected = loads<load_part(O)>(at);
    return false;
  }
  template <Order O, class Satisfied, class Pause>
  [[nodiscard]] T await(Satisfied satisfied, Pause, At at = {}) const {
    const Awaited<Satisfied> awaited{&cell_, &satisfied};
    lockstep::announce(at, awaited.waiting());
    return loads<O>(at);
  }
  template <Order Load, Order Exchange, class Satisfied, class Takes, class Pause>
  [[nodiscard]] T await_exchange(Satisfied satisfied, Takes takes, T desired, Pause pause, At load_at = {},
                                 At exchange_at = {}) {
    if (!lockstep::fuses() || !look_goes_into_exchange(Load, load_part(Exchange))) {
      for (;;) {
        T value = await<Load>(satisfied, pause, load_at);
        if (!takes(value) || compare_exchange<Exchange>(value, desired, exchange_at)) return value;
      }
    }
    const Awaited<Satisfied> awaited{&cell_, &satisfied};
    lockstep::announce(load_at, awaited.waiting());
    T value = loads<Load>(load_at);
    if (takes(value)) (void)exchanges<Exchange>(value, desired, exchange_at);
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

  template <Order O>
  [[nodiscard]] T loads(At at) const {
    lockstep::reads_newest();
    lockstep::loaded(record_, O);
    const T value = cell_.template load<O>();
    lockstep::memory_changed();
    lockstep::log(StepKind::step, at);
    return value;
  }
  template <Order O>
  [[nodiscard]] bool exchanges(T& expected, T desired, At at) {
    const bool done = cell_.template compare_exchange<O>(expected, desired);
    if (done) {
      lockstep::exchanged(record_, O);
    } else {
      lockstep::loaded(record_, load_part(O));
    }
    changed(at);
    return done;
  }
  void changed(At at) const {
    lockstep::memory_changed();
    lockstep::log(StepKind::step, at);
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
    lockstep::point(at);
    Native::setg(g, at);
    lockstep::thread_changed();
    lockstep::log(StepKind::local, at);
  }
  static void sigprocmask(MaskHow how, const Mask* mask, Mask* old, At at = {}) {
    lockstep::point(at);
    Native::sigprocmask(how, mask, old, at);
    lockstep::log(StepKind::local, at);
    if (mask != nullptr) lockstep::thread_changed();
  }
  static void sigaltstack(const AltStack* stack, AltStack* old, At at = {}) {
    lockstep::point(at);
    Native::sigaltstack(stack, old, at);
    if (stack != nullptr) lockstep::thread_changed();
    lockstep::log(StepKind::local, at);
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
    lockstep::point(at);
    const Stack stack = Native::query_stack(at);
    lockstep::log(StepKind::local, at);
    return stack;
  }
  [[nodiscard]] static bool setspecific(Key key, void* value, At at = {}) {
    lockstep::point(at);
    const bool done = Native::setspecific(key, value, at);
    lockstep::log(StepKind::local, at);
    return done;
  }
  [[noreturn]] static void exit_thread(At at = {}) {
    lockstep::point(at);
    lockstep::log(StepKind::local, at);
    Native::exit_thread(at);
  }
  [[nodiscard]] static std::uint64_t gettid(At at = {}) {
    lockstep::point(at);
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
  // Where freed memory comes back, who takes and gives back when matters to others: a step like any access.
  static void allocates() {
    if (!lockstep::reuses_memory()) return;
    lockstep::announce(At("allocator"));
    lockstep::memory_changed();
  }
};

static_assert(World<LockstepWorld>);

}  // namespace extram::native
