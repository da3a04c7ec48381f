// Faults on real threads: what `stress --fault KIND` does to the threads of a run, and what must come of it.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "impl/world/fault_kind.hpp"
#include "impl/world/oracle.hpp"

namespace extram::native {

enum class Fault : std::uint8_t {
  none,
  thread_exit,
  cancel,
  key_destructor,
  setspecific,
  getattr,
  fork,
  stack_16,
  stack_20,
  stack_32,
  stack_64,
  sigprocmask,
  sigaltstack,
  alloc,
  before_init,
  constructor,
};

struct FaultInfo {
  Fault fault = Fault::none;
  std::string_view name;
  std::string_view text;
  std::string_view scenario = "callback";
  int callbacks = 50;   // of each thread in a round
  int stack_kib = 64;   // of each thread
  int exit_code = 0;    // where not 0: the process answers the fault by ending itself, with that
  OracleSet counted{};  // violations of these are counted and the run goes on: it must not crash for them
  bool each = false;    // where there are any of these, each fault that strikes makes one, and nothing else does
};

inline constexpr std::array kFaults{
    FaultInfo{.fault = Fault::thread_exit,
              .name = "thread_exit",
              .text = "C ends its thread (pthread_exit) inside a callback",
              .scenario = "thread_exit",
              .callbacks = 1,
              .counted = OracleSet(Oracle::I9),
              .each = true},
    FaultInfo{.fault = Fault::cancel,
              .name = "cancel",
              .text = "a thread is cancelled in C that Go has called",
              .scenario = "thread_exit",
              .callbacks = 1,
              .counted = OracleSet(Oracle::I9),
              .each = true},
    FaultInfo{.fault = Fault::key_destructor,
              .name = "key_destructor",
              .text = "C calls Go from a key's destructor, after Go's own has run",
              .scenario = "late_callback",
              .callbacks = 1},
    FaultInfo{.fault = Fault::setspecific,
              .name = "setspecific",
              .text = "pthread_setspecific has no room for an M",
              .scenario = "library_failure",
              .callbacks = 5,
              .stack_kib = 256,
              .counted = OracleSet(Oracle::I9),
              .each = true},
    FaultInfo{.fault = Fault::getattr,
              .name = "getattr",
              .text = "pthread_getattr_np does not know the stack",
              .scenario = "library_failure",
              .callbacks = 5,
              .stack_kib = 256},
    FaultInfo{.fault = Fault::fork,
              .name = "fork",
              .text = "C forks while other threads use the list, and the child calls Go"},
    FaultInfo{.fault = Fault::stack_16,
              .name = "stack_16",
              .text = "threads with 16 KiB of stack",
              .stack_kib = 16,
              .counted = OracleSet(Oracle::I15)},
    FaultInfo{.fault = Fault::stack_20,
              .name = "stack_20",
              .text = "threads with 20 KiB of stack",
              .stack_kib = 20,
              .counted = OracleSet(Oracle::I15)},
    FaultInfo{.fault = Fault::stack_32,
              .name = "stack_32",
              .text = "threads with 32 KiB of stack",
              .stack_kib = 32,
              .counted = OracleSet(Oracle::I15)},
    FaultInfo{.fault = Fault::stack_64,
              .name = "stack_64",
              .text = "threads with 64 KiB of stack",
              .stack_kib = 64,
              .counted = OracleSet(Oracle::I15)},
    FaultInfo{.fault = Fault::sigprocmask,
              .name = "sigprocmask",
              .text = "the kernel refuses to set a signal mask",
              .callbacks = 2,
              .exit_code = kDeliberateCrash},
    FaultInfo{.fault = Fault::sigaltstack,
              .name = "sigaltstack",
              .text = "the kernel refuses to set an alternate signal stack",
              .callbacks = 2,
              .exit_code = kDeliberateCrash},
    FaultInfo{.fault = Fault::alloc,
              .name = "alloc",
              .text = "an allocation fails while an M is made, each of them in turn",
              .scenario = "alloc_failure",
              .callbacks = 2,
              .exit_code = 2},
    FaultInfo{.fault = Fault::before_init,
              .name = "before_init",
              .text = "C calls Go before the runtime has made its first M",
              .scenario = "early_callback",
              .callbacks = 1,
              .exit_code = 1},
    FaultInfo{.fault = Fault::constructor,
              .name = "constructor",
              .text = "C calls Go from a constructor, before main",
              .scenario = "early_callback",
              .callbacks = 1,
              .exit_code = 1},
};

[[nodiscard]] constexpr const FaultInfo* find_fault(std::string_view name) {
  for (const FaultInfo& info : kFaults) {
    if (info.name == name) return &info;
  }
  return nullptr;
}

[[nodiscard]] constexpr FaultInfo info_of(Fault fault) {
  for (const FaultInfo& info : kFaults) {
    if (info.fault == fault) return info;
  }
  return FaultInfo{};
}

}  // namespace extram::native
