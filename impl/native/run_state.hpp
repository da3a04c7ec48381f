// What the threads of a run share with its driver, and how a run ends: by an oracle, by an exit, by a fault of ours.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "impl/native/fault.hpp"
#include "impl/native/report_page.hpp"
#include "impl/world/oracle.hpp"
#include "impl/world/scenario.hpp"

namespace extram::native {

// Written before the threads of a round start. Only the atomics change while they run, and they order nothing.
struct RunState {
  OracleSet oracles = OracleSet::all();
  int threads_max = 64;              // per_thread has room for so many
  std::uint64_t fail_nth = 0;        // which call of World::fails, made on a foreign thread, says yes; 0: none
  bool storm = false;                // signals come from outside too
  Fault fault = Fault::none;         // what strikes the threads of this run
  bool parent_reads_stderr = false;  // and not the page: in the child of a fork
  Program* program = nullptr;        // whose handler runs
  ReportPage* page = nullptr;        // nullptr: nobody to report to but stderr
  std::atomic<std::uint64_t> fault_calls{0};
  std::atomic<std::uint64_t> faults{0};
  std::atomic<std::uint64_t> waits{0};  // children of forks that wait for ever
  std::atomic<std::uint64_t> delays{0};
  std::atomic<long> objects{0};  // made and not destroyed
};

inline constinit RunState run_state;

// Adds what this round came to, signals and failures, to the page.
void report_counts();

// Writes the record, unless another thread was first, and ends the process. Async-signal-safe.
[[noreturn]] void end_with(const Record& record);

// An oracle failed. Without a page, says so on stderr and aborts.
[[noreturn]] void end_with_violation(Oracle oracle, std::string_view text);

// The same, but violations that the run only counts are counted.
void report_violation(Oracle oracle, std::string_view text);

// The algorithm ends the process: `text` goes to stderr.
[[noreturn]] void end_by_exit(int code, std::string_view text);

// A call that cannot fail has failed, or the harness is used wrongly: says what, and why by `error` if that is not 0.
[[noreturn]] void give_up(std::string_view what, int error);

void write_to_stderr(std::string_view text);

}  // namespace extram::native
