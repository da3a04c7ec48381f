#include "scenarios/expectations.hpp"

#include <array>
#include <vector>

#include "scenarios/bugs/catalogue.hpp"
#include "scenarios/sizes.hpp"

namespace extram {
namespace {

using enum Verdict;
using enum Oracle;

constexpr Expectation proved(std::string_view scenario, std::string_view version, Shape shape, int preemptions,
                             bool quick = true) {
  return {scenario, version, shape, "bounded", preemptions, std::nullopt, exhausted, none, quick};
}

constexpr Expectation proved_complete(std::string_view scenario, std::string_view version, Shape shape,
                                      bool quick = true) {
  return {scenario, version, shape, "full", std::nullopt, std::nullopt, exhausted, none, quick};
}

// By one execution of each class of equal ones.
constexpr Expectation exhausted_all(std::string_view scenario, std::string_view version, Shape shape,
                                    bool quick = true) {
  return {scenario, version, shape, "exhaustive", std::nullopt, std::nullopt, exhausted, none, quick};
}

constexpr Expectation sampled_well(std::string_view scenario, std::string_view version, Shape shape) {
  return {scenario, version, shape, "random", std::nullopt, std::nullopt, sampled, none, true};
}

constexpr Expectation convicted(std::string_view scenario, std::string_view variant, Shape shape, int preemptions,
                                Verdict verdict, Oracle oracle) {
  return {scenario, variant, shape, "bounded", preemptions, std::nullopt, verdict, oracle, true};
}

constexpr auto kSuite = std::to_array<Expectation>({
    // golang/go#42207 is gone from the order of 1.16 (that 1.15 has it, the catalogue of bugs asks).
    convicted("signal_window", "unblocked_after_unlock", sizes::signal_window, 1, deadlock, I4),
    proved("signal_window", "go_1_16", sizes::signal_window, 2),
    exhausted_all("signal_window", "go_1_16", sizes::signal_window),
    exhausted_all("signal_window", "go_1_16", with_callbacks(sizes::signal_window, 2)),
    exhausted_all("signal_window", "go_1_16", with_signals(sizes::signal_window, 2)),
    exhausted_all("signal_window", "go_1_16", with_threads(sizes::signal_window, 3)),
    exhausted_all("signal_window", "go_1_16", at_every_point(sizes::signal_window)),
    exhausted_all("signal_window", "go_1_16_folded", at_every_point(sizes::signal_window)),

    // What the oldest releases promise, and what signals do to them.
    exhausted_all("callback", "go_1_4", with_threads(sizes::callback, 3)),
    exhausted_all("callback", "go_1_5", with_threads(sizes::callback, 3)),
    exhausted_all("empty_list", "go_1_5", sizes::empty_list),
    exhausted_all("nested_callback", "go_1_4", sizes::nested_callback),
    exhausted_all("nested_callback", "go_1_5", sizes::nested_callback),
    exhausted_all("stop_the_world", "go_1_5", sizes::stop_the_world),
    exhausted_all("alloc_failure", "go_1_5", sizes::alloc_failure),
    exhausted_all("early_callback", "go_1_4", sizes::early_callback),
    exhausted_all("return_to_c", "go_1_4", sizes::return_to_c),
    exhausted_all("return_to_c", "go_1_5", sizes::return_to_c),
    convicted("signal_window", "go_1_4", sizes::signal_window, 1, deadlock, I2),
    convicted("signal_window", "go_1_5", sizes::signal_window, 1, deadlock, I2),

    // Without signals both orders are right.
    proved_complete("callback", "go_1_15", sizes::callback, false),
    proved_complete("callback", "go_1_16", sizes::callback, false),
    exhausted_all("callback", "go_1_15", sizes::callback),
    exhausted_all("callback", "go_1_16", sizes::callback),
    exhausted_all("callback", "go_1_16", unfused(sizes::callback)),
    exhausted_all("callback", "go_1_16_folded", with_threads(sizes::callback, 3)),
    exhausted_all("callback", "go_1_16", with_callbacks(sizes::callback, 2)),
    exhausted_all("callback", "go_1_15", with_threads(sizes::callback, 3)),
    exhausted_all("callback", "go_1_16", with_threads(sizes::callback, 3)),
    exhausted_all("callback", "go_1_16", with_callbacks(with_threads(sizes::callback, 3), 2)),
    exhausted_all("callback", "go_1_16", with_threads(sizes::callback, 4)),
    proved("callback", "go_1_16", with_threads(sizes::callback, 5), 1),
    sampled_well("callback", "go_1_16", with_callbacks(with_threads(sizes::callback, 4), 2)),

    exhausted_all("empty_list", "go_1_15", sizes::empty_list),
    exhausted_all("empty_list", "go_1_16", sizes::empty_list),
    exhausted_all("empty_list", "go_1_16", with_threads(sizes::empty_list, 4)),
    exhausted_all("empty_list", "go_1_16", returning(sizes::empty_list)),
    // One thread dies at any step: nothing is lost but what it had, and nobody waits but for that.
    exhausted_all("thread_death", "go_1_4", sizes::thread_death),
    exhausted_all("thread_death", "go_1_5", sizes::thread_death),
    exhausted_all("thread_death", "go_1_15", sizes::thread_death),
    exhausted_all("thread_death", "go_1_16", sizes::thread_death),
    exhausted_all("thread_death", "go_1_21", sizes::thread_death),
    exhausted_all("thread_death", "go_1_22", sizes::thread_death),
    exhausted_all("thread_death", "go_1_16", with_signals(with_threads(sizes::thread_death, 2), 1)),
    exhausted_all("thread_death", "go_1_21", with_signals(with_threads(sizes::thread_death, 2), 1)),
    // Cancelled asynchronously. The destructor of 1.21 gives the M back, but not of a thread that runs Go code.
    exhausted_all("thread_death", "go_1_4", with_kinds(sizes::thread_death, FaultKind::cancel)),
    exhausted_all("thread_death", "go_1_5", with_kinds(sizes::thread_death, FaultKind::cancel)),
    exhausted_all("thread_death", "go_1_15", with_kinds(sizes::thread_death, FaultKind::cancel)),
    exhausted_all("thread_death", "go_1_16", with_kinds(sizes::thread_death, FaultKind::cancel)),
    convicted("thread_death", "go_1_21", with_kinds(sizes::thread_death, FaultKind::cancel), 1, violation, I16),
    // One stands still at any step: the others wait for nothing but what it has, and all end once it goes on.
    proved_complete("thread_death", "go_1_4", with_kinds(with_threads(sizes::thread_death, 2), FaultKind::stall)),
    proved_complete("thread_death", "go_1_5", with_kinds(with_threads(sizes::thread_death, 2), FaultKind::stall)),
    proved_complete("thread_death", "go_1_15", with_kinds(with_threads(sizes::thread_death, 2), FaultKind::stall)),
    proved_complete("thread_death", "go_1_16", with_kinds(with_threads(sizes::thread_death, 2), FaultKind::stall)),
    proved_complete("thread_death", "go_1_21", with_kinds(with_threads(sizes::thread_death, 2), FaultKind::stall)),
    proved("thread_death", "go_1_16", with_kinds(sizes::thread_death, FaultKind::stall), 1),
    proved("thread_death", "go_1_21", with_kinds(sizes::thread_death, FaultKind::stall), 1),
    proved_complete("fork", "go_1_4", sizes::fork),
    proved_complete("fork", "go_1_5", sizes::fork),
    proved_complete("fork", "go_1_15", sizes::fork),
    proved_complete("fork", "go_1_16", sizes::fork),
    proved_complete("fork", "go_1_21", sizes::fork),
    exhausted_all("callback", "go_1_16", with_kinds(with_faults(sizes::callback, 1), FaultKind::cas)),
    exhausted_all("callback", "go_1_21", with_kinds(with_faults(sizes::callback, 1), FaultKind::cas)),
    // One signal for the whole process, at every step of whichever thread does not block it.
    exhausted_all("callback", "go_1_16", with_kinds(with_faults(sizes::callback, 1), FaultKind::signal)),
    exhausted_all("callback", "go_1_16", with_kinds(with_faults(sizes::callback, 2), FaultKind::signal)),
    exhausted_all("callback", "go_1_21", with_kinds(with_faults(sizes::callback, 1), FaultKind::signal)),
    exhausted_all("callback", "go_1_21", with_kinds(with_faults(sizes::callback, 2), FaultKind::signal)),
    convicted("callback", "go_1_15", with_kinds(with_faults(sizes::callback, 1), FaultKind::signal), 1, deadlock, I2),
    exhausted_all("aba", "go_1_15", sizes::aba),
    exhausted_all("aba", "go_1_16", sizes::aba),
    exhausted_all("aba", "go_1_16", with_callbacks(with_threads(sizes::aba, 4), 1)),
    exhausted_all("return_to_c", "go_1_15", sizes::return_to_c),
    exhausted_all("return_to_c", "go_1_16", with_threads(sizes::return_to_c, 3)),
    exhausted_all("return_to_c", "go_1_16_folded", with_threads(sizes::return_to_c, 3)),
    proved("return_to_c", "go_1_16", with_callbacks(with_threads(sizes::return_to_c, 3), 2), 2),
    // C calls Go with every signal blocked.
    exhausted_all("blocked_in_c", "go_1_5", Shape{}),
    exhausted_all("blocked_in_c", "go_1_16", with_signals(Shape{}, 1)),
    exhausted_all("blocked_in_c", "go_1_21", with_signals(Shape{}, 1)),
    exhausted_all("nested_callback", "go_1_15", sizes::nested_callback),
    exhausted_all("nested_callback", "go_1_16", with_threads(sizes::nested_callback, 3)),
    exhausted_all("stop_the_world", "go_1_15", sizes::stop_the_world),
    exhausted_all("stop_the_world", "go_1_16", with_threads(sizes::stop_the_world, 4)),
    exhausted_all("stop_the_world", "go_1_16", with_signals(sizes::stop_the_world, 1)),
    exhausted_all("alloc_failure", "go_1_15", sizes::alloc_failure),
    exhausted_all("alloc_failure", "go_1_16", with_threads(sizes::alloc_failure, 3)),
    exhausted_all("alloc_failure", "refill_retried", sizes::alloc_failure),
    // The kernel refuses a mask or a signal stack, each in turn, also while signals come.
    exhausted_all("system_call_failure", "go_1_4", sizes::system_call_failure),
    exhausted_all("system_call_failure", "go_1_5", sizes::system_call_failure),
    exhausted_all("system_call_failure", "go_1_15", sizes::system_call_failure),
    exhausted_all("system_call_failure", "go_1_16", with_threads(sizes::system_call_failure, 3)),
    exhausted_all("system_call_failure", "go_1_16", with_signals(sizes::system_call_failure, 1)),
    exhausted_all("system_call_failure", "go_1_16_folded", sizes::system_call_failure),
    exhausted_all("system_call_failure", "go_1_21", with_threads(sizes::system_call_failure, 3)),
    exhausted_all("system_call_failure", "go_1_21", with_signals(sizes::system_call_failure, 1)),
    convicted("system_call_failure", "refusal_ignored", sizes::system_call_failure, 1, violation, I10),
    exhausted_all("early_callback", "go_1_15", sizes::early_callback),
    exhausted_all("early_callback", "go_1_16", sizes::early_callback),

    // The M that stays with its thread.
    exhausted_all("callback", "go_1_21", sizes::callback),
    exhausted_all("callback", "go_1_21", unfused(sizes::callback)),
    exhausted_all("callback", "go_1_21", with_callbacks(sizes::callback, 2)),
    exhausted_all("callback", "go_1_21", with_threads(sizes::callback, 4)),
    exhausted_all("callback", "go_1_22", with_threads(sizes::callback, 3)),
    exhausted_all("signal_window", "go_1_22", with_callbacks(sizes::signal_window, 2)),
    exhausted_all("nested_callback", "go_1_22", sizes::nested_callback),
    exhausted_all("callback", "go_1_21_without_key", with_threads(sizes::callback, 3)),
    exhausted_all("signal_window", "go_1_21", sizes::signal_window),
    exhausted_all("signal_window", "go_1_21", with_callbacks(sizes::signal_window, 2)),
    exhausted_all("signal_window", "go_1_21", with_signals(sizes::signal_window, 2)),
    exhausted_all("signal_window", "go_1_21", at_every_point(sizes::signal_window)),
    exhausted_all("signal_window", "go_1_21", with_threads(sizes::signal_window, 3), false),
    exhausted_all("signal_window", "go_1_21_without_key", sizes::signal_window),
    exhausted_all("empty_list", "go_1_21", with_threads(sizes::empty_list, 4)),
    exhausted_all("aba", "go_1_21", sizes::aba),
    exhausted_all("return_to_c", "go_1_21", with_threads(sizes::return_to_c, 3)),
    exhausted_all("return_to_c", "go_1_21_without_key", sizes::return_to_c),
    exhausted_all("nested_callback", "go_1_21", with_threads(sizes::nested_callback, 3)),
    exhausted_all("nested_callback", "go_1_21", with_signals(sizes::nested_callback, 1)),
    exhausted_all("stop_the_world", "go_1_21", with_threads(sizes::stop_the_world, 3)),
    exhausted_all("alloc_failure", "go_1_21", with_threads(sizes::alloc_failure, 3)),
    exhausted_all("early_callback", "go_1_21", sizes::early_callback),

    // A thread that ends inside a callback takes its M with it; from 1.21 on it does not.
    convicted("thread_exit", "go_1_16", sizes::thread_exit, 1, violation, I9),
    convicted("thread_exit", "go_1_21_without_key", sizes::thread_exit, 1, violation, I9),
    exhausted_all("thread_exit", "go_1_21", with_threads(sizes::thread_exit, 3)),
    exhausted_all("thread_exit", "go_1_21", with_signals(sizes::thread_exit, 1)),
    // Four rounds of destructors: Go's own gives back what was taken in three of them.
    exhausted_all("late_callback", "go_1_16", with_callbacks(sizes::late_callback, 4)),
    exhausted_all("late_callback", "go_1_21", with_callbacks(with_threads(sizes::late_callback, 2), 3)),
    exhausted_all("late_callback", "go_1_21", with_signals(sizes::late_callback, 1)),
    convicted("late_callback", "go_1_21", with_callbacks(sizes::late_callback, 4), 1, violation, I9),
    // What Go does not look at, and what it did not before 1.21: how much stack there is.
    convicted("library_failure", "go_1_21", sizes::library_failure, 1, violation, I9),
    exhausted_all("library_failure", "go_1_21_heeding", with_faults(with_threads(sizes::library_failure, 2), 3)),
    convicted("library_failure", "go_1_16", sizes::library_failure, 1, violation, I15),

    // Algorithms that are not Go's (scenarios/examples).
    convicted("treiber", "untagged", sizes::treiber, 2, violation, user),
    exhausted_all("treiber", "tagged", sizes::treiber),
    exhausted_all("spsc", "weakly_ordered", sizes::spsc),
    convicted("spsc", "relaxed_publish", sizes::spsc, 1, data_race, I20),

    // Each oracle, and the mutant that it alone convicts.
    convicted("aba", "pop_without_lock", sizes::aba, 3, violation, I1),
    convicted("aba", "pop_without_lock_plain", sizes::aba, 2, data_race, I20),
    convicted("callback", "pop_without_lock_unwaived", sizes::callback, 1, violation, I8),
    convicted("signal_window", "late_signal_under_lock", sizes::signal_window, 1, violation, I2),
    convicted("callback", "dropm_unmasked", sizes::callback, 1, violation, I3),
    convicted("signal_window", "late_signal_after_unlock", sizes::signal_window, 1, violation, I4),
    convicted("callback", "refill_ignores_needextram", sizes::callback, 1, violation, I5),
    convicted("empty_list", "needextram_never_set", sizes::empty_list, 1, deadlock, I6),
    convicted("callback", "count_not_restored", sizes::callback, 1, violation, I7),
    convicted("callback", "count_outside_lock", sizes::callback, 2, data_race, I20),
    convicted("callback", "refill_after_body", sizes::callback, 1, violation, I5),
    convicted("callback", "mask_saved_when_blocked", sizes::callback, 1, violation, I10),
    convicted("callback", "dropm_skipped", own_altstacks(sizes::callback), 1, violation, I9),
    convicted("callback", "mask_not_restored", sizes::callback, 1, violation, I10),
    convicted("return_to_c", "minit_keeps_mask", sizes::return_to_c, 1, violation, I11),
    convicted("callback", "altstack_not_removed", sizes::callback, 1, violation, I12),
    convicted("return_to_c", "gsignal_not_restored", sizes::return_to_c, 1, violation, I12),
    convicted("callback", "g_not_cleared", sizes::callback, 1, violation, I13),
    convicted("return_to_c", "gsignal_not_adopted", sizes::return_to_c, 1, violation, I14),
    convicted("callback", "bounds_kept", sizes::callback, 1, violation, I15),
    convicted("callback", "dead_not_restored", sizes::callback, 1, violation, I16),
    convicted("stop_the_world", "refill_in_needm", sizes::stop_the_world, 2, violation, I19),
    convicted("callback", "unlock_relaxed", sizes::callback, 1, data_race, I20),
    convicted("return_to_c", "mask_read_after_unlock", sizes::return_to_c, 2, data_race, I20),
    convicted("callback", "published_half_built", sizes::callback, 1, data_race, I20),
    convicted("signal_window", "badsignal_drops", sizes::signal_window, 1, violation, I21),
    convicted("alloc_failure", "refill_lost", sizes::alloc_failure, 1, violation, I5),
    convicted("callback", "in_use_counted_for_nil", sizes::callback, 1, violation, I8),
    convicted("callback", "in_c_not_cleared", sizes::callback, 1, violation, I17),
    convicted("nested_callback", "nested_in_c", sizes::nested_callback, 1, violation, I17),
    convicted("callback", "unlocked_before_incgo", sizes::callback, 1, violation, I18),
    convicted("library_failure", "bounds_not_refreshed", sizes::library_failure, 1, violation, I15),
    convicted("callback", "bounds_not_cleared", sizes::callback, 1, violation, I15),
    convicted("callback", "key_destructor_missing", own_altstacks(sizes::callback), 1, violation, I9),
    convicted("signal_window", "handler_forgets_g", sizes::signal_window, 1, violation, I13),
    convicted("return_to_c", "mask_restored_while_bound", sizes::return_to_c, 1, violation, I10),
    convicted("callback", "altstack_removed_while_bound", sizes::callback, 1, violation, I12),
    convicted("callback", "length_not_counted", sizes::callback, 1, violation, I7),
    convicted("early_callback", "early_check_skipped", sizes::early_callback, 1, deadlock, I6),
});

// Both rows of each pair of the catalogue.
std::vector<Expectation> with_bugs() {
  std::vector<Expectation> all(kSuite.begin(), kSuite.end());
  for (const Bug& bug : kBugs) {
    all.push_back(convicted(bug.scenario, bug.failing, bug.shape, bug.preemptions, bug.verdict, bug.oracle));
    all.push_back(exhausted_all(bug.scenario, bug.fixed, bug.shape));
  }
  return all;
}

}  // namespace

std::span<const Expectation> expectations() {
  static const std::vector<Expectation> all = with_bugs();
  return all;
}

}  // namespace extram
