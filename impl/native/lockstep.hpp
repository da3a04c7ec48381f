// The turnstile of the lockstep world: real threads of which one moves at a time, as a script of decisions says. It
// mirrors the steps of the model (model/relacy/model.hpp): before a shared access a thread announces where it stands,
// all wait until each has, then the script says whose turn it is.
//
// ThreadSanitizer must not see it, or its hand-overs would order every access and no race would ever be reported. So
// lockstep.cpp and race_clocks.cpp are compiled without it, waiting is a bare futex, nothing here is a mutex or an
// atomic of the standard library, and nothing allocates: a handler waits for its turn like any other code.
#pragma once

#include <cstdint>
#include <string_view>

#include "impl/native/lockstep_script.hpp"
#include "impl/native/race_clocks.hpp"
#include "impl/world/at.hpp"
#include "impl/world/order.hpp"
#include "impl/world/scenario.hpp"
#include "impl/world/signals.hpp"
#include "impl/world/verdict.hpp"

namespace extram::native::lockstep {

// What a thread waits for; nullptr: for its turn alone. Asked by whoever has the turn.
struct Waiting {
  bool (*is_over)(const void* what) = nullptr;
  const void* what = nullptr;
};

// --- a round, from its driver ---------------------------------------------------------------------------------------
void begin(const Entry& entry, const Shape& shape, Program& program, Script& script);
void enter();  // a foreign thread's first act
void leave();  // and its last: the turn goes on without it
void open();   // all threads exist: thread 0 has the turn
// Every thread has ended: so must the script have, or the process ends.
void must_be_used_up();
// The program is gone: so may be what it made and destroyed.
void end();

// --- from the world -------------------------------------------------------------------------------------------------
[[nodiscard]] bool threads_run();  // on a foreign thread, while threads run
// A signal may come here, before the thread's next step.
void point(At at);
// Waits for the thread's turn to make its next access.
void announce(At at, const Waiting& waiting = {});
// Passes by the model's questions about a load: real threads read the newest value, and so must the script say.
void reads_newest();
// The same for a weak compare-exchange: whether the script has it fail.
[[nodiscard]] bool fails_spuriously();
[[nodiscard]] int choose(DecisionKind kind, int arity, At at);
[[nodiscard]] bool fails(At at);
[[nodiscard]] bool late_signal_comes(At at);
[[nodiscard]] int next_signal();  // of the thread, in the fixed order; counts as begun
void handler_begins();
void handler_ends();
[[nodiscard]] bool fuses();

// What a handler could see has changed: memory, or the thread's own mask, g or stack.
void memory_changed();
void thread_changed();

// --- memory ---------------------------------------------------------------------------------------------------------
void made(AtomicRecord& cell);
void made(PlainRecord& cell, const char* name);
void died(AtomicRecord& cell);
void died(PlainRecord& cell);
void loaded(AtomicRecord& cell, Order order);
void stored(AtomicRecord& cell, Order order);
void exchanged(AtomicRecord& cell, Order order);
void fenced(Order order);
void read(PlainRecord& cell);
void written(PlainRecord& cell);

// Memory of so many bytes that was given back to be handed out again; nullptr: there is none.
[[nodiscard]] void* reuse(std::size_t bytes);
void keep_for_reuse(void* memory, std::size_t bytes);
void object_made(void* object);
void object_destroyed(void* object);  // a violation where it was not made, or was destroyed before
// The scenario asks what becomes of freed memory; and whether, by the script, the piece just freed comes back at once.
[[nodiscard]] bool reuses_memory();
[[nodiscard]] bool hands_out_again();

// --- what happened --------------------------------------------------------------------------------------------------
void log(StepKind kind, At at);

}  // namespace extram::native::lockstep
