#include "model/relacy/state_namer.hpp"

#include <bit>

namespace extram {
namespace {

// Numbers this small are no addresses on any machine that this runs on.
constexpr std::uint64_t kNumbersEnd = std::uint64_t{1} << 32U;

// What stands before an address in the form that is hashed, so that nothing reads like anything else.
enum Tag : std::uint64_t { kOfThread = 0xa15b'c93e'0f47'0001, kOfObject, kOfThing, kOfProgram, kCell, kThread, kEnd };

}  // namespace

void StateNamer::clear() {
  cells_.clear();
  loose_.clear();
  objects_.clear();
  per_thread_.clear();
  program_ = {};
}

void StateNamer::add_cell(const void* cell, const CellType* type, int maker, std::uint32_t object) {
  push_outside(loose_, static_cast<std::uint32_t>(cells_.size()));
  push_outside(cells_, Cell{cell, type, maker, object});
}

// The place stays empty: cells are found by their places.
void StateNamer::remove_cell(const void* cell) {
  for (std::size_t i = cells_.size(); i-- > 0;) {
    if (cells_[i].cell != cell) continue;
    cells_[i].cell = nullptr;
    return;
  }
}

void StateNamer::add_object(const void* object, std::size_t bytes, std::size_t first_cell) {
  push_outside(objects_, Object{{address_of(object), bytes}, first_cell, cells_.size() - first_cell, kNotMet});
  while (!loose_.empty() && loose_.back() >= first_cell) loose_.pop_back();
}

void StateNamer::remove_object(const void* object) {
  for (Object& known : objects_) {
    if (known.range.from == address_of(object)) known.range = {};
  }
}

void StateNamer::add_per_thread(const void* first, std::size_t bytes_of_one, void (*words)(const void*, Words&)) {
  push_outside(per_thread_, PerThread{{address_of(first), bytes_of_one}, words});
}

bool StateNamer::name(std::span<const ThreadState> threads, ThreadSet marked, ClockReader& clocks, const Memory& memory,
                      StateName& name) {
  nameless_ = false;
  hash_ = {};
  met_.clear();
  things_.clear();
  atomics_.clear();
  plain_.clear();
  atomic_states_.clear();
  for (Object& object : objects_) object.number = kNotMet;
  order_threads(threads, marked);
  emit(memory.exact ? 1 : 0);
  emit_loose_cells(-1);
  for (const int t : order_) {
    const ThreadState& thread = threads[static_cast<std::size_t>(t)];
    emit(kThread);
    emit(static_cast<std::uint64_t>(thread.kind) * 2 + (thread.alive ? 1 : 0));
    for (const Word& word : *thread.own) emit(word);
    emit(kEnd);
    for (const Word& word : *thread.observed) emit(word);
    for (const PerThread& row : per_thread_) {
      words_.clear();
      row.words(reinterpret_cast<const void*>(row.one.from + static_cast<std::size_t>(t) * row.one.bytes), words_);
      emit(kEnd);
      for (const Word& word : words_) emit(word);
    }
    emit_loose_cells(t);
  }
  for (std::size_t i = 0; i < met_.size() || i < objects_.size(); ++i) {
    if (i == met_.size()) {  // nobody leads to the rest: by age
      for (std::size_t k = 0; k < objects_.size() && i == met_.size(); ++k) {
        if (objects_[k].number != kNotMet || objects_[k].range.bytes == 0) continue;
        objects_[k].number = static_cast<int>(met_.size());
        met_.push_back(static_cast<int>(k));
      }
      if (i == met_.size()) break;
    }
    const Object object = objects_[static_cast<std::size_t>(met_[i])];
    for (std::size_t k = 0; k < object.cells; ++k) emit_cell(cells_[object.first_cell + k]);
  }
  if (nameless_) return false;
  emit(kEnd);
  clocks.read({threads, order_, plain_, atomic_states_, memory.exact, memory.fence}, hash_, previous_seen_);
  for (std::size_t i = 0; i < atomic_states_.size(); ++i) {
    emit(kCell);
    if (previous_seen_[i]) emit(atomic_states_[i].previous);
  }
  if (nameless_) return false;
  name.high = hash_.high();
  name.low = hash_.low();
  name.place = place_;
  atomics_.insert(atomics_.end(), {kFence, kAllocator});
  name.objects_count = static_cast<std::uint8_t>(std::min(atomics_.size(), kNamedObjects));
  std::copy_n(atomics_.begin(), name.objects_count, name.objects.begin());
  return true;
}

// Of what a thread is and has done, without what only others give a name to. Where that does not tell two threads apart
// they take the order of their numbers, and a state may get two names, which does no harm.
std::uint64_t StateNamer::signature(const ThreadState& thread) const {
  std::uint64_t all = static_cast<std::uint64_t>(thread.kind) * 2 + (thread.alive ? 1 : 0);
  const auto add = [&all](const Word& word) {
    const bool has_name = word.kind == Word::Kind::number || word.value < kNumbersEnd;
    all = std::rotl(all, 23) ^ ((has_name ? word.value : 1) * 0x9e3779b97f4a7c15U);
  };
  for (const Word& word : *thread.own) add(word);
  for (const Word& word : *thread.observed) add(word);
  return all;
}

void StateNamer::order_threads(std::span<const ThreadState> threads, ThreadSet marked) {
  std::array<std::uint64_t, kMaxThreads> keys{};
  order_.clear();
  for (std::size_t t = 0; t < threads.size(); ++t) {
    keys[t] = signature(threads[t]) * 2 + (marked >> t & 1U);
    order_.push_back(static_cast<int>(t));
  }
  const auto before = [&](int a, int b) {
    const auto left = static_cast<std::size_t>(a);
    const auto right = static_cast<std::size_t>(b);
    if (threads[left].kind != threads[right].kind) return threads[left].kind < threads[right].kind;
    return keys[left] != keys[right] ? keys[left] < keys[right] : a < b;
  };
  std::sort(order_.begin(), order_.end(), before);
  for (std::size_t t = 0; t < place_.size(); ++t) place_[t] = static_cast<std::uint8_t>(t);
  for (std::size_t i = 0; i < order_.size(); ++i) {
    place_[static_cast<std::size_t>(order_[i])] = static_cast<std::uint8_t>(i);
  }
}

int StateNamer::number_of(std::vector<std::uintptr_t>& list, std::uintptr_t thing) {
  const auto known = std::find(list.begin(), list.end(), thing);
  if (known != list.end()) return static_cast<int>(known - list.begin());
  list.push_back(thing);
  return static_cast<int>(list.size()) - 1;
}

void StateNamer::emit(const Word& word) {
  if (word.kind == Word::Kind::unknown) nameless_ = true;
  if (word.kind == Word::Kind::number || word.value < kNumbersEnd) return emit(word.value);
  const std::uintptr_t address = word.value;
  if (emit_symbolic(address)) return;
  for (std::size_t i = 0; i < per_thread_.size(); ++i) {
    const Range& one = per_thread_[i].one;
    if (!Range{one.from, one.bytes * kMaxThreads}.contains(address)) continue;
    emit(kOfThread + (i << 8U));
    emit(place_[(address - one.from) / one.bytes]);
    return emit((address - one.from) % one.bytes);
  }
  for (std::size_t i = 0; i < objects_.size(); ++i) {
    Object& object = objects_[i];
    if (!object.range.contains(address)) continue;
    if (object.number == kNotMet) {
      object.number = static_cast<int>(met_.size());
      met_.push_back(static_cast<int>(i));
    }
    emit(kOfObject);
    emit(static_cast<std::uint64_t>(object.number));
    return emit(address - object.range.from);
  }
  if (program_.contains(address)) {
    emit(kOfProgram);
    return emit(address - program_.from);
  }
  nameless_ = true;
}

bool StateNamer::emit_symbolic(std::uintptr_t address) {
  for (const std::uintptr_t base : {kStacks, kThreadIds}) {
    // The end of a stack is the start of where the next could be: addresses count from the one before.
    if (address <= base || address - base - 1 >= kMaxThreads * kSymbolicApart) continue;
    emit(kOfThread ^ base);
    emit(place_[(address - base - 1) / kSymbolicApart]);
    emit((address - base - 1) % kSymbolicApart);
    return true;
  }
  for (const std::uintptr_t base : {kSignalStacks, kIds}) {
    if (address < base || address - base >= kSymbolicEnd) continue;
    emit(kOfThing ^ base);
    emit(static_cast<std::uint64_t>(number_of(things_, address)));
    return true;
  }
  return false;
}

void StateNamer::emit_cell(const Cell& cell) {
  emit(kCell);
  if (cell.cell == nullptr) return;
  words_.clear();
  cell.type->words(cell.cell, words_);
  for (const Word& word : words_) emit(word);
  if (cell.type->clocks != nullptr) plain_.push_back(cell.type->clocks(cell.cell));
  if (cell.type->atomic == nullptr) return;
  atomics_.push_back(cell.id);
  AtomicState& state = atomic_states_.emplace_back();
  cell.type->atomic(cell.cell, state);
  emit((state.initialised ? 1U : 0U) + (state.failed_spuriously ? 2U : 0U));
}

// Those in no object of the scenario's.
void StateNamer::emit_loose_cells(int maker) {
  for (const std::uint32_t i : loose_) {
    if (cells_[i].maker == maker) emit_cell(cells_[i]);
  }
}

}  // namespace extram
