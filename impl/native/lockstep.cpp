#include "impl/native/lockstep.hpp"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <new>

#include "impl/native/lockstep_hooks.hpp"
#include "impl/native/lockstep_text.hpp"
#include "impl/native/run_state.hpp"
#include "impl/native/thread.hpp"

namespace extram::native::lockstep {
namespace {

struct Seat {
  int turn = 0;  // a futex: 1 is the word to go
  At at{""};
  At signal_at{""};  // where the last one was let in
  Waiting waiting{};
  bool entered = false;
  bool announced = false;
  bool ended = false;
  int signals_left = 0;
  int signals_begun = 0;
  int faults_left = 0;
  int handlers = 0;
  // Since a signal was last asked for: anything that a handler could see, or the thread's own mask, g or stack.
  bool changed = true;
  bool itself_changed = true;
};

constexpr int kObjectsMax = 1 << 14;

struct Objects {
  void* at[kObjectsMax];
  int count;
};
struct Spare {
  void* memory;
  std::size_t bytes;
};

// One for the process, as the model has one. Written before the threads, and then by whoever has the turn.
struct Turnstile {
  Shape shape{};
  Program* program = nullptr;
  Script* script = nullptr;
  bool running = false;
  bool reuses_memory = false;
  Seat seats[kMaxThreads];
  RaceClocks clocks;
};

Turnstile the;
Objects made_objects;
Spare spares[kObjectsMax];
int spares_count = 0;

[[nodiscard]] int self() { return this_thread.index; }
[[nodiscard]] Seat& mine() { return the.seats[self()]; }

// --- the turn
// ---------------------------------------------------------------------------------------------------------

void give_turn(int thread) {
  int* const turn = &the.seats[thread].turn;
  __atomic_store_n(turn, 1, __ATOMIC_RELEASE);
  ::syscall(SYS_futex, turn, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
}

void wait_for_turn() {
  int* const turn = &mine().turn;
  while (__atomic_load_n(turn, __ATOMIC_ACQUIRE) == 0) {
    ::syscall(SYS_futex, turn, FUTEX_WAIT_PRIVATE, 0, nullptr, nullptr, 0);
  }
  *turn = 0;
}

// --- where script and threads part
// ------------------------------------------------------------------------------------

[[noreturn]] void end_with(Verdict verdict, Oracle oracle, int thread, const Text& text) {
  Record record{.ending = Ending::failed, .verdict = verdict, .oracle = oracle, .thread = thread};
  record.text.assign(text.view());
  native::end_with(record);
}

[[nodiscard]] const ScriptDecision* next_decision() {
  Script& script = *the.script;
  return script.position < script.decisions_count ? &script.decisions()[script.position] : nullptr;
}

void describe(Text& text, const ScriptDecision& d) {
  text.add("thread ").add(d.thread).add(" at ").add(d.site).add(": ").add(name_of(d.kind)).add(" ");
  text.add(d.index).add("/").add(d.arity);
}

// `now` says what the threads came to instead.
[[noreturn]] void diverge(const Text& now) {
  Text text;
  text.add("step ").add(static_cast<int>(the.script->position)).add(": ");
  if (const ScriptDecision* const want = next_decision()) {
    text.add("the schedule has ");
    describe(text, *want);
  } else {
    text.add("the schedule has ended");
  }
  text.add(", on real threads there is ").add(now.view());
  end_with(Verdict::diverged, Oracle::none, self(), text);
}

// The script is at its end and somebody could go on: it was recorded up to a limit.
[[noreturn]] void end_at_limit() {
  Text text;
  text.add("the schedule has ended, and the threads go on");
  end_with(Verdict::livelock, Oracle::none, -1, text);
}

[[noreturn]] void end_in_deadlock() {
  if (the.program->expects_deadlock()) {
    Record record{.ending = Ending::exited, .thread = self()};
    record.exit_expected = true;
    record.text.assign("every thread waits for ever, as the scenario expects");
    native::end_with(record);
  }
  Text text;
  for (int t = 0; t < the.shape.threads; ++t) {
    const Seat& seat = the.seats[t];
    if (seat.ended) continue;
    text.add(text.empty() ? "thread " : ", thread ").add(t).add(" waits at ").add(seat.at);
    if (seat.handlers > 0) text.add(" in its signal handler");
  }
  end_with(Verdict::deadlock, why_all_wait(*the.program), -1, text);
}

// --- whose turn it is
// -------------------------------------------------------------------------------------------------

[[noreturn]] void diverge_among(const bool* enabled, int count) {
  Text now;
  now.add(count).add(" enabled threads");
  for (int t = 0; t < the.shape.threads; ++t) {
    if (the.seats[t].ended) continue;
    now.add(", thread ").add(t).add(enabled[t] ? " at " : " waiting at ").add(the.seats[t].at);
  }
  diverge(now);
}

// -1: every thread has ended.
[[nodiscard]] int next_thread() {
  bool enabled[kMaxThreads] = {};
  int count = 0;
  bool alive = false;
  for (int t = 0; t < the.shape.threads; ++t) {
    Seat& seat = the.seats[t];
    if (!seat.entered) return t;
    enabled[t] = seat.announced && is_over(seat.waiting);
    count += enabled[t] ? 1 : 0;
    alive = alive || !seat.ended;
  }
  if (!alive) return -1;
  if (count == 0) end_in_deadlock();
  const ScriptDecision* const want = next_decision();
  if (want == nullptr) end_at_limit();
  if (want->kind != DecisionKind::thread || want->thread < 0 || want->thread >= the.shape.threads ||
      want->arity != count || !enabled[want->thread] || !spells(want->site, the.seats[want->thread].at)) {
    diverge_among(enabled, count);
  }
  int rank = 0;
  for (int t = 0; t < want->thread; ++t) rank += enabled[t] ? 1 : 0;
  if (want->index != rank) diverge_among(enabled, count);
  ++the.script->position;
  return want->thread;
}

// --- signals
// ----------------------------------------------------------------------------------------------------------

[[nodiscard]] int kind_of_signal(int n) { return n % 2 == 0 ? signals::usr1 : signals::chld; }

[[nodiscard]] bool signal_may_come() {
  Seat& me = mine();
  if (me.signals_left == 0) return false;
  if (is_blocked(kind_of_signal(me.signals_begun))) return false;
  if (the.shape.signal_points == SignalPoints::distinct) {
    if (!(the.program->handler_is_local() ? me.itself_changed : me.changed)) return false;
  }
  me.changed = me.itself_changed = false;
  return true;
}

[[nodiscard]] bool asks_for(Oracle oracle) { return run_state.oracles.contains(oracle); }

[[noreturn]] void end_with_race(const Race& race) {
  Text text;
  text.add("data race on ").add(race.name).add(": thread ").add(self()).add(" ").add(race.does).add(" it after ");
  text.add(mine().at).add(", thread ").add(race.other).add(" ").add(race.did).add(" it after ").add(race.other_at);
  text.add(", and nothing orders the two");
  end_with(Verdict::data_race, Oracle::I20, self(), text);
}

[[noreturn]] void end_with_dead(std::string_view what) {
  Text text;
  text.add(what).add(" is used after its memory was freed");
  end_with(Verdict::violation, Oracle::user, self(), text);
}

void must_live(const AtomicRecord& cell) {
  if (cell.state != CellState::alive && threads_run()) end_with_dead("an atomic");
}
void must_live(const PlainRecord& cell) {
  if (cell.state != CellState::alive && threads_run()) end_with_dead("a plain variable");
}

}  // namespace

// --- a round
// ----------------------------------------------------------------------------------------------------------

void begin(const Entry& entry, const Shape& shape, Program& program, Script& script) {
  the.reuses_memory = entry.info.reuses_memory;
  the.shape = shape;
  the.program = &program;
  the.script = &script;
  script.position = 0;
  script.switches = 0;
  script.steps_count = 0;
  for (Seat& seat : the.seats) {
    seat = Seat{};
    seat.signals_left = shape.signals;
    seat.faults_left = shape.faults;
  }
  the.clocks.begin();
  the.running = true;
}

void open() { give_turn(0); }

void enter(int) {
  wait_for_turn();
  mine().entered = true;
}

void leave() {
  mine().announced = false;
  mine().ended = true;
  if (const int next = next_thread(); next >= 0) {
    ++the.script->switches;
    give_turn(next);
  } else {
    the.running = false;
  }
}

void end() {
  for (int i = 0; i < spares_count; ++i) ::operator delete(spares[i].memory);
  spares_count = 0;
  made_objects.count = 0;
}

void must_be_used_up() {
  if (next_decision() == nullptr) return;
  Text now;
  now.add("nothing more to do");
  diverge(now);
}

// --- steps
// ------------------------------------------------------------------------------------------------------------

bool threads_run() { return the.running && this_thread.index >= 0; }

void point(At at) {
  if (!threads_run()) return;
  Seat& me = mine();
  me.at = at;
  while (signal_may_come()) {
    if (choose(DecisionKind::signal, 2, at) == 0) break;
    me.signal_at = at;
    raise_signal(next_signal());
  }
  me.at = at;
}

void announce(At at, const Waiting& waiting) {
  point(at);
  if (!threads_run()) return;
  Seat& me = mine();
  me.waiting = waiting;
  me.announced = true;
  if (const int next = next_thread(); next != self()) {
    ++the.script->switches;
    give_turn(next);
    wait_for_turn();
  }
  me.announced = false;
}

bool fails_spuriously() {
  if (!threads_run()) return false;
  bool fails = false;
  for (const ScriptDecision* d = next_decision(); d != nullptr && d->thread == self(); d = next_decision()) {
    if (d->kind == DecisionKind::stale_load) {
      if (d->index != 0) {
        Text now;
        now.add("no older value to be had");
        diverge(now);
      }
    } else if (d->kind == DecisionKind::spurious_failure) {
      fails = d->index != 0;
    } else {
      break;
    }
    ++the.script->position;
  }
  return fails;
}

int choose(DecisionKind kind, int arity, At at) {
  if (!threads_run()) return 0;
  const ScriptDecision* const want = next_decision();
  if (want == nullptr) end_at_limit();
  if (want->kind != kind || want->thread != self() || want->arity != arity || !spells(want->site, at)) {
    Text now;
    now.add("thread ").add(self()).add(" at ").add(at).add(": ").add(name_of(kind)).add(" of ").add(arity);
    diverge(now);
  }
  ++the.script->position;
  return want->index;
}

bool fails(At at) {
  if (!threads_run()) return false;
  Seat& me = mine();
  me.at = at;
  if (me.faults_left == 0 || choose(DecisionKind::fault, 2, at) == 0) return false;
  --me.faults_left;
  log(StepKind::fault, at);
  return true;
}

bool late_signal_comes(At at) {
  if (!threads_run() || mine().signals_left == 0) return false;
  if (choose(DecisionKind::signal, 2, at) == 0) return false;
  mine().signal_at = at;
  return true;
}

int next_signal() {
  Seat& me = mine();
  --me.signals_left;
  return kind_of_signal(me.signals_begun++);
}

void handler_begins() {
  if (!threads_run()) return;
  log(StepKind::signal, mine().signal_at);
  ++mine().handlers;
}

void handler_ends() {
  if (!threads_run()) return;
  --mine().handlers;
  thread_changed();
  log(StepKind::handled, mine().signal_at);
}

bool fuses() { return the.shape.fusion == Fusion::on; }

void memory_changed() {
  if (threads_run()) mine().changed = true;
}

void thread_changed() {
  if (threads_run()) mine().changed = mine().itself_changed = true;
}

void log(StepKind kind, At at) {
  if (!threads_run()) return;
  Script& script = *the.script;
  if (script.steps_count < script.steps_max) {
    ScriptStep& step = script.steps()[script.steps_count];
    step.kind = kind;
    step.thread = self();
    step.depth = mine().handlers;
    spell(at, step.site);
  }
  ++script.steps_count;
}

// --- memory
// -----------------------------------------------------------------------------------------------------------

void made(AtomicRecord& cell) { RaceClocks::make(cell); }
void made(PlainRecord& cell, const char* name) {
  const bool by_thread = threads_run();
  the.clocks.make(cell, name, by_thread ? self() : -1, by_thread ? mine().at : At("set-up"));
}
void died(AtomicRecord& cell) { RaceClocks::kill(cell); }
void died(PlainRecord& cell) {
  must_live(cell);
  RaceClocks::kill(cell);
}

void loaded(AtomicRecord& cell, Order order) {
  must_live(cell);
  if (threads_run()) the.clocks.loads(cell, self(), order);
}
void stored(AtomicRecord& cell, Order order) {
  must_live(cell);
  if (threads_run()) the.clocks.stores(cell, self(), order);
}
void exchanged(AtomicRecord& cell, Order order) {
  must_live(cell);
  if (threads_run()) the.clocks.exchanges(cell, self(), order);
}
void fenced(Order order) {
  if (threads_run()) the.clocks.fences(self(), order);
}

void read(PlainRecord& cell) {
  must_live(cell);
  Race race{};
  if (threads_run() && the.clocks.reads(cell, self(), mine().at, race) && asks_for(Oracle::I20)) end_with_race(race);
}
void written(PlainRecord& cell) {
  must_live(cell);
  Race race{};
  if (threads_run() && the.clocks.writes(cell, self(), mine().at, race) && asks_for(Oracle::I20)) end_with_race(race);
  memory_changed();
}

bool reuses_memory() { return the.reuses_memory; }

// The parts of an object may be asked about before the object itself.
bool hands_out_again() {
  if (!reuses_memory() || !threads_run()) return false;
  bool again = false;
  for (const ScriptDecision* d = next_decision();
       d != nullptr && d->thread == self() && d->kind == DecisionKind::memory_reuse; d = next_decision()) {
    again = d->index != 0;
    ++the.script->position;
  }
  return again;
}

void* reuse(std::size_t bytes) {
  for (int i = spares_count - 1; i >= 0; --i) {
    if (spares[i].bytes != bytes) continue;
    void* const memory = spares[i].memory;
    spares[i].bytes = 0;
    spares[i].memory = nullptr;
    return memory;
  }
  return nullptr;
}

// `bytes` 0: it is kept apart until the end of the round.
void keep_for_reuse(void* memory, std::size_t bytes) {
  if (spares_count == kObjectsMax) give_up("lockstep: more objects were destroyed than there is room to remember", 0);
  spares[spares_count++] = {memory, bytes};
}

void object_made(void* object) {
  if (made_objects.count == kObjectsMax) give_up("lockstep: more objects were made than there is room to remember", 0);
  made_objects.at[made_objects.count++] = object;
}

void object_destroyed(void* object) {
  for (int i = made_objects.count - 1; i >= 0; --i) {
    if (made_objects.at[i] != object) continue;
    made_objects.at[i] = made_objects.at[--made_objects.count];
    return;
  }
  Text text;
  text.add("an object is destroyed twice, or was never made");
  end_with(Verdict::violation, Oracle::user, self(), text);
}

}  // namespace extram::native::lockstep
