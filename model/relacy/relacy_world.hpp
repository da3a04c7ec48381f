// The world that Relacy provides: fibers for threads, its memory model for atomics, and a kernel of our own for signals
// and stacks. Every atomic access is one step; plain accesses and everything a thread does to itself belong to the step
// before.
#pragma once

#include <fmt/format.h>

#include <string>

#include "impl/world/world.hpp"
#include "model/relacy/relacy_atomic.hpp"
#include "model/relacy/relacy_plain.hpp"

namespace extram {

struct RelacyWorld {
  template <class T>
  using atomic = RelacyAtomic<T>;
  template <class T>
  using plain = RelacyPlain<T>;

  template <class T>
  class ghost {
   public:
    explicit ghost(T value) : value_(value) { Model::get().add_cell(this, &kType); }
    ~ghost() { Model::get().remove_cell(this); }
    ghost(const ghost&) = delete;
    ghost& operator=(const ghost&) = delete;
    [[nodiscard]] T get() const { return value_; }
    void set(T value) { value_ = value; }

   private:
    static void words(const void* cell, Words& words) { append_words(words, static_cast<const ghost*>(cell)->value_); }
    static constexpr CellType kType{&words};
    T value_;
  };

  template <class T>
  class per_thread {
   public:
    per_thread() { Model::get().add_per_thread(all_.data(), sizeof(T), &words); }
    per_thread(const per_thread&) = delete;
    per_thread& operator=(const per_thread&) = delete;
    [[nodiscard]] T& mine() { return all_[static_cast<std::size_t>(self())]; }
    template <class F>
    void for_each(F f) const {
      for (const T& one : all_) f(one);
    }

   private:
    static void words(const void* one, Words& words) {
      const T& mine = *static_cast<const T*>(one);
      auto sink = [&words](const auto& part) { append_words(words, part); };
      if constexpr (requires { mine.state(sink); })
        mine.state(sink);
      else
        sink(mine);
    }
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

  class call {
   public:
    call() : mark_(Model::get().mark()) {}
    ~call() { Model::get().returned(mark_); }
    call(const call&) = delete;
    call& operator=(const call&) = delete;
    template <class T>
    [[nodiscard]] T returns(T result) {
      Model::get().returned(mark_);
      Model::get().observed(result);
      mark_ = Model::get().mark();
      return result;
    }

   private:
    std::size_t mark_;
  };

  class counter {
   public:
    explicit counter(const char* name) { Model::get().add_cell(this, &kType, name); }
    ~counter() { Model::get().remove_cell(this); }
    counter(const counter&) = delete;
    counter& operator=(const counter&) = delete;
    void add(long n) { value_ += n; }
    [[nodiscard]] long at_rest() const { return value_; }

   private:
    static void words(const void* cell, Words& words) {
      append_words(words, static_cast<const counter*>(cell)->value_);
    }
    static std::string shown(const void* cell) { return show(static_cast<const counter*>(cell)->value_); }
    static constexpr CellType kType{.words = &words, .show = &shown, .counts = true};
    long value_ = 0;
  };

  class id_source {
   public:
    [[nodiscard]] std::uint64_t next() { return Model::get().new_id(); }
  };

  [[nodiscard]] static int self() { return Model::get().self(); }

  static void step(At at) {
    Model::get().may_fork(at);
    local(at, [] { return std::string(); });
  }

  template <Order O>
  static void fence(At at = {}) {
    Model::get().fences();
    Model::get().announce(at, {kFence, AccessKind::write});
    const StepGuard guard;
    rl::atomic_thread_fence(relacy_order(O), rl::debug_info("", "", 0));
    Model::get().made_step();
    Model::get().performed({kFence, AccessKind::write});
    local(at, [] { return fmt::format("fence({})", name_of(O)); });
  }

  [[nodiscard]] static int choose(int n, At at = {}) {
    const int chosen = Model::get().choose(DecisionKind::user, n, at);
    local(at, [&] { return fmt::format("chooses {} of {}", chosen, n); });
    return chosen;
  }

  // An execution in which it does not hold counts as cut. The other threads still run to their end: a search that
  // learns from what it saw must see all of it.
  static void assume(bool holds, At at = {}) {
    if (!holds) Model::get().refute(at);
  }

  template <class T, class... Args>
  [[nodiscard]] static T* make(Args&&... args) {
    Model::get().allocates();
    const std::size_t first_cell = Model::get().cells();
    T* const object = new T(static_cast<Args&&>(args)...);
    Model::get().made(object, sizeof(T), first_cell, [](void* p) { delete static_cast<T*>(p); });
    return object;
  }
  template <class T>
  static void destroy(T* object) {
    Model::get().allocates();
    Model::get().destroyed(object);
    delete object;
  }
  [[nodiscard]] static bool fails(At at) { return Model::get().call_fails(FaultKind::call, at); }

  [[nodiscard]] static void* getg() { return Model::get().thread().g; }
  static void setg(void* g, At at) {
    const auto later = [](const PutOff& step) { setg(reinterpret_cast<void*>(step.with[0]), step.at); };
    if (Model::get().drops(at)) return;
    if (Model::get().puts_off(at, later, {reinterpret_cast<std::uintptr_t>(g)})) return;
    Model::get().point(at);
    Model::get().thread().g = g;
    Model::get().thread_changed();
    local(at, [&] { return std::string(g == nullptr ? "g = nil" : "g set"); });
    Model::get().stepped(at);
  }

  static void sigprocmask(MaskHow how, const Mask* mask, Mask* old, At at) {
    Model& model = Model::get();
    if (model.drops(at)) return;
    if (mask != nullptr && old == nullptr && model.puts_off(at, &changes_mask_later, {word_of(how), mask->bits()})) {
      return;
    }
    model.point(at);
    Mask& mine = model.thread().mask;
    if (old != nullptr) *old = mask == nullptr ? model.mask(at, mine) : mine;
    if (mask != nullptr) {
      const Mask asked = model.mask(at, *mask);
      switch (how) {
        case MaskHow::block:
          mine = mine.with(asked);
          break;
        case MaskHow::unblock:
          mine = mine.without(asked);
          break;
        case MaskHow::set:
          mine = asked;
          break;
      }
      mine = mine.without(kUnmaskable);
    }
    local(at, [&] { return (mask == nullptr ? "mask is " : "mask = ") + describe(mine); });
    if (mask != nullptr) model.mask_changed(at);
    model.stepped(at);
  }

  static void sigaltstack(const AltStack* stack, AltStack* old, At at) {
    const auto later = [](const PutOff& step) {
      const AltStack kept{.base = step.with[0], .size = step.with[1]};
      sigaltstack(&kept, nullptr, step.at);
    };
    if (Model::get().drops(at)) return;
    if (stack != nullptr && old == nullptr && Model::get().puts_off(at, later, {stack->base, stack->size})) return;
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
    Model::get().stepped(at);
  }

  // No handler of a model runs on an alternate stack.
  [[nodiscard]] static bool swap_altstack(const AltStack& stack, AltStack* old, At at) {
    sigaltstack(&stack, old, at);
    return true;
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
    return me.stack.hi - 4096 - static_cast<std::uintptr_t>(me.handlers) * 2048 - me.below;
  }
  template <class F>
  static void with_frame(std::size_t bytes, F f) {
    struct Frame {
      explicit Frame(std::size_t size) : bytes(size) { Model::get().thread().below += bytes; }
      ~Frame() { Model::get().thread().below -= bytes; }
      std::size_t bytes;
    };
    const Frame frame(bytes);
    f();
  }
  [[nodiscard]] static Stack query_stack(At at) {
    if (Model::get().drops(at)) return Stack{};
    Model::get().point(at);
    local(at, [] { return std::string("stack is asked for"); });
    Model::get().stepped(at);
    return real_stack();
  }
  [[nodiscard]] static Stack real_stack() { return Model::get().thread().stack; }
  [[nodiscard]] static bool setspecific(Key key, void* value, At at) {
    if (Model::get().drops(at)) return true;
    Model::get().point(at);
    Model::get().thread().specific[static_cast<std::size_t>(key)] = value;
    local(at, [] { return std::string("kept until the thread ends"); });
    Model::get().stepped(at);
    return true;
  }
  [[noreturn]] static void exit_thread(At at) { Model::get().exit_thread(at); }
  [[nodiscard]] static std::uint64_t gettid(At at) {
    if (Model::get().drops(at)) return 0;
    Model::get().point(at);
    Model::get().stepped(at);
    return kThreadIds + static_cast<std::uint64_t>(self()) * kSymbolicApart + 1;
  }
  [[nodiscard]] static std::uint64_t remembered_tid(At at) { return gettid(at); }
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
  [[nodiscard]] static std::uintptr_t word_of(MaskHow how) { return static_cast<std::uintptr_t>(how); }
  static void changes_mask_later(const PutOff& step) {
    const Mask mask(step.with[1]);
    sigprocmask(static_cast<MaskHow>(step.with[0]), &mask, nullptr, step.at);
  }
  template <class Text>
  static void local(At at, Text text) {
    Model::get().event(EventKind::local, at, text);
  }
};

}  // namespace extram
