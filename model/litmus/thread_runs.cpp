#include "model/litmus/thread_runs.hpp"

#include <utility>

namespace extram::litmus {
namespace {

constexpr std::size_t kRunsMax = 20'000;
constexpr std::size_t kDomainMax = 64;

class Runner {
 public:
  Runner(const Test& test, std::size_t thread, const Domains& domains)
      : domains_(domains), thread_(static_cast<int>(thread)) {
    run_.registers.resize(test.threads[thread].registers.size());
    left_.push_back({&test.threads[thread].body, 0});
  }

  std::optional<std::vector<ThreadRun>> all() {
    go_on();
    if (too_many_) return std::nullopt;
    return std::move(runs_);
  }

 private:
  struct Place {
    const std::vector<Operation>* operations;
    std::size_t next;
  };

  // Tries everything that can come from here. What a try changes is put back.
  void go_on() {
    const std::vector<Place> left = left_;
    while (!left_.empty() && left_.back().next == left_.back().operations->size()) left_.pop_back();
    if (too_many_ || left_.empty()) {
      finish();
    } else {
      const Operation& operation = (*left_.back().operations)[left_.back().next++];
      perform(operation);
    }
    left_ = left;
  }

  void finish() {
    if (runs_.size() >= kRunsMax) too_many_ = true;
    if (!too_many_) runs_.push_back(run_);
  }

  void perform(const Operation& operation) {
    const int value = operation.value.evaluate(run_.registers);
    switch (operation.kind) {
      case OpKind::fence:
        return perform_event({.fence = true, .order = operation.order});
      case OpKind::store:
        return perform_event(write_event(operation, value));
      case OpKind::branch:
        left_.push_back({value != 0 ? &operation.then : &operation.otherwise, 0});
        return go_on();
      case OpKind::set:
        return with_register(operation.reg, value, [&] { go_on(); });
      case OpKind::assume:
        if (value != 0) go_on();
        return;
      case OpKind::choice:
        for (int i = 0; i < operation.arity; ++i) with_register(operation.reg, i, [&] { go_on(); });
        return;
      default:
        for (const int found : domains_[static_cast<std::size_t>(operation.location)]) read(operation, value, found);
    }
  }

  void read(const Operation& operation, int value, int found) {
    Event event = write_event(operation, value);
    event.reads = true;
    event.read = found;
    switch (operation.kind) {
      case OpKind::load:
        event.writes = false;
        break;
      case OpKind::await:
        event.writes = false;
        event.awaits = true;
        event.until = operation.until;
        event.awaited = value;
        if (!event.satisfied_by(found)) return;
        break;
      case OpKind::add:
        event.written = apply(TermKind::add, found, value);
        break;
      case OpKind::exchange:
        break;
      default:
        return compare_exchange(operation, event, found);
    }
    with_register(operation.reg, found, [&] { perform_event(event); });
  }

  void compare_exchange(const Operation& operation, const Event& success, int found) {
    const bool equal = found == operation.expected.evaluate(run_.registers);
    Event failure = success;
    failure.writes = false;
    failure.failed = true;
    failure.spurious = equal;
    failure.order = operation.order_failed;
    with_register(operation.reg, found, [&] {
      if (equal) with_register(operation.ok_reg, 1, [&] { perform_event(success); });
      if (equal && operation.kind == OpKind::cas) return;
      with_register(operation.ok_reg, 0, [&] { perform_event(failure); });
    });
  }

  [[nodiscard]] static Event write_event(const Operation& operation, int value) {
    Event event;
    event.writes = true;
    event.plain = operation.plain;
    event.order = operation.order;
    event.location = operation.location;
    event.written = value;
    return event;
  }

  void perform_event(Event event) {
    event.thread = thread_;
    run_.events.push_back(event);
    go_on();
    run_.events.pop_back();
  }

  template <class F>
  void with_register(int reg, int value, F f) {
    if (reg < 0) return f();
    int& slot = run_.registers[static_cast<std::size_t>(reg)];
    const int old = std::exchange(slot, value);
    f();
    slot = old;
  }

  const Domains& domains_;
  int thread_;
  ThreadRun run_;
  std::vector<Place> left_;
  std::vector<ThreadRun> runs_;
  bool too_many_ = false;
};

}  // namespace

std::optional<std::vector<ThreadRun>> runs_of(const Test& test, std::size_t thread, const Domains& domains) {
  return Runner(test, thread, domains).all();
}

std::optional<std::vector<std::vector<ThreadRun>>> all_runs(const Test& test) {
  Domains domains(test.locations.size());
  for (std::size_t l = 0; l < test.locations.size(); ++l) domains[l].insert(test.locations[l].init);
  // A value comes about in at most as many writes as there are, each made of what the one before it wrote.
  for (int round = 0; round <= test.operations; ++round) {
    std::vector<std::vector<ThreadRun>> runs;
    Domains wider = domains;
    for (std::size_t t = 0; t < test.threads.size(); ++t) {
      auto found = runs_of(test, t, domains);
      if (!found) return std::nullopt;
      for (const ThreadRun& run : *found) {
        for (const Event& event : run.events) {
          if (event.writes) wider[static_cast<std::size_t>(event.location)].insert(event.written);
        }
      }
      runs.push_back(std::move(*found));
    }
    if (wider == domains || round == test.operations) return runs;
    for (const auto& domain : wider) {
      if (domain.size() > kDomainMax) return std::nullopt;
    }
    domains = std::move(wider);
  }
  return std::nullopt;
}

}  // namespace extram::litmus
