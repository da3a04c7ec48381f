// The world that Relacy provides: fibers for threads, its memory model for atomics, and a kernel of our own for signals
// and stacks. Every atomic access is one step; plain accesses and everything a thread does to itself belong to the step
// before. Memory orders are arguments at run time here: a model does not pay for them.
#pragma once

#include <string>
#include <type_traits>

#include <fmt/format.h>

#include "impl/world/world.hpp"
#include "model/relacy/model.hpp"

namespace extram {

[[nodiscard]] constexpr rl::memory_order relacy_order(Order order) {
  switch (order) {
    case Order::relaxed: return rl::mo_relaxed;
    case Order::acquire: return rl::mo_acquire;
    case Order::release: return rl::mo_release;
    case Order::acq_rel: return rl::mo_acq_rel;
    case Order::seq_cst: break;
  }
  return rl::mo_seq_cst;
}

template <class T>
[[nodiscard]] std::string show(const T& value) {
  if constexpr (std::is_pointer_v<T>) return Model::get().name_of_value(reinterpret_cast<std::uintptr_t>(value));
  else if constexpr (std::is_same_v<T, bool>) return value ? "true" : "false";
  else if constexpr (std::is_enum_v<T>) return fmt::format("{}", static_cast<int>(value));
  else if constexpr (std::is_arithmetic_v<T>) return fmt::format("{}", value);
  else if constexpr (std::is_same_v<T, Mask>) return fmt::format("{:#x}", value.bits());
  else return "...";
}

// Of an atomic: a word that Go uses as a pointer (muintptr) shows as what it points at.
template <class T>
[[nodiscard]] std::string show_shared(const T& value) {
  if constexpr (std::is_same_v<T, std::uintptr_t>) return Model::get().name_of_value(value);
  else return show(value);
}

// While one lives, Relacy's own scheduling points do nothing: the step has been announced.
class StepGuard {
 public:
  StepGuard() { rl::ctx().disable_preemption(); }
  ~StepGuard() { rl::ctx().enable_preemption(); }
  StepGuard(const StepGuard&) = delete;
  StepGuard& operator=(const StepGuard&) = delete;
};

// What atomics of all types share. Kept out of the templates: a model is instantiated for every version and mutant.
class RelacyObject {
 protected:
  explicit RelacyObject(const char* name) : name_(name), object_(Model::get().new_object()) {}

  [[nodiscard]] static Model& model() { return Model::get(); }
  [[nodiscard]] static rl::debug_info here() { return rl::debug_info("", "", 0); }
  [[nodiscard]] Access reading() const { return {object_, AccessKind::read}; }
  [[nodiscard]] Access writing() const { return {object_, AccessKind::write}; }
  // For the trace; `newest` differs from `value` where the load was stale.
  void trace_load(At at, const std::string& value, const std::string& newest) const;
  void trace_write(At at, const std::string& old, const std::string& value) const;
  void trace_failure(At at, const std::string& wanted, const std::string& found) const;

 private:
  const char* name_;
  std::uint32_t object_;
};

// The operations are not inlined: in every variant of every scenario they would take most of a build's time.
template <class T>
class RelacyAtomic : RelacyObject {
 public:
  RelacyAtomic() : RelacyAtomic("atomic") {}
  explicit RelacyAtomic(T value) : RelacyAtomic("atomic", value) {}
  explicit RelacyAtomic(const char* name, T value = T()) : RelacyObject(name) { init(value); }
  RelacyAtomic(const RelacyAtomic&) = delete;
  RelacyAtomic& operator=(const RelacyAtomic&) = delete;

  void init(T value) {
    const StepGuard guard;
    cell_.store(value, rl::mo_relaxed, here());
  }
  [[nodiscard]] T at_rest() const { return cell_.debug_value(); }

  template <Order O>
  [[nodiscard, gnu::noinline]] T load(At at = {}) const {
    model().announce(at, reading());
    return finish_load(at, read(O));
  }

  template <Order O>
  [[gnu::noinline]] void store(T value, At at = {}) {
    model().announce(at, writing());
    const StepGuard guard;
    const T old = cell_.debug_value();
    cell_.store(value, relacy_order(O), here());
    finish_write(at, old, value);
  }

  template <Order O>
  [[gnu::noinline]] T exchange(T value, At at = {}) {
    model().announce(at, writing());
    const StepGuard guard;
    const T old = cell_.exchange(value, relacy_order(O), here());
    finish_write(at, old, value);
    return old;
  }

  template <Order O>
  [[gnu::noinline]] T fetch_add(typename rl::atomic_add_type<T>::type value, At at = {}) {
    model().announce(at, writing());
    const StepGuard guard;
    const T old = cell_.fetch_add(value, relacy_order(O), here());
    finish_write(at, old, cell_.debug_value());
    return old;
  }

  template <Order O>
  [[nodiscard, gnu::noinline]] bool compare_exchange(T& expected, T desired, At at = {}) {
    return exchange_if<false>(expected, desired, relacy_order(O), at);
  }

  template <Order O>
  [[nodiscard, gnu::noinline]] bool compare_exchange_weak(T& expected, T desired, At at = {}) {
    return exchange_if<true>(expected, desired, relacy_order(O), at);
  }

  // One step, enabled while the newest value satisfies. A stale value that does not satisfy would only be read again,
  // with nothing changed but what this thread knows: the execution is cut, and those with a newer value remain.
  template <Order O, class Satisfied, class Pause>
  [[nodiscard, gnu::noinline]] T await(Satisfied satisfied, Pause, At at = {}) const {
    const Awaited<Satisfied> awaited{this, &satisfied};
    model().announce(at, reading(), Wait{&Awaited<Satisfied>::holds, &awaited});
    const T value = read(O);
    if (model().threads_run() && !satisfied(value)) model().abandon();
    return finish_load(at, value);
  }

 private:
  template <class Satisfied>
  struct Awaited {
    const RelacyAtomic* cell;
    const Satisfied* satisfied;
    static bool holds(const void* self) {
      const auto& me = *static_cast<const Awaited*>(self);
      return (*me.satisfied)(me.cell->at_rest());
    }
  };

  template <bool Weak>
  [[nodiscard]] bool exchange_if(T& expected, T desired, rl::memory_order order, At at) {
    model().announce(at, writing());
    const StepGuard guard;
    const T wanted = expected;
    const bool done = cell_.compare_exchange(rl::bool_t<Weak>(), expected, desired, order, here());
    if (done) {
      finish_write(at, wanted, desired);
    } else {
      model().performed(reading());
      trace_failed(at, wanted, expected);
    }
    return done;
  }

  void trace_failed(At at, T wanted, T found) {
    if (!model().tracing()) return;
    const OutsideContext outside;
    trace_failure(at, show_shared(wanted), show_shared(found));
  }

  [[nodiscard]] T read(Order order) const {
    const StepGuard guard;
    return cell_.load(relacy_order(load_part(order)), here());
  }
  [[nodiscard]] T finish_load(At at, T value) const {
    model().performed(reading());
    if (model().tracing()) {
      const T newest = cell_.debug_value();
      const OutsideContext outside;
      trace_load(at, show_shared(value), show_shared(newest));
    }
    return value;
  }
  void finish_write(At at, T old, T value) {
    model().performed(writing());
    if (!model().tracing()) return;
    const OutsideContext outside;
    trace_write(at, show_shared(old), show_shared(value));
  }

  rl::atomic<T> cell_;
};

// A variable without synchronisation, watched by Relacy's vector clocks. Not rl::var: that knows numbers alone, does
// not see use after free, and does not say who the other thread was.
class RelacyWatched {
 protected:
  explicit RelacyWatched(const char* name);
  ~RelacyWatched();
  RelacyWatched(const RelacyWatched&) = delete;
  RelacyWatched& operator=(const RelacyWatched&) = delete;

  void reads() const;
  void writes();
  void trace(const char* verb, const std::string& value) const;
  [[nodiscard]] static Model& model() { return Model::get(); }

 private:
  struct Accessor {
    int thread = -1;
    At at{""};
  };
  static constexpr std::uint32_t kAlive = 0x600d'ce11;
  static constexpr std::uint32_t kDead = 0xdead'ce11;

  void remember(Accessor& accessor) const { accessor = {model().self(), model().thread().at}; }
  void race(const char* does, const Accessor& other, const char* did) const;
  void check_alive() const;

  const char* name_;
  rl::var_data* clocks_;
  mutable Accessor reader_{};
  Accessor writer_{};
  volatile std::uint32_t alive_ = kAlive;  // volatile: the store in the destructor must happen
};

template <class T>
class RelacyPlain : RelacyWatched {
 public:
  RelacyPlain() : RelacyPlain("plain", T()) {}
  explicit RelacyPlain(T value) : RelacyPlain("plain", value) {}
  explicit RelacyPlain(const char* name, T value = T()) : RelacyWatched(name), value_(value) {}

  operator T() const {
    reads();
    if (model().tracing()) trace_value("is");
    return value_;
  }
  RelacyPlain& operator=(T value) {
    writes();
    value_ = value;
    if (model().tracing()) trace_value("=");
    return *this;
  }
  RelacyPlain& operator=(const RelacyPlain& other) { return *this = static_cast<T>(other); }
  RelacyPlain& operator+=(T value) { return *this = static_cast<T>(static_cast<T>(*this) + value); }
  RelacyPlain& operator-=(T value) { return *this = static_cast<T>(static_cast<T>(*this) - value); }
  T operator->() const requires std::is_pointer_v<T> { return static_cast<T>(*this); }

 private:
  [[gnu::noinline, gnu::cold]] void trace_value(const char* verb) const {
    const OutsideContext outside;
    trace(verb, show(value_));
  }

  T value_;
};

struct RelacyWorld {
  template <class T>
  using atomic = RelacyAtomic<T>;
  template <class T>
  using plain = RelacyPlain<T>;

  template <class T>
  class ghost {
   public:
    explicit ghost(T value) : value_(value) {}
    [[nodiscard]] T get() const { return value_; }
    void set(T value) { value_ = value; }

   private:
    T value_;
  };

  template <class T>
  class per_thread {
   public:
    [[nodiscard]] T& mine() { return all_[static_cast<std::size_t>(self())]; }
    template <class F>
    void for_each(F f) const {
      for (const T& one : all_) f(one);
    }

   private:
    std::array<T, kMaxThreads> all_{};
  };

  template <class T>
  class bag {
   public:
    bag() = default;
    bag(const bag&) = delete;
    bag& operator=(const bag&) = delete;
    ~bag() {
      const OutsideContext outside;
      std::vector<T*>().swap(all_);
    }
    void add(T* object) {
      const OutsideContext outside;
      all_.push_back(object);
    }
    template <class F>
    void for_each(F f) const {
      for (T* object : all_) f(object);
    }

   private:
    std::vector<T*> all_;
  };

  class counter {
   public:
    explicit counter(const char*) {}
    void add(long n) { value_ += n; }
    [[nodiscard]] long at_rest() const { return value_; }

   private:
    long value_ = 0;
  };

  class id_source {
   public:
    [[nodiscard]] std::uint64_t next() { return Model::get().new_id(); }
  };

  [[nodiscard]] static int self() { return Model::get().self(); }

  static void step(At at) {
    Model::get().point(at);
    local(at, [] { return std::string(); });
  }

  template <Order O>
  static void fence(At at = {}) {
    Model::get().announce(at, {0, AccessKind::write});
    const StepGuard guard;
    rl::atomic_thread_fence(relacy_order(O), rl::debug_info("", "", 0));
    Model::get().performed({0, AccessKind::write});
    local(at, [] { return fmt::format("fence({})", name_of(O)); });
  }

  [[nodiscard]] static int choose(int n, At at = {}) {
    const int chosen = Model::get().choose(DecisionKind::user, n, at);
    local(at, [&] { return fmt::format("chooses {} of {}", chosen, n); });
    return chosen;
  }

  template <class T, class... Args>
  [[nodiscard]] static T* make(Args&&... args) {
    T* const object = new T(static_cast<Args&&>(args)...);
    Model::get().made(object, [](void* p) { delete static_cast<T*>(p); });
    return object;
  }
  template <class T>
  static void destroy(T* object) {
    Model::get().destroyed(object);
    delete object;
  }
  [[nodiscard]] static bool fails(At at) { return Model::get().fails(at); }

  [[nodiscard]] static void* getg() { return Model::get().thread().g; }
  static void setg(void* g, At at) {
    Model::get().point(at);
    Model::get().thread().g = g;
    Model::get().thread_changed();
    local(at, [&] { return std::string(g == nullptr ? "g = nil" : "g set"); });
  }

  static void sigprocmask(MaskHow how, const Mask* mask, Mask* old, At at) {
    Model& model = Model::get();
    model.point(at);
    Mask& mine = model.thread().mask;
    if (old != nullptr) *old = mine;
    if (mask != nullptr) {
      switch (how) {
        case MaskHow::block: mine = mine.with(*mask); break;
        case MaskHow::unblock: mine = mine.without(*mask); break;
        case MaskHow::set: mine = *mask; break;
      }
      mine = mine.without(kUnmaskable);
    }
    local(at, [&] { return (mask == nullptr ? "mask is " : "mask = ") + describe(mine); });
    if (mask != nullptr) model.mask_changed(at);
  }

  static void sigaltstack(const AltStack* stack, AltStack* old, At at) {
    Model::get().point(at);
    AltStack& mine = Model::get().thread().altstack;
    if (old != nullptr) *old = mine;
    if (stack != nullptr) {
      mine = *stack;
      Model::get().thread_changed();
    }
    local(at, [&] {
      return std::string(stack == nullptr ? "altstack is " : "altstack = ") + (mine.disabled() ? "none" : "set");
    });
  }

  // A signal that comes although it is blocked: the mask call had returned, the signal was already on its way.
  static void late_signal(At at) { Model::get().late_signal(at); }
  static void raise(int signal, At at) { Model::get().raise(signal, at); }
  [[nodiscard]] static int deliveries() { return Model::get().thread().deliveries; }
  [[nodiscard]] static AltStack make_signal_stack(std::size_t size) { return Model::get().new_signal_stack(size); }
  static void free_signal_stack(AltStack) {}

  // Symbolic: a page below the top of the thread's stack, and lower in a handler.
  [[nodiscard]] static std::uintptr_t stack_pointer() {
    const auto& me = Model::get().thread();
    return me.stack.hi - 4096 - static_cast<std::uintptr_t>(me.handlers) * 2048;
  }
  [[nodiscard]] static Stack real_stack() { return Model::get().thread().stack; }
  [[nodiscard]] static std::uint64_t gettid(At at) {
    Model::get().point(at);
    return 1000 + static_cast<std::uint64_t>(self());
  }
  static void osyield(At) {}
  static void usleep(unsigned, At) {}
  static void exit(int code, const char* text) { Model::get().exit(code, text); }

  [[nodiscard]] static void* race_context() { return nullptr; }
  [[nodiscard]] static void* enter_race_context(void*) { return nullptr; }
  static void leave_race_context(void*) {}
  static void end_race_context(void*) {}

  [[nodiscard]] static Mask current_mask() { return Model::get().thread().mask; }
  [[nodiscard]] static AltStack current_altstack() { return Model::get().thread().altstack; }
  [[nodiscard]] static Mask never_masked() { return Mask{}; }
  [[nodiscard]] static bool checks(Oracle oracle) { return Model::get().checks(oracle); }
  static void violation(Oracle oracle, const char* text) { Model::get().violation(oracle, text); }

  static void label_object(const void* object, std::size_t size, const char* text) {
    Model::get().label_object(object, size, text);
  }
  static void label_value(std::uintptr_t value, const char* text) { Model::get().label_value(value, text); }

 private:
  template <class Text>
  static void local(At at, Text text) {
    Model::get().event(EventKind::local, at, text);
  }
  [[nodiscard]] static std::string describe(Mask mask) {
    if (mask == Mask{}) return "empty";
    if (mask.with(kUnmaskable) == Mask::all()) return "all";
    return fmt::format("{} signals", mask.size());
  }
};

}  // namespace extram
