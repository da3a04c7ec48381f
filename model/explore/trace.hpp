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
};

struct Event {
  EventKind kind = EventKind::step;
  int thread = 0;
  int depth = 0;       // handler frames below this event
  std::string site;    // "lockextra.cas"
  std::string what;    // "nil -> locked"
  bool stale = false;  // a load that did not return the newest value
};

using Trace = std::vector<Event>;

}  // namespace extram
