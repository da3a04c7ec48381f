// What happened in one execution, for people: recorded while a schedule is replayed, never during a search.
#pragma once

#include <string>
#include <vector>

namespace extram {

enum class EventKind : unsigned char {
  step,     // a shared access
  local,    // a step that no other thread can see: masks, stacks, g, boundaries
  data,     // a plain access
  signal,   // delivered here; the events of the handler follow, one level deeper
  handled,  // the handler returned
  fault,
  waits,  // at the end: what a thread waits for
  failure,
  setup,  // the first: what holds before the threads start
};

enum class Touch : unsigned char { none, read, write, update };

// Something that holds from an event on, until another fact of the same place and name takes its place.
struct Fact {
  int thread = -1;       // of a thread's own: its mask, its g; -1: of memory
  std::string object{};  // "M1"; empty: of a variable that is part of nothing with a name
  std::string name{};    // "schedlink", "mask"
  std::string value{};
  bool gone = false;  // the variable is no more
  friend bool operator==(const Fact&, const Fact&) = default;
};

// The list lock's holder is a fact of memory by this name: "thread 0", or "nobody".
inline constexpr const char* kLockHolder = "list lock held by";
// A thread's mask: "empty", "all", or how many.
inline constexpr const char* kBlockedSignals = "signals blocked";

inline constexpr int kNoStore = -1;

struct Event {
  EventKind kind = EventKind::step;
  int thread = 0;
  int depth = 0;       // handler frames below this event
  std::string site;    // "lockextra.cas"
  std::string what;    // "nil -> locked"
  bool stale = false;  // a load that did not return the newest value

  // Of an access: what is touched, and how.
  Touch touch = Touch::none;
  std::string object{};           // "extram", "M1.needextram"
  std::string before{}, after{};  // what it holds
  int reads_from = kNoStore;      // the event, by its place in the trace, whose store was read; kNoStore: the set-up's

  std::vector<Fact> facts{};  // that hold from here on
};

using Trace = std::vector<Event>;

}  // namespace extram
