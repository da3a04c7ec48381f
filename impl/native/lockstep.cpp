#include "impl/native/lockstep.hpp"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "impl/native/lockstep_hooks.hpp"
#include "impl/native/lockstep_state.hpp"
#include "impl/native/lockstep_text.hpp"
#include "impl/native/run_state.hpp"
#include "impl/native/thread.hpp"

namespace extram::native::lockstep {

Turnstile the;

namespace {

// --- the turn ------------------------------------------------------------------------------------------------------

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

// --- where script and threads part ---------------------------------------------------------------------------------

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
  conclude(Verdict::diverged, Oracle::none, self(), text.view());
}

// The script is at its end and somebody could go on: it was recorded up to a limit.
[[noreturn]] void end_at_limit() {
  Text text;
  text.add("the schedule has ended, and the threads go on");
  conclude(Verdict::livelock, Oracle::none, -1, text.view());
}

[[noreturn]] void end_in_deadlock() {
  if (the.program->expects_deadlock(GoneThreads{0})) {
    Record record{.ending = Ending::exited, .thread = self()};
    record.exit_expected = true;
    record.text.assign("every thread waits for ever, as the scenario expects");
    end_with(record);
  }
  Text text;
  for (int t = 0; t < the.shape.threads; ++t) {
    const Seat& seat = the.seats[t];
    if (seat.ended) continue;
    text.add(text.empty() ? "thread " : ", thread ").add(t).add(" waits at ").add(seat.at);
    if (seat.handlers > 0) text.add(" in its signal handler");
  }
  conclude(Verdict::deadlock, why_all_wait(*the.program), -1, text.view());
}

// --- whose turn it is ----------------------------------------------------------------------------------------------

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

// --- signals -------------------------------------------------------------------------------------------------------

[[nodiscard]] bool signal_may_come() {
  Seat& me = mine();
  if (me.signals_left == 0) return false;
  if (is_blocked(signals::in_turn(me.signals_begun))) return false;
  return me.signal_place.moves(the.shape.signal_points, the.program->handler_is_local());
}

}  // namespace

const ScriptDecision* next_decision() {
  Script& script = *the.script;
  return script.position < script.decisions_count ? &script.decisions()[script.position] : nullptr;
}

void conclude(Verdict verdict, Oracle oracle, int thread, std::string_view text) {
  Record record{.ending = Ending::failed, .verdict = verdict, .oracle = oracle, .thread = thread};
  record.text.assign(text);
  end_with(record);
}

// --- a round -------------------------------------------------------------------------------------------------------

void begin(const Entry& entry, const Shape& shape, Program& program, Script& script) {
  the.reuses_memory = entry.info.reuses_memory;
  the.shape = shape;
  the.program = &program;
  the.script = &script;
  the.alterations.are(entry.alterations);
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

void enter() {
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

void must_be_used_up() {
  if (next_decision() == nullptr) return;
  Text now;
  now.add("nothing more to do");
  diverge(now);
}

// --- steps ---------------------------------------------------------------------------------------------------------

bool threads_run() { return the.running && this_thread.index >= 0; }

void point(At at) {
  if (!threads_run()) return;
  comes_next(at);
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

void reads_newest() { (void)fails_spuriously(); }

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
  return signals::in_turn(me.signals_begun++);
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
  if (threads_run()) mine().signal_place.memory_changes();
}

void thread_changed() {
  if (threads_run()) mine().signal_place.thread_changes();
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

}  // namespace extram::native::lockstep

// For whoever stopped the process in a debugger: where the schedule stands, and why the run ends if it does.
extern "C" void extram_lockstep_where() {
  using namespace extram::native;
  lockstep::Text text;
  const Script& script = *lockstep::the.script;
  text.add("schedule: decision ").add(static_cast<int>(script.position)).add(" of ");
  text.add(static_cast<int>(script.decisions_count)).add(" taken");
  if (this_thread.index >= 0) {
    text.add("; thread ").add(this_thread.index).add(" stands at ").add(lockstep::mine().at);
    if (lockstep::mine().handlers > 0) text.add(" in its signal handler");
  }
  text.add("\n");
  write_to_stderr(text.view());
  const Record& record = run_state.page->record;
  if (record.ending != Ending::failed) return;
  lockstep::Text why;
  why.add("schedule: ").add(name_of(record.verdict));
  if (record.oracle != extram::Oracle::none) why.add(" (").add(name_of(record.oracle)).add(")");
  why.add(": ").add(record.text.view()).add("\n");
  write_to_stderr(why.view());
}
