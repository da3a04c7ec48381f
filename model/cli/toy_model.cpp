#include "model/cli/toy_model.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <string>

#include "impl/world/registry.hpp"
#include "model/explore/own_bounded.hpp"
#include "model/explore/run.hpp"
#include "scenarios/litmus/bench.hpp"

namespace extram {
namespace {

constexpr ScenarioInfo kCounting{.name = "counting",
                                 .question = "do all threads together count to the end?",
                                 .shape = {.threads = 2, .callbacks = 1}};
constexpr ScenarioInfo kPair{
    .name = "pair", .question = "a stranger's own, of no version", .shape = {.threads = 3}, .threads_min = 2};

const std::array kEntries{
    Entry{kCounting, "one_step", "", "", OracleSet{}, nullptr},
    Entry{kCounting, "two_steps", "", "", OracleSet{Oracle::I3}, nullptr},
    Entry{kCounting, "deaf", "", "", OracleSet{}, nullptr},
    Entry{kCounting, "one_step", "lost_update", "reads and writes apart", OracleSet{}, nullptr},
    Entry{kCounting, "one_step", "stuck", "waits for ever after its first step", OracleSet{}, nullptr},
    Entry{kCounting, "one_step", "moody", "loses its update in every other run", OracleSet{}, nullptr},
    Entry{kPair, "-", "", "", OracleSet{}, nullptr},
};

struct RegisterAll {
  RegisterAll() {
    for (const Entry& entry : kEntries) Registry::add(entry);
  }
};
const RegisterAll kRegistered;

// Of this process and those that it forked.
int& runs_begun =
    *static_cast<int*>(mmap(nullptr, sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));

class Toy {
 public:
  Toy(const RunRequest& request, Explorer& explorer) : request_(request), explorer_(explorer) {
    const std::string_view mutant = request.entry->mutant;
    split_ = mutant == "lost_update" || (mutant == "moody" && runs_begun % 2 == 1);
    stuck_ = mutant == "stuck";
    deaf_ = request.entry->version == "deaf";
  }

  void execution() {
    explorer_.begins();
    if (request_.trace != nullptr) request_.trace->clear();
    const auto threads = static_cast<std::size_t>(request_.shape.threads);
    threads_.assign(threads, Thread{request_.shape.callbacks, request_.shape.signals, request_.shape.faults});
    counter_ = 0;
    for (;;) {
      std::vector<NextStep> next;
      for (const Thread& thread : threads_) next.push_back(next_step(thread));
      if (std::none_of(next.begin(), next.end(), [](const NextStep& step) { return step.alive; })) break;
      const int chosen = explorer_.next_thread(next);
      if (chosen == kAbandon) return;
      if (chosen == Explorer::kDeadlock) {
        return explorer_.fails({Verdict::deadlock, Oracle::I6, "every thread waits", 0});
      }
      take_step(chosen, next[static_cast<std::size_t>(chosen)].at);
    }
    if (counter_ != request_.shape.threads * request_.shape.callbacks && request_.oracles.contains(Oracle::I7)) {
      explorer_.fails({Verdict::violation, Oracle::I7, "an update was lost", 0});
    }
  }

 private:
  struct Thread {
    int left = 0;
    int signals_left = 0;
    int faults_left = 0;
    bool has_read = false;
    bool waits = false;
    int seen = 0;
  };

  [[nodiscard]] NextStep next_step(const Thread& thread) const {
    NextStep next;
    next.at = At(!split_ ? "counter.add" : thread.has_read ? "counter.store" : "counter.load");
    next.access = {1, split_ && !thread.has_read ? AccessKind::read : AccessKind::write};
    next.alive = thread.left > 0;
    next.enabled = next.alive && !thread.waits;
    return next;
  }

  void take_step(int chosen, At at) {
    Thread& thread = threads_[static_cast<std::size_t>(chosen)];
    if (!deaf_ && thread.signals_left > 0) {
      thread.signals_left -= explorer_.choose(DecisionKind::signal, 2, chosen, at);
    }
    if (!deaf_ && thread.faults_left > 0) thread.faults_left -= explorer_.choose(DecisionKind::fault, 2, chosen, at);
    if (split_ && !thread.has_read) {
      thread.seen = counter_;
      thread.has_read = true;
    } else {
      counter_ = split_ ? thread.seen + 1 : counter_ + 1;
      thread.has_read = false;
      --thread.left;
    }
    thread.waits = stuck_;
    explorer_.performed(chosen, {1, AccessKind::write});
    if (request_.trace != nullptr) {
      request_.trace->push_back(
          {EventKind::step, chosen, 0, at.label(), "counter: " + std::to_string(counter_), false});
    }
  }

  const RunRequest& request_;
  Explorer& explorer_;
  std::vector<Thread> threads_;
  int counter_ = 0;
  bool split_ = false;
  bool stuck_ = false;
  bool deaf_ = false;
};

}  // namespace

RunResult run(const RunRequest& request, Strategy& strategy) {
  ++runs_begun;
  Explorer explorer(strategy, request.limits, request.page, request.supervisor);
  explorer.on_progress = request.on_progress;
  Toy toy(request, explorer);
  do {
    toy.execution();
  } while (!explorer.ends());

  return result_of(explorer, {});
}

std::uint64_t& toy_fingerprint() {
  static std::uint64_t value = 0xf00d;
  return value;
}

std::uint64_t fingerprint(const Entry&, const Shape&) { return toy_fingerprint(); }

// The toy interprets nothing: litmus_verb_test.cpp runs the verb over Relacy.
const Entry& litmus::interpreter_entry() { return kEntries.front(); }

// Nor has it searches of its own: bench_test.cpp runs the verb over Relacy.
RunResult run_own_bounded(const RunRequest&, int) { return {}; }
litmus::FullSearch litmus::search_by_relacy_itself(std::uint64_t) { return {}; }

std::vector<Expectation>& toy_suite() {
  static std::vector<Expectation> rows{
      {"counting", "one_step", {.threads = 3}, "full", {}, {}, Verdict::exhausted},
      {"counting", "lost_update", {.threads = 2}, "bounded", 1, {}, Verdict::violation, Oracle::I7},
      {"counting", "two_steps", {.threads = 2}, "random", {}, {}, Verdict::sampled, Oracle::none, false},
  };
  return rows;
}

std::span<const Expectation> expectations() { return toy_suite(); }

}  // namespace extram
