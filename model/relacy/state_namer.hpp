// Names for states: the same name for two states only if the same can come of both.
//
// What comes of a state hangs on what the shared variables hold, on what Relacy's memory model remembers of who has
// seen what, on the signals, masks and stacks of the threads, and on where each thread stands. The last is the stack of
// a fiber, which nobody can read; but it is a function of what the thread has read and chosen so far: of everything
// since it came, less what it has read in calls that have returned (World's call).
//
// Names do not tell apart what only the schedule has named: objects are numbered by when they are first met on a walk
// through the state, threads of the same kind by what they have done.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/explore/strategy.hpp"
#include "model/relacy/words.hpp"

namespace extram {

// Symbolic addresses, apart from one another and from anything real. Each names its thread, or the thing itself.
inline constexpr std::uintptr_t kSymbolicApart = 0x100'0000;
inline constexpr std::uintptr_t kStacks = 0x7f00'0000'0000;        // of threads, one after the other
inline constexpr std::uintptr_t kThreadIds = 0x7e00'0000'0000;     // of threads
inline constexpr std::uintptr_t kSignalStacks = 0x6000'0000'0000;  // by who made them, and how many before
inline constexpr std::uintptr_t kIds = 0x5000'0000'0000;           // the same
inline constexpr std::uintptr_t kSymbolicEnd = 0x100'0000'0000;    // behind the start of each of these

// Objects that are no atomics: the order of sequentially consistent fences, and of allocations where freed memory comes
// back. The numbers of atomics follow.
inline constexpr std::uint32_t kFence = 0;
inline constexpr std::uint32_t kAllocator = 1;
inline constexpr std::uint32_t kAtomics = 2;

// Of a variable: how to read what it holds, and Relacy's records of it.
struct CellType {
  void (*words)(const void* cell, Words& words);
  const rl::var_data* (*clocks)(const void* cell) = nullptr;  // of a plain variable
  void (*atomic)(const void* cell, struct AtomicState& state) = nullptr;
  std::string (*show)(const void* cell) = nullptr;  // for a trace
  bool counts = false;                              // changes without an event of its own
};

struct AtomicState {
  const rl::atomic_data* data = nullptr;
  bool initialised = false;
  bool failed_spuriously = false;  // Relacy lets each do so once
  Word previous{};                 // the store before the newest
};

// What is known of a thread besides its cells. `own` words are the kernel's part and where it stands.
struct ThreadState {
  int kind = 0;
  bool alive = false;
  const Words* own = nullptr;
  const Words* observed = nullptr;
  const rl::thread_info_base* relacy = nullptr;
  const rl::atomic_data* acquires = nullptr;  // of what its next step reads
};

// Takes down a canonical form of Relacy's records. One for each number of fibers.
class ClockReader {
 public:
  struct Variables {
    std::span<const ThreadState> threads;  // in the order of their places
    std::span<const int> order;            // the thread at each place
    std::span<const rl::var_data* const> plain;
    std::span<const AtomicState> atomics;
    bool exact = false;                      // see Memory
    const rl::timestamp_t* fence = nullptr;  // the clock of sequentially consistent fences
  };
  virtual ~ClockReader() = default;
  // `previous_seen`: for each atomic, whether a load can still return the store before the newest.
  // Whether a thread knows all that the newest store to an atomic made known.
  [[nodiscard]] virtual bool knows(const rl::thread_info_base& thread, const rl::atomic_data& atomic) const = 0;
  virtual void read(const Variables& variables, NameHash& hash, std::vector<bool>& previous_seen) = 0;
};

class StateNamer {
 public:
  struct Memory {
    // Accesses occur that are not sequentially consistent, or stores by threads that had not seen the store before.
    // Where none do, what an atomic makes known only grows, and a thread that is about to read it may be taken to know
    // it.
    bool exact = false;
    const rl::timestamp_t* fence = nullptr;
  };

  void clear();
  void program_is(const void* from, std::size_t bytes) { program_ = {address_of(from), bytes}; }

  [[nodiscard]] std::size_t cells() const { return cells_.size(); }
  void add_cell(const void* cell, const CellType* type, int maker, std::uint32_t object);
  void remove_cell(const void* cell);
  // An object of the scenario's, with the cells that were added since there were `first_cell`.
  void add_object(const void* object, std::size_t bytes, std::size_t first_cell);
  void remove_object(const void* object);
  // An array with an element for each thread: the address of one names the thread.
  void add_per_thread(const void* first, std::size_t bytes_of_one, void (*words)(const void*, Words&));

  // False: something in this state has no name.
  [[nodiscard]] bool name(std::span<const ThreadState> threads, ThreadSet marked, ClockReader& clocks,
                          const Memory& memory, StateName& name);

 private:
  static constexpr int kNotMet = -1;
  struct Cell {
    const void* cell;
    const CellType* type;
    int maker;
    std::uint32_t id;
  };
  struct Range {
    std::uintptr_t from = 0;
    std::size_t bytes = 0;
    [[nodiscard]] bool contains(std::uintptr_t address) const { return address >= from && address - from < bytes; }
  };
  struct PerThread {
    Range one;  // the first of them
    void (*words)(const void*, Words&);
  };
  struct Object {
    Range range;
    std::size_t first_cell;
    std::size_t cells;
    int number;  // in this name; kNotMet: not met yet
  };

  [[nodiscard]] static std::uintptr_t address_of(const void* p) { return reinterpret_cast<std::uintptr_t>(p); }
  void order_threads(std::span<const ThreadState> threads, ThreadSet marked);
  [[nodiscard]] std::uint64_t signature(const ThreadState& thread) const;
  void emit(std::uint64_t number) { hash_.add(number); }
  void emit(const Word& word);
  [[nodiscard]] bool emit_symbolic(std::uintptr_t address);
  void emit_cell(const Cell& cell);
  void emit_loose_cells(int maker);
  [[nodiscard]] int number_of(std::vector<std::uintptr_t>& list, std::uintptr_t thing);

  std::vector<Cell> cells_;
  std::vector<std::uint32_t> loose_;  // cells that are in no object
  std::vector<Object> objects_;
  std::vector<PerThread> per_thread_;
  Range program_{};

  // While a name is made.
  bool nameless_ = false;
  NameHash hash_;
  std::vector<int> order_;                         // the thread at each place
  std::array<std::uint8_t, kMaxThreads> place_{};  // of each thread
  std::vector<int> met_;                           // objects, in the order in which they are met
  std::vector<std::uintptr_t> things_;             // ids and signal stacks, likewise
  std::vector<std::uint32_t> atomics_;             // numbers of atomics, in the order of emission
  std::vector<const rl::var_data*> plain_;
  std::vector<AtomicState> atomic_states_;
  std::vector<bool> previous_seen_;
  Words words_;
};

}  // namespace extram
