// The state of the turnstile, for the two files that it is made of (lockstep.cpp, lockstep_memory.cpp).
#pragma once

#include <string_view>

#include "impl/native/lockstep.hpp"
#include "impl/native/thread.hpp"
#include "impl/world/alterations.hpp"
#include "impl/world/signal_place.hpp"

namespace extram::native::lockstep {

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
  SignalPlace signal_place{};
  PutOff put_off[kPutOffMax]{};
  std::size_t put_off_count = 0;
  bool catches_up = false;  // takes a step that was put off
};

// One for the process, as the model has one. Written before the threads, and then by whoever has the turn.
struct Turnstile {
  Shape shape{};
  Program* program = nullptr;
  Script* script = nullptr;
  bool running = false;
  bool reuses_memory = false;
  Seat seats[kMaxThreads];
  Alterations alterations;
  RaceClocks clocks;
};

extern Turnstile the;

[[nodiscard]] inline int self() { return this_thread.index; }
[[nodiscard]] inline Seat& mine() { return the.seats[self()]; }

// The decision that comes next; nullptr: the script is at its end.
[[nodiscard]] const ScriptDecision* next_decision();

// The thread is about to take this step: what was put off to come behind another one comes before it.
void comes_next(At at);

// The execution ends so.
[[noreturn]] void conclude(Verdict verdict, Oracle oracle, int thread, std::string_view text);

}  // namespace extram::native::lockstep
