// A machine in place of Relacy for the tests of the strategies: threads that make a list of accesses to shared ints,
// one a step. Its state is a value, so that a test can also walk through every execution by recursion, and hold what a
// strategy visits against that.
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "model/explore/explorer.hpp"

namespace extram::toy {

struct Choice {
  DecisionKind kind = DecisionKind::user;
  int arity = 2;
};

struct Step {
  const char* site = "step";
  AccessKind access = AccessKind::write;
  int object = 0;
  int value = 1;                  // what a write stores
  std::optional<int> awaits{};    // not enabled while the object holds another value
  std::optional<int> until{};     // made again and again until the object holds it: a loop that is no await
  std::vector<Choice> choices{};  // made inside the step, before the access
};

using Threads = std::vector<std::vector<Step>>;

// A thread for each number, with so many writes to one object, at sites that differ within a thread.
inline Threads writers(const std::vector<int>& steps_of_each) {
  constexpr std::array<const char*, 4> kSites{"write.1", "write.2", "write.3", "write.4"};
  Threads threads;
  for (const int steps : steps_of_each) {
    auto& thread = threads.emplace_back();
    for (int i = 0; i < steps; ++i) thread.push_back({.site = kSites[static_cast<std::size_t>(i)]});
  }
  return threads;
}

// One thread of one step, in which it makes these choices.
inline Threads chooser(std::vector<Choice> choices) { return {{{.site = "chooses", .choices = std::move(choices)}}}; }

// One puts twice, one gets twice, each waiting for the other; a third looks on.
inline Threads producer_and_consumer() {
  const Step put{.site = "put", .value = 1, .awaits = 0};
  const Step get{.site = "get", .value = 0, .awaits = 1};
  const Step look{.site = "look", .access = AccessKind::read};
  return {{put, put}, {get, get}, {look, look}};
}

// Two threads, each with a choice of every kind on its way.
inline Threads choosers() {
  const auto thread = [](Choice first, Choice second, Choice third) {
    return std::vector<Step>{{.site = "first", .choices = {first}}, {.site = "then", .choices = {second, third}}};
  };
  return {thread({DecisionKind::signal}, {DecisionKind::stale_load, 3}, {DecisionKind::fault}),
          thread({DecisionKind::spurious_failure}, {DecisionKind::memory_reuse}, {DecisionKind::user, 3})};
}

// Every walk as often as it was run.
inline std::map<std::string, int> tally(const std::vector<std::string>& walks) {
  std::map<std::string, int> times;
  for (const std::string& walk : walks) ++times[walk];
  return times;
}

class State {
 public:
  explicit State(const Threads& threads) : threads_(&threads), done_(threads.size()) {}

  [[nodiscard]] std::vector<NextStep> next() const {
    std::vector<NextStep> all(threads_->size());
    for (std::size_t t = 0; t < all.size(); ++t) {
      if (done_[t] == (*threads_)[t].size()) continue;
      const Step& step = step_of(t);
      const AccessKind kind = step.access == AccessKind::unlock ? AccessKind::write : step.access;
      all[t] = {At(step.site), {static_cast<std::uint32_t>(step.object), kind}, can_go_on(step), true};
      if (step.awaits) all[t].wait = {&is_there, &*step.awaits};
    }
    return all;
  }

  [[nodiscard]] bool ended() const {
    for (std::size_t t = 0; t < done_.size(); ++t) {
      if (done_[t] < (*threads_)[t].size()) return false;
    }
    return true;
  }

  // `choose(choice, at)` answers each choice of the step; an answer changes nothing but the walk.
  template <class Choose>
  Access take(int thread, Choose choose) {
    const auto t = static_cast<std::size_t>(thread);
    const Step& step = step_of(t);
    for (const Choice& choice : step.choices) choose(choice, At(step.site));
    int& object = memory_.at(static_cast<std::size_t>(step.object));
    Access access{static_cast<std::uint32_t>(step.object), step.access, static_cast<std::uint64_t>(object)};
    if (is_write(step.access) && step.access != AccessKind::lock) {
      access.kind = closed_with(step.object) == object ? AccessKind::unlock : AccessKind::write;
    }
    if (is_write(step.access)) object = step.value;
    if (!step.until || object == *step.until) ++done_[t];
    return access;
  }

  [[nodiscard]] int at(int object) const { return memory_.at(static_cast<std::size_t>(object)); }
  [[nodiscard]] std::size_t done(std::size_t thread) const { return done_[thread]; }
  [[nodiscard]] const Step& step_of(std::size_t t) const { return (*threads_)[t][done_[t]]; }

 private:
  static bool is_there(const void* awaited, std::uint64_t value) {
    return static_cast<int>(value) == *static_cast<const int*>(awaited);
  }
  // What the locks of an object put there, which is the same for all of them.
  [[nodiscard]] std::optional<int> closed_with(int object) const {
    for (const auto& thread : *threads_) {
      for (const Step& step : thread) {
        if (step.access == AccessKind::lock && step.object == object) return step.value;
      }
    }
    return std::nullopt;
  }
  [[nodiscard]] bool can_go_on(const Step& step) const {
    return !step.awaits || memory_.at(static_cast<std::size_t>(step.object)) == *step.awaits;
  }

  const Threads* threads_;
  std::vector<std::size_t> done_;
  std::array<int, 4> memory_{};
};

// --- under an explorer ----------------------------------------------------------------------------------------------

// What is to be known of an execution beyond its decisions: what it came to, and names for its states.
class Watcher {
 public:
  virtual ~Watcher() = default;
  virtual void begins(const State& state) = 0;
  virtual void stands(std::vector<NextStep>& threads) = 0;
  virtual void chose(int thread, int index) = 0;
  virtual void performs(int thread, const Step& step) = 0;
  virtual void ends() = 0;  // while the state is still there
};

enum class Ended : std::uint8_t { all, cut, deadlock };

// A deadlock is a failure, unless somebody watches.
inline Ended execute(const Threads& threads, Explorer& explorer, Watcher* watcher = nullptr) {
  State state(threads);
  explorer.begins();
  if (watcher != nullptr) watcher->begins(state);
  while (!state.ended()) {
    std::vector<NextStep> next = state.next();
    if (watcher != nullptr) watcher->stands(next);
    const int thread = explorer.next_thread(next);
    if (thread == kAbandon) return Ended::cut;
    if (thread == Explorer::kDeadlock) {
      if (watcher != nullptr) watcher->ends();
      if (watcher == nullptr) explorer.fails({Verdict::deadlock, Oracle::I6, "every thread waits", -1});
      return Ended::deadlock;
    }
    const Step& step = state.step_of(static_cast<std::size_t>(thread));
    if (watcher != nullptr) watcher->performs(thread, step);
    const Access access = state.take(thread, [&](const Choice& choice, At at) {
      const int index = explorer.choose(choice.kind, choice.arity, thread, at);
      if (watcher != nullptr) watcher->chose(thread, index);
    });
    explorer.performed(thread, access);
  }
  if (watcher != nullptr) watcher->ends();
  return Ended::all;
}

// A walk in words: the threads in the order in which they go on, and in brackets what they choose.
inline std::string text_of(DecisionKind kind, int thread, int index) {
  return kind == DecisionKind::thread ? fmt::format("{}", thread) : fmt::format("[{} {}]", name_of(kind), index);
}

inline std::string text_of(std::span<const Decision> decisions) {
  std::string text;
  for (const Decision& d : decisions) text += text_of(d.kind, d.thread, d.index);
  return text;
}

// The walks of a whole search, in its order.
inline std::vector<std::string> search(const Threads& threads, Explorer& explorer) {
  std::vector<std::string> walks;
  do {
    execute(threads, explorer);
    walks.push_back(text_of(explorer.decisions()));
  } while (!explorer.ends());
  return walks;
}

inline std::vector<std::string> search(const Threads& threads, Strategy& strategy) {
  Explorer explorer(strategy, {});
  return search(threads, explorer);
}

// --- by recursion, without an explorer ------------------------------------------------------------------------------

struct Walk {
  std::string text;
  int preemptions = 0;  // switches away from a thread that could have gone on
  int faults = 0;       // choices against the program
};

// Calls `visit` with every way to answer these choices.
template <class Visit>
void for_each_answer(const std::vector<Choice>& choices, std::vector<int>& answers, const Visit& visit) {
  if (answers.size() == choices.size()) return visit(answers);
  for (int i = 0; i < choices[answers.size()].arity; ++i) {
    answers.push_back(i);
    for_each_answer(choices, answers, visit);
    answers.pop_back();
  }
}

inline void extend(const State& state, int running, const Walk& walk, std::vector<Walk>& all) {
  const auto next = state.next();
  if (std::none_of(next.begin(), next.end(), [](const NextStep& n) { return n.enabled; })) return all.push_back(walk);
  for (std::size_t t = 0; t < next.size(); ++t) {
    if (!next[t].enabled) continue;
    const int thread = static_cast<int>(t);
    Walk with_thread = walk;
    with_thread.text += text_of(DecisionKind::thread, thread, 0);
    if (running >= 0 && running != thread && next[static_cast<std::size_t>(running)].enabled) ++with_thread.preemptions;
    std::vector<Choice> choices;
    State(state).take(thread, [&](const Choice& choice, At) { choices.push_back(choice); });
    std::vector<int> answers;
    for_each_answer(choices, answers, [&](const std::vector<int>& chosen) {
      Walk longer = with_thread;
      for (std::size_t i = 0; i < chosen.size(); ++i) {
        const DecisionKind kind = choices[i].kind;
        longer.text += text_of(kind, thread, chosen[i]);
        const bool against =
            kind == DecisionKind::signal || kind == DecisionKind::fault || kind == DecisionKind::spurious_failure;
        if (against && chosen[i] != 0) ++longer.faults;
      }
      State after = state;
      after.take(thread, [](const Choice&, At) {});
      extend(after, thread, longer, all);
    });
  }
}

[[nodiscard]] inline std::vector<Walk> all_walks(const Threads& threads) {
  std::vector<Walk> all;
  extend(State(threads), -1, {}, all);
  return all;
}

// Those within the bounds, as a set of texts.
[[nodiscard]] inline std::set<std::string> within(const std::vector<Walk>& walks, int preemptions, int faults) {
  std::set<std::string> texts;
  for (const Walk& walk : walks) {
    if (walk.preemptions <= preemptions && walk.faults <= faults) texts.insert(walk.text);
  }
  return texts;
}

}  // namespace extram::toy
