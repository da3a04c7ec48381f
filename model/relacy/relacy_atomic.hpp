// Atomics in Relacy's memory model: every access is one step of its thread. Memory orders are arguments at run time
// here: a model does not pay for them.
#pragma once

#include <string>

#include "impl/world/order.hpp"
#include "model/relacy/model.hpp"
#include "model/relacy/show.hpp"

namespace extram {

[[nodiscard]] constexpr rl::memory_order relacy_order(Order order) {
  switch (order) {
    case Order::relaxed:
      return rl::mo_relaxed;
    case Order::acquire:
      return rl::mo_acquire;
    case Order::release:
      return rl::mo_release;
    case Order::acq_rel:
      return rl::mo_acq_rel;
    case Order::seq_cst:
      break;
  }
  return rl::mo_seq_cst;
}

// Of an atomic: a word that Go uses as a pointer (muintptr) shows as what it points at.
template <class T>
[[nodiscard]] std::string show_shared(const T& value) {
  if constexpr (std::is_same_v<T, std::uintptr_t>)
    return Model::get().name_of_value(value);
  else
    return show(value);
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
  void remember_writer(At at) {
    writer_before_ = writer_;
    writer_ = {model().self(), at};
  }
  // For the trace. A stale load names the store that it read.
  void trace_load(At at, const std::string& value, const std::string& newest, bool stale) const;
  void trace_write(At at, const std::string& old, const std::string& value) const;
  void trace_failure(At at, const std::string& wanted, const std::string& found) const;

 private:
  struct Writer {
    int thread = 0;
    At at{"set-up"};
  };

  const char* name_;
  std::uint32_t object_;
  Writer writer_{};         // of the newest store
  Writer writer_before_{};  // of the one before: as far back as a load can see
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

  template <Order O, Order Failed = load_part(O)>
  [[nodiscard, gnu::noinline]] bool compare_exchange(T& expected, T desired, At at = {}) {
    return exchange_if<false>(expected, desired, relacy_order(O), relacy_order(Failed), at);
  }

  template <Order O, Order Failed = load_part(O)>
  [[nodiscard, gnu::noinline]] bool compare_exchange_weak(T& expected, T desired, At at = {}) {
    return exchange_if<true>(expected, desired, relacy_order(O), relacy_order(Failed), at);
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
  [[nodiscard]] bool exchange_if(T& expected, T desired, rl::memory_order order, rl::memory_order failed, At at) {
    model().announce(at, writing());
    const StepGuard guard;
    const T wanted = expected;
    const bool done = cell_.compare_exchange(rl::bool_t<Weak>(), expected, desired, order, failed, here());
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
    model().thread().read_stale = false;
    return cell_.load(relacy_order(load_part(order)), here());
  }
  [[nodiscard]] T finish_load(At at, T value) const {
    model().performed(reading());
    if (model().tracing()) {
      const T newest = cell_.debug_value();
      const bool stale = model().thread().read_stale;
      const OutsideContext outside;
      trace_load(at, show_shared(value), show_shared(newest), stale);
    }
    return value;
  }
  void finish_write(At at, T old, T value) {
    model().performed(writing());
    remember_writer(at);
    if (!model().tracing()) return;
    const OutsideContext outside;
    trace_write(at, show_shared(old), show_shared(value));
  }

  rl::atomic<T> cell_;
};

}  // namespace extram
