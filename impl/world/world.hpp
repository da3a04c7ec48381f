// The World concept: the machine that an algorithm runs on. Three machines satisfy it: real threads
// (impl/native/native_world.hpp), real threads in lockstep, and Relacy (model/relacy/relacy_world.hpp).
//
// A world is a type with static members, and each world is its own executable: an algorithm written against World
// names no machine, and natively costs nothing.
//
// What the parts mean
//   atomic<T>      std::atomic, but the order is a template argument, every access carries a label, and `await` is the
//                  one way to spin: it returns the first value that satisfies the predicate, and between two looks
//                  calls `pause(value)`, which natively yields or sleeps; a model takes a waiting thread out instead.
//                  `await_exchange` waits likewise, and where `takes(value)` puts `desired` in the place of the value
//                  found; a model does both in one step. All of one atomic's must have the same `desired`, and none may
//                  be satisfied by it: then it is a lock.
//   plain<T>       a variable without synchronisation. Models and TSan report races on it.
//   ghost<T>       what oracles remember. Never orders anything, and is gone from a world without oracles.
//   per_thread<T>  one T for each thread, made new for each execution. A T that is more than numbers side by side says
//                  with `template <class Sink> void state(Sink& sink) const` what of it counts: `sink(part)` for each.
//   bag<T>         pointers to everything that was made, for the end. Never orders anything.
//   call           stands at the start of a function, and promises that all its caller learns of what it read is its
//                  result, passed through `returns`, and what the world holds by then. A model takes two threads for
//                  the same that differ in nothing else.
//   counter        a number that is only added to while threads run; so additions commute, and a model need not
//                  order them. Read at rest only.
//   id_source      hands out distinct numbers, from 1. Which one a thread gets must not matter.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>

#include "impl/world/at.hpp"
#include "impl/world/oracle.hpp"
#include "impl/world/order.hpp"
#include "impl/world/signals.hpp"
#include "impl/world/thread_key.hpp"

namespace extram {

namespace detail {
constexpr bool always(std::uintptr_t) { return true; }
constexpr bool is_zero(std::uintptr_t value) { return value == 0; }
constexpr void never_pauses(std::uintptr_t) {}
constexpr void does_nothing() {}
}  // namespace detail

template <class A>
concept WorldAtomic = requires(A a, const A c, std::uintptr_t value, At at) {
  A("name");
  A("name", value);
  a.init(value);                                    // before the threads
  { c.at_rest() } -> std::same_as<std::uintptr_t>;  // after them
  { c.template load<Order::acquire>(at) } -> std::same_as<std::uintptr_t>;
  a.template store<Order::release>(value, at);
  { a.template exchange<Order::acq_rel>(value, at) } -> std::same_as<std::uintptr_t>;
  a.template add<Order::relaxed>(value, at);  // a fetch_add that nobody reads the result of
  { a.template fetch_add<Order::relaxed>(value, at) } -> std::same_as<std::uintptr_t>;
  // As in the standard, `value` becomes what was found where they fail.
  { a.template compare_exchange<Order::acq_rel>(value, value, at) } -> std::same_as<bool>;
  { a.template compare_exchange_weak<Order::acq_rel>(value, value, at) } -> std::same_as<bool>;
  { c.template await<Order::acquire>(&detail::always, &detail::never_pauses, at) } -> std::same_as<std::uintptr_t>;
  {
    a.template await_exchange<Order::acquire, Order::acquire>(&detail::is_zero, &detail::always, value,
                                                              &detail::never_pauses, at, at)
    } -> std::same_as<std::uintptr_t>;
};

template <class P>
concept WorldPlain = requires(P p, const P c) {
  P("name");
  P("name", 1);
  static_cast<int>(c);
  p = 1;
  p += 1;
  p -= 1;
};

template <class W>
concept World = requires(At at, Mask* mask, AltStack* stack, Oracle oracle, const char* text, void* g, int* object,
                         typename W::template ghost<int>& ghost, typename W::template per_thread<int>& mine,
                         typename W::template bag<int>& bag, typename W::call& call, typename W::counter& counter,
                         typename W::id_source& ids) {
  requires WorldAtomic<typename W::template atomic<std::uintptr_t>>;
  requires WorldPlain<typename W::template plain<int>>;
  { ghost.get() } -> std::same_as<int>;
  ghost.set(2);
  { mine.mine() } -> std::same_as<int&>;
  mine.for_each([](const int&) {});
  bag.add(object);
  bag.for_each([](int*) {});
  counter.add(1);
  { counter.at_rest() } -> std::same_as<long>;
  { call.returns(object) } -> std::same_as<int*>;
  { ids.next() } -> std::same_as<std::uint64_t>;

  { W::self() } -> std::same_as<int>;  // 0 .. threads-1
  W::step(at);                         // a step that touches no memory: a signal may come here
  W::template fence<Order::seq_cst>(at);
  { W::choose(2, at) } -> std::same_as<int>;           // the scenario's own choice, 0 .. n-1
  { W::template make<int>(1) } -> std::same_as<int*>;  // what is made and not destroyed is a leak
  W::destroy(object);
  { W::fails(at) } -> std::same_as<bool>;  // whether the call that stands here is made to fail

  { W::getg() } -> std::same_as<void*>;  // the thread's g, in thread-local storage as Go's is
  W::setg(g, at);

  W::sigprocmask(MaskHow::set, mask, mask, at);  // new mask or nullptr, old mask or nullptr
  W::sigaltstack(stack, stack, at);              // the same; SS_DISABLE is a stack of size 0
  // Both at once: `stack` from here on, and in `old` what was there. False: the thread runs on that one, and keeps it.
  { W::swap_altstack(*stack, stack, at) } -> std::same_as<bool>;
  W::raise(signals::usr1, at);               // a signal directed to the calling thread
  W::late_signal(at);                        // one may come although it is blocked (a mask call too late)
  { W::deliveries() } -> std::same_as<int>;  // how often the handler was entered on this thread
  { W::make_signal_stack(std::size_t{1}) } -> std::same_as<AltStack>;
  W::free_signal_stack(AltStack{});

  { W::stack_pointer() } -> std::same_as<std::uintptr_t>;  // the address of a local, kept from the optimiser
  { W::real_stack() } -> std::same_as<Stack>;
  { W::query_stack(at) } -> std::same_as<Stack>;  // asked of the thread library: not in a handler; empty: it cannot say
  W::with_frame(std::size_t{1}, &detail::does_nothing);      // calls it below a stack frame of so many bytes
  { W::setspecific(Key::go, g, at) } -> std::same_as<bool>;  // of the calling thread; false: it has no room for it
  W::exit_thread(at);  // ends the calling thread, its frames unwound. Does not return, and not for handlers.
  { W::gettid(at) } -> std::same_as<std::uint64_t>;
  { W::remembered_tid(at) } -> std::same_as<std::uint64_t>;  // the same, asked once a thread, and anew behind a fork
  W::osyield(at);
  W::usleep(1U, at);  // microseconds
  W::exit(1, text);   // ends the process; in a model, the execution. Does not return.

  // A g's context in a race detector that follows goroutines rather than threads (racegostart); nullptr: none.
  { W::race_context() } -> std::same_as<void*>;
  { W::enter_race_context(g) } -> std::same_as<void*>;  // what to go back to
  W::leave_race_context(g);
  W::end_race_context(g);

  // For oracles: the thread's state as the kernel has it, seen without a step.
  { W::current_mask() } -> std::same_as<Mask>;
  { W::current_altstack() } -> std::same_as<AltStack>;
  { W::never_masked() } -> std::same_as<Mask>;  // signals that this world's mask calls cannot block
  { W::checks(oracle) } -> std::same_as<bool>;  // whether anybody asks for the oracle
  W::violation(oracle, text);                   // returns only where nobody does

  // Names for a trace: an object by its address, a value that an address never has.
  W::label_object(static_cast<const void*>(object), sizeof(int), text);
  W::label_value(std::uintptr_t{1}, text);
};

}  // namespace extram
