// How executions are chosen. A strategy sees threads, their next accesses and bounded choices; it knows nothing of the
// machine that takes the steps, so that another memory model can take Relacy's place.
//
// One execution is: begins(), then next_thread() before every step and index() for every choice inside a step, then
// ends(). A strategy that has seen enough of an execution returns kAbandon: the execution is cut and not counted.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "impl/world/scenario.hpp"
#include "impl/world/verdict.hpp"

namespace extram {

// `lock`: a write that waits while the object is closed, and closes it. `unlock`: a write to a closed object, which no
// `lock` could have come before. A machine that cannot tell these says `write`.
enum class AccessKind : std::uint8_t { none, read, write, lock, unlock };

// What a step does to shared memory. `object` numbers the atomics of an execution in a way that does not depend on
// the schedule: by the thread that made the object, and how many it had made.
struct Access {
  std::uint32_t object = 0;
  AccessKind kind = AccessKind::none;
  std::uint64_t before = 0;  // what the object held before the step wrote it
  friend bool operator==(Access, Access) = default;
};

[[nodiscard]] constexpr bool is_write(AccessKind kind) { return kind >= AccessKind::write; }

// Steps of two threads that do not commute.
[[nodiscard]] constexpr bool dependent(const Access& a, const Access& b) {
  return a.object == b.object && a.kind != AccessKind::none && b.kind != AccessKind::none &&
         (is_write(a.kind) || is_write(b.kind));
}

// What a thread waits for: a value of the object that its next step accesses.
struct Wait {
  bool (*satisfied)(const void* what, std::uint64_t value) = nullptr;
  const void* what = nullptr;
  [[nodiscard]] bool operator()(std::uint64_t value) const { return satisfied == nullptr || satisfied(what, value); }
};

// Where a thread stands: the access that it makes once it is given its next step.
struct NextStep {
  At at{""};
  Access access{};
  bool enabled = false;  // alive, and not waiting for a value that is not there
  bool alive = false;
  Wait wait{};             // lives until the step is performed
  std::uint64_t twin = 0;  // threads with the same number, not 0, could be exchanged for one another here
};

using ThreadSet = std::uint8_t;
static_assert(kMaxThreads <= 8);

inline constexpr int kAbandon = -1;
// As kAbandon, but nothing of the execution is lost or redundant: somebody else explores it from here on.
inline constexpr int kHandedOver = -3;

class DivisibleSearch;

// A name for the state that an execution has come to: equal names, equal futures, up to the names of threads and
// objects. A thread's place and an object's number in the list are what they are called in it.
inline constexpr std::size_t kNamedObjects = 10;
struct StateName {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  std::array<std::uint8_t, kMaxThreads> place{};
  std::uint8_t objects_count = 0;
  std::array<std::uint32_t, kNamedObjects> objects{};
};

// Of a machine that can name its states.
class StateSource {
 public:
  virtual ~StateSource() = default;
  // Between two steps. `marked` threads are told apart from others that are alike. False: this state has no name.
  [[nodiscard]] virtual bool name_state(ThreadSet marked, StateName& name) = 0;
  // Rises when something shows of the program that the names given so far do not tell.
  [[nodiscard]] virtual std::uint32_t edition() const = 0;
  // Another process has come to this edition.
  virtual void reach_edition([[maybe_unused]] std::uint32_t edition) {}
};

class Nondeterminism {
 public:
  [[nodiscard]] bool found() const { return !what_.empty(); }
  [[nodiscard]] const std::string& what() const { return what_; }
  void report(std::string what) {
    if (what_.empty()) what_ = std::move(what);
  }

 private:
  std::string what_;
};

class Strategy {
 public:
  Strategy() = default;
  Strategy(const Strategy&) = delete;
  Strategy& operator=(const Strategy&) = delete;
  virtual ~Strategy() = default;

  virtual void begins() = 0;
  // The thread that takes the next step, or kAbandon. `running` took the last one; -1 at the start. At least one
  // thread is enabled.
  [[nodiscard]] virtual int next_thread(std::span<const NextStep> threads, int running) = 0;
  // 0 .. question.arity-1; the arity is at least 2. `question.index` is not set.
  [[nodiscard]] virtual int index(const Decision& question) = 0;
  // The access that the step turned out to make: a compare-exchange that fails only reads.
  virtual void performed([[maybe_unused]] int thread, [[maybe_unused]] Access access) {}
  // Nobody is enabled, and somebody is alive.
  virtual void all_wait([[maybe_unused]] std::span<const NextStep> threads) {}
  // The thread's last step ended the execution for every thread.
  virtual void exited([[maybe_unused]] int thread) {}
  // Before the first execution: who can name states. False: nobody is going to ask.
  virtual bool asks_for_states([[maybe_unused]] StateSource* source) { return false; }
  // True where there is no further execution to run. `abandoned`: the execution was cut short.
  [[nodiscard]] virtual bool ends(bool abandoned) = 0;

  // What a search that ended by itself has shown: "complete", "bounded(p=2,f=1)", "sampled(1000)".
  [[nodiscard]] virtual std::string strength() const = 0;
  // What it leaves out by its nature, in words; empty: nothing.
  [[nodiscard]] virtual std::vector<std::string> leaves_out() const { return {}; }
  // Exhausts its space when it ends by itself, as opposed to sampling it.
  [[nodiscard]] virtual bool is_exhaustive() const = 0;
  // How much of the search lies behind, 0 to 1; negative: unknown.
  [[nodiscard]] virtual double progress() const { return -1.0; }

  // The execution that is running ends here and counts for nothing: the search stands where it stood before it began.
  // False: this search cannot go back, and the execution goes on to its end. ends() is not called after true.
  [[nodiscard]] virtual bool take_back() { return true; }
  // This search, where its work can be written down and divided.
  [[nodiscard]] virtual DivisibleSearch* divisible() { return nullptr; }
  // Where an execution left the record that it was to follow, in words; empty: nowhere.
  [[nodiscard]] virtual std::string divergence() const { return {}; }

  // Set when a replayed prefix met another question than the first time: the model is nondeterministic.
  [[nodiscard]] const Nondeterminism& nondeterminism() const { return nondeterminism_; }

 protected:
  Nondeterminism nondeterminism_;
};

}  // namespace extram
