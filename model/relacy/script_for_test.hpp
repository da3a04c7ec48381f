// For the tests of the Relacy world: a scenario made of functions, so that a test says in one place what its threads
// do.
#pragma once

#include <array>
#include <functional>

#include "impl/world/registry.hpp"
#include "model/explore/depth_first.hpp"
#include "model/relacy/relacy_world.hpp"

namespace extram {

using W = RelacyWorld;
template <class T>
using Atomic = W::atomic<T>;

struct Script {
  std::function<void()> setup = [] {};
  std::function<void(int)> thread = [](int) {};
  std::function<void()> after = [] {};
  std::function<void(int)> on_signal = [](int) {};
  int expected_exit = -1;
  std::function<void(void*)> key_destructor = [](void*) {};
  std::function<std::string_view()> outcome = [] { return std::string_view(); };
  std::function<bool(GoneThreads)> expects_deadlock = [](GoneThreads) { return false; };
  std::function<bool(GoneThreads, bool)> resumes = [](GoneThreads, bool) { return true; };
};
inline Script script;

struct Scripted {
  static constexpr ScenarioInfo info{.name = "scripted", .question = "?"};
  explicit Scripted(const Shape&) {}
  void setup() { script.setup(); }
  void foreign_thread(int t) { script.thread(t); }
  void after() { script.after(); }
  void on_signal(int signal) { script.on_signal(signal); }
  bool expects_exit(int code) const { return code == script.expected_exit; }
  bool expects_deadlock(GoneThreads gone) const { return script.expects_deadlock(gone); }
  bool resumes(GoneThreads stalled, bool others_wait) const { return script.resumes(stalled, others_wait); }
  void key_destructor(Key, void* value) { script.key_destructor(value); }
  std::string_view outcome() const { return script.outcome(); }
};

inline RunResult run_script(Shape shape, Strategy& strategy, Limits limits = {}, Trace* trace = nullptr) {
  static const Entry entry = extram::entry<Scripted, NoVersion>();
  RunRequest request;
  request.entry = &entry;
  request.shape = shape;
  request.limits = limits;
  request.trace = trace;
  return run(request, strategy);
}

inline RunResult run_full(Shape shape = {.threads = 2}) {
  DepthFirst full;
  return run_script(shape, full);
}

// Lives across executions, which the models' memory must not. Numbers only.
inline std::array<std::uint64_t, 16> seen{};

}  // namespace extram
