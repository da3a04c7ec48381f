// A scenario: a question asked of an algorithm in every world. What an author writes is a struct
//
//   template <World W> struct my_scenario {
//     static constexpr ScenarioInfo info{.name = "my_scenario", .question = "...", .shape = {.threads = 2}};
//     explicit my_scenario(const Shape& shape);
//     void setup();                  // once, before the threads
//     void foreign_thread(int t);    // on every thread, 0 <= t < shape.threads
//     void after();                  // once, after all threads have ended
//   };
//
// and, where he needs them: `on_signal(int)`, the handler; `key_destructor(Key, void*)`, what hears at a thread's end
// what it kept in a slot (thread_key.hpp); `thread_ends(int)`, the last that is called on a thread, after those;
// `explain_deadlock()`, which oracle a deadlock breaks;
// `expects_exit(int)`, whether the process may end itself with that code; `expects_deadlock()`, whether all threads may
// wait for ever, after which the search goes on (where it can hang on who is gone, `expects_deadlock(GoneThreads)`);
// `resumes(GoneThreads stalled, bool others_wait)`, whether stalled threads may have held up all others;
// `outcome()`, in a few words how an execution went that broke nothing
// (they are counted); `list_state()`, what a fault's place is told by; `handler_is_local()`, whether a handler that ran
// now would touch nothing but its own thread; `kind_of_thread(int)`, where threads of the same kind run the same
// program, and a number of a thread is never kept in shared memory but as the address of something of its own. Program
// erases the type, so that a world's machinery is compiled once and not once a scenario.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "impl/world/alteration.hpp"
#include "impl/world/fault_kind.hpp"
#include "impl/world/oracle.hpp"
#include "impl/world/thread_key.hpp"

namespace extram {

inline constexpr int kMaxThreads = 5;

// What a callback body does. `rendezvous` waits until every foreign thread is in Go.
enum class Body : std::uint8_t { just_return, rendezvous };
// How the foreign threads come: all alike; each with its own mask and every second one with its own alternate stack;
// all with an alternate stack of their own.
enum class Profile : std::uint8_t { same, mixed, own_altstack };

// Where a signal may come. `distinct`: two places between which nothing changed that the handler could see count as
// one.
enum class SignalPoints : std::uint8_t { distinct, all };

inline constexpr std::array<std::string_view, 2> kSignalPoints{"distinct", "all"};
inline constexpr std::array<std::string_view, 2> kBodies{"return", "rendezvous"};
inline constexpr std::array<std::string_view, 3> kProfiles{"same", "mixed", "own_altstack"};

// Whether a model takes an await and the exchange behind it for one step, where the algorithm allows it.
enum class Fusion : std::uint8_t { on, off };

inline constexpr std::array<std::string_view, 2> kFusions{"on", "off"};

// The run-time size of a scenario. Counts, but for `stack_kib`.
struct Shape {
  int threads = 2;
  int callbacks = 1;   // of each foreign thread
  int ms = 1;          // on the list at the start
  int signals = 0;     // at most so many delivered to each thread
  int faults = 0;      // at most so many injected into each thread
  int ps = 0;          // Go's Ps; 0: never fewer than needed, so that exitsyscall never waits
  int stack_kib = 64;  // of each foreign thread (symbolic in a model)
  Body body = Body::just_return;
  Profile profile = Profile::same;
  SignalPoints signal_points = SignalPoints::distinct;
  Fusion fusion = Fusion::on;
  FaultKinds fault_kinds = FaultKind::call;
  friend bool operator==(const Shape&, const Shape&) = default;
};

struct ScenarioInfo {
  std::string_view name;
  std::string_view question;
  Shape shape{};  // the defaults
  int threads_min = 1;
  int threads_max = kMaxThreads;  // lower: the algorithm is for no more, on real threads either
  int victims = kMaxThreads;      // faults strike threads below this number
  bool reuses_memory = false;     // what its threads destroy may be handed out again: then that is a choice, and a step
};

// Bit t: thread t was cut short. It died, was cancelled, is not in the child of a fork; or it is stalled.
using GoneThreads = std::uint8_t;
static_assert(kMaxThreads <= 8);

// What a fault may find locked.
enum class LockState : std::uint8_t { free, mine, of_another };
inline constexpr std::array<std::string_view, 3> kLockStates{"free", "mine", "another's"};

class Program {
 public:
  Program() = default;
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  virtual ~Program() = default;
  virtual void setup() = 0;
  virtual void foreign_thread(int thread) = 0;
  virtual void after() = 0;
  virtual void on_signal(int signal) = 0;
  virtual void key_destructor(Key key, void* value) = 0;
  virtual void thread_ends(int thread) = 0;
  [[nodiscard]] virtual Oracle explain_deadlock() const = 0;
  [[nodiscard]] virtual bool handler_is_local() const = 0;
  // Threads of the same kind could be exchanged for one another.
  [[nodiscard]] virtual int kind_of_thread(int thread) const = 0;
  // Where the scenario's own variables are, so that addresses of them have a name.
  [[nodiscard]] virtual std::size_t bytes() const = 0;
  // The process would end here: whether that is an answer to the scenario's question, or a violation.
  [[nodiscard]] virtual bool expects_exit(int code) = 0;
  // Every thread waits for ever: whether that is an answer to the scenario's question, or a deadlock.
  [[nodiscard]] virtual bool expects_deadlock(GoneThreads gone) = 0;
  // The stalled threads go on, since nobody else can: the others have ended, or wait. Whether that is an answer to the
  // scenario's question, or a deadlock: a wait that no step of theirs will end.
  [[nodiscard]] virtual bool resumes(GoneThreads stalled, bool others_wait) = 0;
  // How an execution went, where nothing was broken; empty: nothing to tell. Lives as long as the process.
  [[nodiscard]] virtual std::string_view outcome() const = 0;
  [[nodiscard]] virtual LockState list_state() = 0;
};

template <class S>
class ProgramOf final : public Program {
 public:
  explicit ProgramOf(const Shape& shape) : scenario_(shape) {}
  void setup() override { scenario_.setup(); }
  void foreign_thread(int thread) override { scenario_.foreign_thread(thread); }
  void after() override { scenario_.after(); }
  void on_signal([[maybe_unused]] int signal) override {
    if constexpr (requires { scenario_.on_signal(signal); }) scenario_.on_signal(signal);
  }
  void key_destructor([[maybe_unused]] Key key, [[maybe_unused]] void* value) override {
    if constexpr (requires { scenario_.key_destructor(key, value); }) scenario_.key_destructor(key, value);
  }
  void thread_ends([[maybe_unused]] int thread) override {
    if constexpr (requires { scenario_.thread_ends(thread); }) scenario_.thread_ends(thread);
  }
  [[nodiscard]] Oracle explain_deadlock() const override {
    if constexpr (requires { scenario_.explain_deadlock(); }) return scenario_.explain_deadlock();
    return Oracle::none;
  }
  [[nodiscard]] bool handler_is_local() const override {
    if constexpr (requires { scenario_.handler_is_local(); }) return scenario_.handler_is_local();
    return false;
  }
  [[nodiscard]] int kind_of_thread(int thread) const override {
    if constexpr (requires { scenario_.kind_of_thread(thread); }) return scenario_.kind_of_thread(thread);
    return thread;
  }
  [[nodiscard]] std::size_t bytes() const override { return sizeof(*this); }
  [[nodiscard]] bool expects_exit([[maybe_unused]] int code) override {
    if constexpr (requires { scenario_.expects_exit(code); }) return scenario_.expects_exit(code);
    return false;
  }
  [[nodiscard]] bool expects_deadlock([[maybe_unused]] GoneThreads gone) override {
    if constexpr (requires { scenario_.expects_deadlock(gone); }) return scenario_.expects_deadlock(gone);
    if constexpr (requires { scenario_.expects_deadlock(); }) return scenario_.expects_deadlock();
    return false;
  }
  [[nodiscard]] bool resumes([[maybe_unused]] GoneThreads stalled, [[maybe_unused]] bool others_wait) override {
    if constexpr (requires { scenario_.resumes(stalled, others_wait); }) return scenario_.resumes(stalled, others_wait);
    return true;
  }
  [[nodiscard]] std::string_view outcome() const override {
    if constexpr (requires { scenario_.outcome(); }) return scenario_.outcome();
    return {};
  }
  [[nodiscard]] LockState list_state() override {
    if constexpr (requires { scenario_.list_state(); }) return scenario_.list_state();
    return LockState::free;
  }

 private:
  S scenario_;
};

// One row of the registry: a scenario with one version or mutant of what it asks about.
struct Entry {
  ScenarioInfo info;
  std::string_view version;      // of a mutant: the version it derives from; "-" where there are none
  std::string_view mutant;       // empty: a version
  std::string_view mutant_text;  // what is wrong in it
  OracleSet waived;              // oracles that this version does not promise
  Program* (*make)(const Shape&);
  std::span<const Alteration> alterations{};  // of a machine-made mutant; a native world knows none
};

}  // namespace extram
