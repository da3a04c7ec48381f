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
  [[nodiscard]] Access writing(std::uint64_t before = 0) const { return {object_, AccessKind::write, before}; }
  [[nodiscard]] Access locking(std::uint64_t before = 0) const { return {object_, AccessKind::lock, before}; }
  [[nodiscard]] Access unlocking(std::uint64_t before) const { return {object_, AccessKind::unlock, before}; }
  [[nodiscard]] std::uint32_t object() const { return object_; }
  void remember_writer(At at) {
    writer_before_ = writer_;
    writer_ = {model().self(), at, model().next_event()};
  }
  // For the trace. A stale load names the store that it read.
  void trace_load(At at, const std::string& value, const std::string& newest, bool stale) const;
  void trace_write(At at, Touch touch, const std::string& old, const std::string& value) const;
  void trace_failure(At at, const std::string& wanted, const std::string& found) const;

 private:
  struct Writer {
    int thread = 0;
    At at{"set-up"};
    int event = kNoStore;  // of the trace
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
  explicit RelacyAtomic(const char* name, T value = T()) : RelacyObject(name) {
    init(value);
    model().add_cell(this, &kType, name, object());
  }
  ~RelacyAtomic() { model().remove_cell(this); }
  RelacyAtomic(const RelacyAtomic&) = delete;
  RelacyAtomic& operator=(const RelacyAtomic&) = delete;

  void init(T value) {
    const StepGuard guard;
    cell_.store(value, rl::mo_relaxed, here());
  }
  [[nodiscard]] T at_rest() const { return cell_.debug_value(); }

  template <Order O>
  [[nodiscard, gnu::noinline]] T load(At at = {}) const {
    if (model().drops(at)) return T{};
    const Order order = ordered(O, at);
    model().announce(at, reading(), {{}, nullptr, records()});
    const T value = finish_load(at, read(order));
    model().stepped(at);
    return value;
  }

  template <Order O>
  [[gnu::noinline]] void store(T value, At at = {}) {
    const auto later = [](const PutOff& step) { self_of(step).template store<O>(value_of(step), step.at); };
    if (model().drops(at) || model().puts_off(at, later, put_off_with(value))) return;
    const Order order = ordered(O, at);
    model().announce(at, writing());
    model().stores_to(records());
    {
      const StepGuard guard;
      const T old = cell_.debug_value();
      cell_.store(value, relacy_order(order), here());
      model().made_step();
      finish_write(at, Touch::write, old, value);
    }
    model().stepped(at);
  }

  template <Order O>
  [[gnu::noinline]] T exchange(T value, At at = {}) {
    return rewrites<O>(at, [&](rl::memory_order order) { return cell_.exchange(value, order, here()); });
  }

  template <Order O>
  [[gnu::noinline]] T fetch_add(typename rl::atomic_add_type<T>::type value, At at = {}) {
    return rewrites<O>(at, [&](rl::memory_order order) { return cell_.fetch_add(value, order, here()); });
  }

  template <Order O>
  [[gnu::noinline]] void add(typename rl::atomic_add_type<T>::type value, At at = {}) {
    const auto later = [](const PutOff& step) { self_of(step).template add<O>(value_of(step), step.at); };
    if (model().puts_off(at, later, put_off_with(value))) return;
    const std::size_t mark = model().mark();
    (void)fetch_add<O>(value, at);
    model().unread(mark);
    model().made_step();
  }

  template <Order O, Order Failed = load_part(O)>
  [[nodiscard, gnu::noinline]] bool compare_exchange(T& expected, T desired, At at = {}) {
    return exchange_if<false>(expected, desired, O, Failed, at);
  }

  template <Order O, Order Failed = load_part(O)>
  [[nodiscard, gnu::noinline]] bool compare_exchange_weak(T& expected, T desired, At at = {}) {
    return exchange_if<true>(expected, desired, O, Failed, at);
  }

  // One step, enabled while the newest value satisfies. A stale value that does not satisfy would only be read again,
  // with nothing changed but what this thread knows: the execution is cut, and those with a newer value remain.
  template <Order O, class Satisfied, class Pause>
  [[nodiscard, gnu::noinline]] T await(Satisfied satisfied, Pause, At at = {}) const {
    const Awaited<Satisfied> awaited{this, &satisfied};
    const bool waits = !model().drops(at);
    const Order order = ordered(O, at);
    model().announce(at, reading(), waits ? awaited.wait() : Waiting{{}, nullptr, records()});
    const T value = read(order);
    const bool cuts = waits && model().stale_awaits() == Model::StaleAwaits::cut;
    if (cuts && model().threads_run() && !satisfied(value)) {
      model().performed(reading());
      model().abandon();
    }
    (void)finish_load(at, value);
    model().stepped(at);
    return value;
  }

  template <Order Load, Order Exchange, class Satisfied, class Takes, class Pause>
  [[nodiscard, gnu::noinline]] T await_exchange(Satisfied satisfied, Takes takes, T desired, Pause pause,
                                                At load_at = {}, At exchange_at = {}) {
    const bool is_as_written = !model().changes(load_at) && !model().changes(exchange_at);
    if (!model().fuses() || !is_as_written || !look_goes_into_exchange(Load, load_part(Exchange))) {
      for (;;) {
        T value = await<Load>(satisfied, pause, load_at);
        if (!takes(value) || compare_exchange<Exchange>(value, desired, exchange_at)) return value;
      }
    }
    closes_with(desired, !satisfied(desired));
    const Awaited<Satisfied> awaited{this, &satisfied};
    model().ordered_by(Load);
    model().ordered_by(Exchange);
    model().announce(load_at, is_lock_ ? locking() : writing(), awaited.wait());
    T value = read(Load);
    const bool goes_on = takes(value) ? value == cell_.debug_value() : satisfied(value);
    if (model().threads_run() && !goes_on) {  // stale: a round that is made again
      model().performed(reading());
      model().abandon();
    }
    if (!takes(value)) return finish_load(load_at, value);
    trace_load_of(load_at, value);
    const StepGuard guard;
    (void)cell_.compare_exchange(rl::bool_t<false>(), value, desired, relacy_order(Exchange), here());
    model().observed(value);
    model().performed(is_lock_ ? locking(bits_of(value)) : writing(bits_of(value)));
    remember_writer(exchange_at);
    trace_change(exchange_at, Touch::update, value, desired);
    return value;
  }

 private:
  template <class Satisfied>
  struct Awaited {
    const RelacyAtomic* cell;
    const Satisfied* satisfied;
    [[nodiscard]] Waiting wait() const { return {{&holds, this}, &newest, cell->records()}; }
    static bool holds(const void* self, std::uint64_t bits) {
      T value{};
      std::memcpy(&value, &bits, sizeof value);
      return (*static_cast<const Awaited*>(self)->satisfied)(value);
    }
    static std::uint64_t newest(const void* self) {
      return bits_of(static_cast<const Awaited*>(self)->cell->at_rest());
    }
  };

  // All await_exchanges of an atomic close it with the same value, or it is no lock.
  void closes_with(T desired, bool rejected) {
    if (is_lock_ && (!rejected || closed_ != desired)) {
      model().violation(Oracle::user,
                        "await_exchange: of one atomic all must put the same value there, and wait while "
                        "it is there");
    }
    if (!rejected) return;
    is_lock_ = true;
    closed_ = desired;
  }
  // Of a write that finds `old`.
  [[nodiscard]] Access written(T old) const {
    return is_lock_ && old == closed_ ? unlocking(bits_of(old)) : writing(bits_of(old));
  }

  static void words(const void* cell, Words& words) { append_words(words, self(cell).at_rest()); }
  static void atomic_state(const void* cell, AtomicState& state) {
    const auto get = [cell](auto& field, std::size_t at) { self(cell).look_inside(field, at); };
    state.data = self(cell).records();
    get(state.initialised, offsetof(Inside, initialized));
    get(state.failed_spuriously, offsetof(Inside, failed));
    unsigned newest = 0;
    T previous{};
    get(newest, offsetof(Inside, last_index));
    const std::size_t before = (newest + rl::atomic_history_size - 1) % rl::atomic_history_size;
    get(previous, offsetof(Inside, history) + before * sizeof(T));
    state.previous = word_of(previous);
  }
  template <class Field>
  void look_inside(Field& field, std::size_t at) const {
    std::memcpy(&field, reinterpret_cast<const char*>(&cell_) + at, sizeof field);
  }
  [[nodiscard]] const rl::atomic_data* records() const {
    rl::atomic_data* data = nullptr;
    look_inside(data, offsetof(Inside, impl));
    return data;
  }
  static const RelacyAtomic& self(const void* cell) { return *static_cast<const RelacyAtomic*>(cell); }
  static std::string shown(const void* cell) { return show_shared(self(cell).at_rest()); }
  static constexpr CellType kType{&words, nullptr, &atomic_state, &shown};

  // What Relacy keeps in an atomic and shows to nobody, in both releases of it that there are.
  struct Inside {
    T value;
    T history[rl::atomic_history_size];
    rl::atomic_data* impl;
    unsigned last_index;
    rl::signature<987654321> sign;
    bool initialized;
    bool failed;
  };
  static_assert(sizeof(Inside) == sizeof(rl::generic_atomic<T, false>));

  // An access that reads a value and always puts another in its place. The value that it found.
  template <Order O, class Rewrite>
  T rewrites(At at, Rewrite rewrite) {
    if (model().drops(at)) return T{};
    const Order order = ordered(O, at);
    model().announce(at, writing(), {{}, nullptr, records()});
    T old{};
    {
      const StepGuard guard;
      old = rewrite(relacy_order(order));
      model().observed(old);
      finish_write(at, Touch::update, old, cell_.debug_value());
    }
    model().stepped(at);
    return old;
  }

  template <bool Weak>
  [[nodiscard]] bool exchange_if(T& expected, T desired, Order order, Order failed, At at) {
    if (model().drops(at)) return true;
    if (const Order altered = model().order(at, order); altered != order) {
      order = altered;
      failed = load_part(altered);
    }
    model().ordered_by(order);
    model().ordered_by(failed);
    model().announce(at, writing(), {{}, nullptr, records()});
    bool done = false;
    {
      const StepGuard guard;
      const T wanted = expected;
      if (model().call_fails(FaultKind::cas, at)) {
        expected = read(failed);
        model().observed(expected);
        model().performed(reading());
        return false;
      }
      done = cell_.compare_exchange(rl::bool_t<Weak>(), expected, desired, relacy_order(order), relacy_order(failed),
                                    here());
      model().observed(done);
      model().observed(expected);
      if (done) {
        finish_write(at, Touch::update, wanted, desired);
      } else {
        model().performed(reading());
        trace_failed(at, wanted, expected);
      }
    }
    if (done) model().stepped(at);
    return done;
  }

  // The order that the access has in this run.
  [[nodiscard]] static Order ordered(Order as_written, At at) {
    const Order order = model().order(at, as_written);
    model().ordered_by(order);
    return order;
  }
  // A step that is put off keeps where it writes, and what.
  template <class Value>
  [[nodiscard]] std::array<std::uintptr_t, 2> put_off_with(Value value) {
    return {reinterpret_cast<std::uintptr_t>(this), static_cast<std::uintptr_t>(bits_of(value))};
  }
  [[nodiscard]] static RelacyAtomic& self_of(const PutOff& step) {
    return *reinterpret_cast<RelacyAtomic*>(step.with[0]);
  }
  [[nodiscard]] static T value_of(const PutOff& step) {
    T value{};
    std::memcpy(&value, &step.with[1], sizeof value);
    return value;
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
    model().observed(value);
    model().performed(reading());
    trace_load_of(at, value);
    return value;
  }
  void trace_load_of(At at, T value) const {
    if (!model().tracing()) return;
    const T newest = cell_.debug_value();
    const bool stale = model().thread().read_stale;
    const OutsideContext outside;
    trace_load(at, show_shared(value), show_shared(newest), stale);
  }
  void finish_write(At at, Touch touch, T old, T value) {
    model().performed(written(old));
    remember_writer(at);
    trace_change(at, touch, old, value);
  }
  void trace_change(At at, Touch touch, T old, T value) const {
    if (!model().tracing()) return;
    const OutsideContext outside;
    trace_write(at, touch, show_shared(old), show_shared(value));
  }

  rl::atomic<T> cell_;
  bool is_lock_ = false;
  T closed_{};  // what it holds while it is closed
};

}  // namespace extram
