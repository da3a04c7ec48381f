// The catalogue: bugs that the extra-M list and its signals had in the field. Each row names a variant that is wrong as
// the release was, the oracle that convicts it, and a fixed twin, which differs in one member (or the few that are
// named) and passes. The suite has both rows of each pair. What a model cannot say (stacks of goroutines, time, other
// kernels) is left out.
#pragma once

#include <array>
#include <string_view>

#include "impl/world/verdict.hpp"
#include "scenarios/bugs/sizes.hpp"

namespace extram {

struct Bug {
  std::string_view issue;
  std::string_view wrong;  // what went wrong
  std::string_view scenario;
  Shape shape;
  std::string_view failing;
  Verdict verdict;
  Oracle oracle;
  std::string_view fixed;
  std::string_view member;  // in which the two differ; several are joined by ", "
  int preemptions = 1;      // enough to convict it; the fixed twin is searched exhaustively
};

namespace bugs {
inline constexpr Shape kSignalAlone = with_threads(sizes::signal_window, 1);
inline constexpr Shape kAlone = with_threads(sizes::callback, 1);
inline constexpr Shape kSmallStack{.threads = 1, .callbacks = 1, .ms = 1, .stack_kib = 24};
inline constexpr Shape kOneP{.threads = 2, .callbacks = 1, .ms = 1, .signals = 1, .ps = 1};
inline constexpr Shape kTwoInGo = with_threads(sizes::empty_list, 2);
}  // namespace bugs

inline constexpr auto kBugs = std::to_array<Bug>({
    {"golang/go#42207", "a handler waits for the list lock that the thread below it holds", "signal_window",
     sizes::signal_window, "go_1_15", Verdict::deadlock, Oracle::I2, "go_1_16", "needm"},
    {"golang/go#42207, second form", "a handler waits for the refill that the thread below it owes", "signal_window",
     sizes::signal_window, "issue_42207_last_m", Verdict::deadlock, Oracle::I4, "issue_42207_last_m_fixed", "needm"},
    {"golang/go#12277", "on the way in: g is set before the signal stack is installed, and signals are open",
     "signal_window", bugs::kSignalAlone, "issue_12277", Verdict::violation, Oracle::I14, "issue_12277_fixed", "needm"},
    {"golang/go#12277, in dropm", "on the way out: the signal stack is gone before g is nil, and signals are open",
     "signal_window", bugs::kSignalAlone, "issue_12277_dropm", Verdict::violation, Oracle::I14,
     "issue_12277_dropm_fixed", "dropm"},
    {"golang/go#34391", "a program without cgo: a handler without g waits for an M that nobody will ever make",
     "signal_before_cgo", sizes::signal_before_cgo, "issue_34391", Verdict::deadlock, Oracle::I6, "issue_34391_fixed",
     "badsignal"},
    {"golang/go#10207", "a signal on a thread that a constructor started finds no M, and nobody says so",
     "signal_before_cgo", sizes::signal_before_cgo, "issue_10207", Verdict::deadlock, Oracle::I6, "issue_10207_fixed",
     "require_extra_m"},
    {"golang/go#6751", "one platform's start-up puts no M on the list: the first callback waits for ever", "callback",
     bugs::kAlone, "issue_6751", Verdict::deadlock, Oracle::I6, "issue_6751_fixed", "one_new_extra_m"},
    {"golang/go#13881", "cgocallback returns to C without dropm: g stays, and the M is lost", "callback",
     own_altstacks(sizes::callback), "issue_13881", Verdict::violation, Oracle::I9, "issue_13881_fixed", "cgocallback"},
    {"golang/go#15943", "start-up says that it is done before the first M is there: an early callback ends the process",
     "library_start_up", sizes::library_start_up, "issue_15943", Verdict::data_race, Oracle::I20, "issue_15943_fixed",
     "start_up"},
    {"golang/go#22930", "an M goes back to the list with the signal stack of a thread of C's", "return_to_c",
     sizes::return_to_c, "issue_22930", Verdict::violation, Oracle::I12, "issue_22930_fixed", "unminit"},
    {"golang/go#12498", "signals 32 and 33, which libc sends itself, stay blocked in Go: setresgid waits",
     "all_blocked", sizes::all_blocked, "issue_12498", Verdict::violation, Oracle::I11, "issue_12498_fixed",
     "minit_signal_mask"},
    {"golang/go#39343", "the same with signal 34, of another libc", "all_blocked", sizes::all_blocked, "issue_39343",
     Verdict::violation, Oracle::I11, "issue_39343_fixed", "minit_signal_mask"},
    {"golang/go#42494", "a thread that is about to end blocks what setresgid waits for", "go_thread_exit",
     sizes::all_blocked, "issue_42494", Verdict::violation, Oracle::I11, "issue_42494_fixed", "sigblock_exiting"},
    {"golang/go#53374", "libc never really blocks its own signal: it comes when g is set and no signal stack is there",
     "signal_window", bugs::kSignalAlone, "issue_53374", Verdict::violation, Oracle::I14, "issue_53374_fixed", "needm"},
    {"golang/go#77588", "the mask call has returned, and still a signal comes, under the list lock", "signal_window",
     bugs::kSignalAlone, "issue_77588", Verdict::deadlock, Oracle::I2, "issue_77588_fixed", "badsignal"},
    {"golang/go#15994", "SIGPROF on a thread of C's runs a whole callback, which allocates", "profiled_c",
     sizes::signal_in_c, "issue_15994", Verdict::violation, Oracle::I19, "issue_15994_fixed", "sigtrampgo"},
    {"golang/go#16054", "any signal on a thread of C's runs a whole callback, which allocates", "async_signal_in_c",
     sizes::signal_in_c, "issue_16054", Verdict::violation, Oracle::I19, "issue_16054_fixed", "badsignal"},
    {"golang/go#10139", "the handler returns from a deadly signal, and the instruction faults for ever",
     "deadly_signal", sizes::signal_in_c, "issue_10139", Verdict::violation, Oracle::I21, "issue_10139_fixed",
     "badsignal"},
    {"golang/go#50936", "a profiling signal comes while curg has no M, and the handler follows the pointer",
     "signal_window", at_every_point(bugs::kSignalAlone), "issue_50936", Verdict::violation, Oracle::user,
     "issue_50936_fixed", "sigtrampgo"},
    {"golang/go#56243", "an M is another thread's already while the thread that had it still works on it", "callback",
     sizes::callback, "issue_56243", Verdict::data_race, Oracle::I20, "issue_56243_fixed", "dropm", 2},
    {"golang/go#59678",
     "C's race detector sees no order in the list lock (here a relaxed unlock): the next owner's write is a race",
     "callback", sizes::callback, "issue_59678", Verdict::data_race, Oracle::I20, "issue_59678_fixed", "order", 2},
    {"golang/go#60004", "threads of C's that keep an M count towards Go's thread limit: thread exhaustion",
     "empty_list", bugs::kTwoInGo, "issue_60004", Verdict::violation, Oracle::user, "issue_60004_fixed",
     "one_new_extra_m"},
    {"golang/go#60540", "lockextra counts an M in use where it has found none", "callback", bugs::kAlone, "issue_60540",
     Verdict::violation, Oracle::I8, "issue_60540_fixed", "lockextra"},
    {"golang/go#59294", "first call from high up the stack, a later one from far down: the bounds are the first's",
     "moving_stack", sizes::moving_stack, "issue_59294", Verdict::violation, Oracle::I15, "issue_59294_fixed",
     "update_stack_on_entry"},
    {"golang/go#60007", "first call from far down, a later one from higher up than the bounds reach", "moving_stack",
     sizes::moving_stack, "issue_60007", Verdict::violation, Oracle::I15, "issue_60007_fixed", "update_stack_on_entry"},
    {"golang/go#62440", "the stack pointer moves within bounds that were guessed for another place, and runs out",
     "moving_stack", sizes::moving_stack, "issue_62440", Verdict::violation, Oracle::I15, "issue_62440_fixed",
     "update_stack_on_entry"},
    {"golang/go#62130", "a stack that C has switched below Go's frames is out of bounds, and that is fatal",
     "library_failure", sizes::library_failure, "issue_62130", Verdict::violation, Oracle::user, "issue_62130_fixed",
     "update_system_stack"},
    {"golang/go#68285", "bounds are guessed on a thread whose stack is smaller than the guess", "callback",
     bugs::kSmallStack, "issue_68285", Verdict::violation, Oracle::I15, "issue_68285_fixed", "update_system_stack"},
    {"golang/go#67653", "pthread_getattr_np fails, and what it has not filled in is taken for the bounds",
     "library_failure", sizes::library_failure, "issue_67653", Verdict::violation, Oracle::I15, "issue_67653_fixed",
     "update_system_stack"},
    {"golang/go#72870", "an inner callback returns, and Go code further up is taken for C", "nested_callback",
     bugs::kAlone, "issue_72870", Verdict::violation, Oracle::I17, "issue_72870_fixed", "leave_go"},
    {"golang/go#70529", "isExtraInC is still set when the thread is in Go: a handler takes a second M", "callback",
     sizes::callback, "issue_70529", Verdict::violation, Oracle::I17, "issue_70529_fixed", "enter_go"},
    {"golang/go#70529, second form", "a handler waits for an M with a P in its hands, and the refill waits for that P",
     "callback", bugs::kOneP, "go_1_21", Verdict::deadlock, Oracle::I6, "issue_70529_with_ps_fixed",
     "leave_go, reentersyscall, exitsyscall"},
    {"golang/go#62102", "the thread is unlocked before incgo says that nothing may move it", "callback", bugs::kAlone,
     "issue_62102", Verdict::violation, Oracle::I18, "issue_62102_fixed", "leave_go"},
    {"apache/arrow-adbc#2802", "the host disables the signal stack, and the next signal finds none",
     "altstack_taken_away", sizes::altstack_taken_away, "arrow_adbc_2802", Verdict::violation, Oracle::I14,
     "arrow_adbc_2802_fixed", "update_stack_on_entry"},

    // Other runtimes, by the same mechanism: threads of C's on a list, and the destructor of a key.
    {"libdatachannel-java#51", "a thread of C's ends attached to the Java machine, which waits for it", "jni_attach",
     sizes::other_runtime, "jni_key_without_destructor", Verdict::deadlock, Oracle::user, "jni_detaches_at_end",
     "thread_ends"},
    {"dotnet/runtime#64509", "each thread of C's that has called .NET leaves its Thread object behind",
     "reverse_pinvoke", sizes::other_runtime, "dotnet_thread_kept", Verdict::leak, Oracle::none,
     "dotnet_thread_removed", "thread_ends"},
    {"python/cpython#124619", "a thread gets the interpreter's lock when its thread state has been deleted",
     "gilstate_ensure", sizes::other_runtime, "gil_taken_unasked", Verdict::violation, Oracle::user,
     "gil_asks_for_the_end", "must_end"},
});

}  // namespace extram
