// What the threads of a lockstep do to memory: who may know of what, what is dead, what comes back.
#include <new>

#include "impl/native/lockstep_state.hpp"
#include "impl/native/lockstep_text.hpp"
#include "impl/native/run_state.hpp"

namespace extram::native::lockstep {
namespace {

constexpr int kObjectsMax = 1 << 14;

struct Objects {
  void* at[kObjectsMax];
  int count;
};
struct Spare {
  void* memory;
  std::size_t bytes;
};

Objects made_objects;
Spare spares[kObjectsMax];
int spares_count = 0;

[[nodiscard]] bool asks_for(Oracle oracle) { return run_state.oracles.contains(oracle); }

[[noreturn]] void end_with_race(const Race& race) {
  Text text;
  text.add("data race on ").add(race.name).add(": thread ").add(self()).add(" ").add(race.does).add(" it after ");
  text.add(mine().at).add(", thread ").add(race.other).add(" ").add(race.did).add(" it after ").add(race.other_at);
  text.add(", and nothing orders the two");
  conclude(Verdict::data_race, Oracle::I20, self(), text.view());
}

[[noreturn]] void end_with_dead(std::string_view what) {
  Text text;
  text.add(what).add(" is used after its memory was freed");
  conclude(Verdict::violation, Oracle::user, self(), text.view());
}

void must_live(const AtomicRecord& cell) {
  if (cell.state != CellState::alive && threads_run()) end_with_dead("an atomic");
}
void must_live(const PlainRecord& cell) {
  if (cell.state != CellState::alive && threads_run()) end_with_dead("a plain variable");
}

}  // namespace

void end() {
  for (int i = 0; i < spares_count; ++i) ::operator delete(spares[i].memory);
  spares_count = 0;
  made_objects.count = 0;
}

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
  conclude(Verdict::violation, Oracle::user, self(), text.view());
}

}  // namespace extram::native::lockstep
