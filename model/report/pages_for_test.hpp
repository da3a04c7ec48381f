// Executions for the tests of those who write them down, and how these tests look into a page.
#pragma once

#include <string>
#include <utility>

#include "model/explore/trace.hpp"

namespace extram {

inline std::size_t count_of(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

inline Event event_for_test(EventKind kind, int thread, int depth, std::string site, std::string what) {
  Event event;
  event.kind = kind;
  event.thread = thread;
  event.depth = depth;
  event.site = std::move(site);
  event.what = std::move(what);
  return event;
}

inline Event access_for_test(int thread, int depth, std::string site, Touch touch, std::string object,
                             std::string before, std::string after, int reads_from) {
  Event event = event_for_test(EventKind::step, thread, depth, std::move(site), object + ": " + after);
  event.touch = touch;
  event.object = std::move(object);
  event.before = std::move(before);
  event.after = std::move(after);
  event.reads_from = reads_from;
  return event;
}

// Thread 1 stores, thread 0 reads it and takes the lock, is interrupted twice, one handler in the other, and waits for
// itself; thread 1 reads an older value and meets a fault.
inline Trace window_for_test() {
  Trace trace;
  trace.push_back(event_for_test(EventKind::setup, 0, 0, "set-up", ""));
  trace[0].facts = {{.object = "M1", .name = "schedlink", .value = "nil"},
                    {.name = "extram", .value = "nil"},
                    {.thread = 0, .name = kBlockedSignals, .value = "empty"},
                    {.thread = 1, .name = kBlockedSignals, .value = "all"}};
  trace.push_back(access_for_test(1, 0, "unlockextra.store", Touch::write, "extram", "nil", "M1", kNoStore));
  trace.push_back(access_for_test(0, 0, "lockextra.cas", Touch::update, "extram", "M1", "locked", 1));
  trace[2].facts = {{.name = "extram", .value = "locked"}, {.name = kLockHolder, .value = "thread 0"}};
  trace.push_back(event_for_test(EventKind::data, 0, 0, "lockextra.cas", "M1.needextram = true"));
  trace.push_back(event_for_test(EventKind::signal, 0, 0, "unlockextra.store", "SIGUSR1 delivered: g is nil"));
  trace[4].facts = {{.thread = 0, .name = kBlockedSignals, .value = "all"}};
  trace.push_back(event_for_test(EventKind::local, 0, 1, "minit.open", "mask = 3 signals"));
  trace.push_back(event_for_test(EventKind::signal, 0, 1, "minit.open", "SIGCHLD delivered: g is set"));
  trace.push_back(event_for_test(EventKind::local, 0, 2, "handler", "</script><!-- \"x\" & ; # %%"));
  trace.push_back(event_for_test(EventKind::handled, 0, 1, "minit.open", "handler returns"));
  trace.push_back(access_for_test(1, 0, "lockextra.load", Touch::read, "extram", "locked", "nil", kNoStore));
  trace.push_back(access_for_test(1, 0, "lockextra.load", Touch::read, "extram", "locked", "M1", 1));
  trace[10].stale = true;
  trace.push_back(event_for_test(EventKind::fault, 1, 0, "allocm.new", "the call fails"));
  trace.push_back(event_for_test(EventKind::waits, 0, 1, "lockextra.load", "waits for ever"));
  trace[12].touch = Touch::read;
  trace[12].object = "extram";
  trace[12].after = "locked";
  trace[12].reads_from = 2;
  trace.push_back(event_for_test(EventKind::failure, 0, 1, "", "thread 0 waits"));
  return trace;
}

}  // namespace extram
