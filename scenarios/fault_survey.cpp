#include "scenarios/fault_survey.hpp"

#include <array>

#include "scenarios/sizes.hpp"

namespace extram {
namespace {

// An M for each thread, so that one can lock the list while another has what it took.
constexpr Shape of(Shape shape, int threads, int signals) {
  shape.ms = threads;
  return with_kinds(with_faults(with_signals(with_threads(shape, threads), signals), 1), all_fault_kinds());
}
constexpr Shape scarce(Shape shape) {
  --shape.ms;
  return shape;
}

constexpr Shape after_a_call(FaultKinds kinds) {
  return with_kinds(with_faults(sizes::library_failure, 2), kinds.with(FaultKind::call));
}

constexpr Shape kBlockedInC{.callbacks = 2, .profile = Profile::mixed};
constexpr Shape with_ps(Shape shape, int ps) {
  shape.ps = ps;
  return shape;
}

using enum Strikes;

constexpr auto kSurvey = std::to_array<SurveyRun>({
    {"callback", of(sizes::callback, 1, 3)},
    {"callback", with_callbacks(of(sizes::callback, 1, 2), 2)},
    {"callback", scarce(of(sizes::callback, 2, 0)), spared, 3},
    {"callback", of(sizes::callback, 2, 2), spared, 2, 2},
    {"callback", with_callbacks(scarce(of(sizes::callback, 2, 2)), 2), spared, 1, 2},
    {"nested_callback", of(sizes::nested_callback, 1, 2)},
    {"nested_callback", of(sizes::nested_callback, 2, 1), spared, 2, 1},
    {"stop_the_world", of(sizes::stop_the_world, 2, 1), spared, 1, 1},
    {"return_to_c", of(sizes::return_to_c, 2, 2), spared, 1, 2},
    {"late_callback", of(sizes::late_callback, 2, 2), spared, 1, 2},
    {"thread_exit", of(sizes::thread_exit, 2, 1), spared, 1, 1},
    {"library_failure", of(sizes::library_failure, 2, 1), spared, 1, 1},
    {"system_call_failure", of(sizes::system_call_failure, 1, 2)},
    {"system_call_failure", of(sizes::system_call_failure, 2, 1), struck, 1, 1},
    {"blocked_in_c", of(kBlockedInC, 1, 1)},
    {"blocked_in_c", of(kBlockedInC, 2, 1), struck, 1, 1},
    {"blocked_in_c", with_ps(of(kBlockedInC, 2, 1), 2), spared, 1, 1},
    // A second fault: bounds are asked for again where they were not told.
    {"library_failure", after_a_call(FaultKinds(FaultKind::death).with(FaultKind::stall).with(FaultKind::signal)),
     struck},
    {"library_failure", after_a_call(FaultKind::cancel), struck},
    {"thread_death", of(sizes::thread_death, 2, 1), struck, 1, 2},
    {"callback", scarce(of(sizes::callback, 2, 1)), struck, 0, 2},
    {"callback", of(sizes::callback, 2, 1), struck, 1, 1},
    {"nested_callback", of(sizes::nested_callback, 2, 1), struck, 1, 1},
    {"stop_the_world", of(sizes::stop_the_world, 3, 1), struck, 1, 1},
    {"late_callback", of(sizes::late_callback, 2, 1), struck, 1, 1},
    {"fork", of(sizes::fork, 2, 1), struck, 2, 1},
});

}  // namespace

std::span<const SurveyRun> fault_survey() { return kSurvey; }

}  // namespace extram
