// What `--help` says below the options: examples of each verb, and how it ends.
#pragma once

namespace extram {

inline constexpr const char* kAbout =
    "Model checks and fault injection for the list of extra Ms, with which Go lets C threads call into it.";

inline constexpr const char* kExamples = R"(Examples:
  extram check                      ask everything of the suite, and hold each verdict against what is expected
  extram list                       scenarios, versions, mutants, oracles
  extram check callback --version go_1_16 --threads 3 --bound 3
                                    one scenario with one version, at a size of your own
  extram replay schedules/callback-go_1_15-2x1.sched
                                    a failing execution again, step by step
  extram minimise schedules/callback-go_1_15-2x1.sched
                                    the least that still fails

Exit codes: 0 as expected, 1 a violation, 2 bad usage, 3 truncated by a budget, 4 vacuous, 5 nondeterministic model,
6 a replay diverged, 70 a fault of the harness.)";

inline constexpr const char* kNewExamples = R"(Examples:
  extram new counter                    counter/counter.hpp and counter/CMakeLists.txt
  cmake -S counter -B counter/build && cmake --build counter/build && ctest --test-dir counter/build
  cd counter && extram check counter    what is built in build/ is found from here

Nothing is overwritten: where one of the files is there already, this ends with 2.)";

inline constexpr const char* kCheckExamples = R"(Examples:
  extram check                                        the suite
  extram check --quick --json -                       its quick rows, as JSON on standard output
  extram check callback signal_window                 the suite's rows for two scenarios
  extram check signal_window --version go_1_15        one run, with the trace of what went wrong
  extram check --quick --html report                  pages: report/index.html, and a timeline for each failure
  extram check callback --mutant unlock_relaxed --threads 2 --strategy random --seed 7
  extram check signal_window --version go_1_21 --mutant drop:needm.sigblock)";

inline constexpr const char* kReplayExamples = R"(Examples:
  extram replay schedules/signal_window-go_1_15-2x1.sched
  extram replay --trace html FAILURE.sched -o page.html    a page to step through, whole in one file
  extram replay --trace chrome FAILURE.sched > trace.json  for ui.perfetto.dev; also json, mermaid
  extram replay --world lockstep FAILURE.sched     the same steps on real threads
  extram replay --tsan RACE.sched                  and what ThreadSanitizer says of them
  extram replay --gdb FAILURE.sched                and a debugger where it fails

Ends with 1 where a bad verdict is reproduced, 0 where a good one is, 6 where the model goes another way.)";

inline constexpr const char* kMinimiseExamples = R"(Examples:
  extram minimise schedules/signal_window-go_1_15-2x1.sched
  extram minimise FAILURE.sched -o SMALLER.sched

Fewer threads, callbacks, Ms, signals, faults, stale reads, context switches, decisions: on no axis more than before.
Ends with 0 where a schedule was written, 3 where Ctrl-C ended the search (the best so far is written), 6 where the
schedule does not fail as it says.)";

inline constexpr const char* kLitmusExamples = R"(Examples:
  extram litmus scenarios/litmus/catalogue.jsonl
  extram litmus TESTS.jsonl --json - --max-seconds 10
  extram litmus TESTS.jsonl --axioms > EXPECTED.jsonl

A test is an object with `name`, `threads`, `locs`, `init`, and if it likes `required` and `permitted_beyond` outcomes
and whether it has a `race`; a test without `required` is held against the axioms of C++20. Ends with 1 where an outcome
is forbidden, or a required one is missing for no limit that is known of Relacy's memory model.)";

inline constexpr const char* kBenchExamples = R"(Examples:
  extram bench --quick
  extram bench jobs litmus --json -

GROUPS: exhausted (what the protocol takes, and what each reduction is worth), relacy (against Relacy's own bounded
search), hunt (how soon a deadlock is found), jobs (two processes against one), litmus (against Relacy's own full
search), memory (with --long, or by name), native (a callback on real threads by its system calls), lockstep (a step
that a schedule moves on real threads). Ratios are of things measured by turns in this run: the median, the least and
the most. They are told beside what they should be and never fail. Ends with 1 where a row did not run, or a count or a
verdict is wrong; 3 where Ctrl-C ended it.)";

inline constexpr const char* kMergeExamples = R"(Examples:
  extram check callback --version go_1_16 --threads 3 --shard 1/2 --json 1.jsonl      on one machine
  extram check callback --version go_1_16 --threads 3 --shard 2/2 --json 2.jsonl      on another one
  extram merge 1.jsonl 2.jsonl

Ends with 0 where the whole is as it should be, 1 with a failure, 2 where a file is damaged, 3 where a shard was cut by
a budget, 70 where the files are not all shards of a search, each once.)";

inline constexpr const char* kPlanExamples = R"(Example:
  extram plan --shards 4 callback --version go_1_16 --threads 3 --strategy full

Everything but --shards are arguments of `extram check`. ci/spread/parallel.sh and ci/spread/slurm.sh run the lines.)";

inline constexpr const char* kMutantsExamples = R"(Examples:
  extram mutants --jobs 2                            all of them, by every search, and what each oracle is worth
  extram mutants --quick                             those that must be killed, with small budgets
  extram mutants drop:dropm.sigblock unlock_relaxed  these
  extram mutants --json - --schedules witnesses
  extram mutants --quick --html report               the matrix on the page that `check --html report` left

Ends with 1 where a mutant survives and nobody has said why, or a reason is not true; 3 where Ctrl-C ended it.)";

inline constexpr const char* kNecessityExamples = R"(Examples:
  extram necessity --version go_1_16
  extram necessity dropm.sigblock unlockextra.store  what these are for
  extram necessity --jobs 2 --schedules witnesses --json necessity.jsonl

Ends with 1 where the weakest orders that were found fail together; 3 where Ctrl-C ended it.)";

inline constexpr const char* kCoverageExamples = R"(Examples:
  extram coverage                                    of each version that has its arguments
  extram coverage --version go_1_16 -v
  extram coverage --jobs 2 --html report             the table on the page that `check --html report` left
  extram coverage --json coverage.jsonl

A place is a step, who has the list lock, whether signals are blocked, whether g is nil, and a kind of fault. A cell
says how often the kind could strike there, and did; -: it is argued that nothing comes there; =: that what does is
seen elsewhere; gap: something would, and no search does. Ends with 1 where something comes to a place of which that was
denied (!), or nothing does and nobody has said why (?); 3 where Ctrl-C ended it.)";

}  // namespace extram
