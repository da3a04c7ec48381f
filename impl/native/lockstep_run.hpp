// Runs one execution on real threads, step by step as a schedule has it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "impl/native/lockstep_script.hpp"
#include "impl/native/native_run.hpp"

namespace extram::native {

struct LockstepStep {
  StepKind kind = StepKind::step;
  int thread = 0;
  int depth = 0;
  std::string site;
};

struct LockstepRequest {
  const Entry* entry = nullptr;
  Shape shape{};
  OracleSet oracles = OracleSet::all();
  std::vector<RecordedDecision> decisions;
  double hang_seconds = 10;
};

struct LockstepResult {
  NativeResult native;  // verdict `diverged` where the threads came to another step than the schedule
  std::vector<LockstepStep> steps;
  std::size_t position = 0;  // decisions that were taken
  std::size_t switches = 0;
  bool steps_are_all = true;  // false: there were more than are kept
};

// Throws std::runtime_error where the harness itself fails.
[[nodiscard]] LockstepResult run_in_lockstep(const LockstepRequest& request);

// Starts `debugger`, for example {"gdb", "--args"}, over the child instead of the child: it does not return.
[[noreturn]] void debug_in_lockstep(const LockstepRequest& request, const std::vector<std::string>& debugger);

// As run_as_child, for programs that call run_in_lockstep.
[[nodiscard]] std::optional<int> run_as_lockstep_child(int argc, char** argv);

}  // namespace extram::native
