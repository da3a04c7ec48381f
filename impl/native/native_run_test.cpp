// What run_native says of good protocols and of bad ones.
#include "impl/native/native_run.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <ostream>
#include <stdexcept>
#include <string>

#include "impl/extram/go_1_16.hpp"
#include "impl/extram/go_1_21.hpp"
#include "impl/native/native_world.hpp"
#include "impl/world/registry.hpp"
#include "scenarios/callback.hpp"
#include "scenarios/early_callback.hpp"
#include "scenarios/late_callback.hpp"
#include "scenarios/library_failure.hpp"
#include "scenarios/thread_exit.hpp"

namespace extram::native {
namespace {

// dropm without its last statement: C gets its thread back with all signals blocked.
struct dropm_keeps_mask : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "dropm_keeps_mask";
  static constexpr std::string_view wrong = "dropm does not restore the signal mask";

  template <class X>
  static void dropm(X& x) {
    typename X::Mp mp = x.getg()->m;
    x.casgstatus(mp->curg, GStatus::syscall, GStatus::dead);
    x.ngsys.add(1);
    x.sigblock(on<Site::dropm_sigblock>);
    x.unminit();
    typename X::Mp mnext = x.lockextra(NilOkay::yes);
    x.extra_m_count += 1;
    mp->schedlink = mnext;
    x.setg(on<Site::dropm_setg_nil>, nullptr);
    x.unlockextra(mp);
  }
};

template <class V>
using Callback = callback<CheckedWorld, V>;
template <class V>
using EarlyCallback = early_callback<CheckedWorld, V>;

// The same with libc's mask calls, whatever the build's own are.
template <class V>
struct CallbackByLibc : callback<NativeWorld<CheckedPolicy<LibcMasks>>, V> {
  static constexpr ScenarioInfo info{.name = "callback_libc", .question = "callback, with pthread_sigmask"};
  using callback<NativeWorld<CheckedPolicy<LibcMasks>>, V>::callback;
};

template <class V>
using ThreadExit = thread_exit<CheckedWorld, V>;
template <class V>
using LateCallback = late_callback<CheckedWorld, V>;
template <class V>
using LibraryFailure = library_failure<CheckedWorld, V>;

const Registration<Callback, Variants<go_1_15, go_1_16, go_1_21, dropm_keeps_mask>> registered_callback;
const Registration<ThreadExit, Variants<go_1_16, go_1_21>> registered_thread_exit;
const Registration<LateCallback, Variants<go_1_16, go_1_21>> registered_late_callback;
const Registration<LibraryFailure, Variants<go_1_21>> registered_library_failure;
const Registration<CallbackByLibc, Variants<go_1_16>> registered_callback_by_libc;
const Registration<EarlyCallback, Variants<go_1_16>> registered_early_callback;

// A scenario of one function: what each foreign thread does.
template <class Does>
struct OneDeed {
  static constexpr ScenarioInfo info{.name = Does::name, .question = "what does run_native say of this?"};
  explicit OneDeed(const Shape&) {}
  void setup() {}
  void foreign_thread(int thread) { Does::run(thread); }
  void after() {}
  [[nodiscard]] bool expects_exit(int code) const { return code == 3; }
};
struct UsesFreedStack {
  static constexpr std::string_view name = "uses_freed_stack";
  static void run(int) {
    const AltStack stack = CheckedWorld::make_signal_stack(4096);
    CheckedWorld::free_signal_stack(stack);
    *reinterpret_cast<volatile char*>(stack.base) = 1;
  }
};
struct LoopsForEver {
  static constexpr std::string_view name = "loops_for_ever";
  static void run(int) {
    for (;;) CheckedWorld::osyield();
  }
};
// Two threads, each of which waits for the other.
struct WaitsForEver {
  static constexpr std::string_view name = "waits_for_ever";
  static void run(int thread) {
    const auto other = static_cast<std::size_t>(1 - thread);
    const auto set = [](int value) { return value == 1; };
    (void)gone[other].await<Order::acquire>(set, [](int) { CheckedWorld::osyield(); });
    gone[static_cast<std::size_t>(thread)].store<Order::release>(1);
  }
  static inline std::array<CheckedWorld::atomic<int>, 2> gone{CheckedWorld::atomic<int>("0"),
                                                              CheckedWorld::atomic<int>("1")};
};
struct DoesNothing {
  static constexpr std::string_view name = "does_nothing";
  static void run(int) {}
};
struct Leaks {
  static constexpr std::string_view name = "leaks";
  static void run(int) { kept = CheckedWorld::make<int>(1); }
  static inline thread_local int* kept = nullptr;
};
struct LeavesQuietly {
  static constexpr std::string_view name = "leaves_quietly";
  static void run(int) { ::_exit(9); }
};
struct ExitsAsExpected {
  static constexpr std::string_view name = "exits_as_expected";
  static void run(int) { CheckedWorld::exit(3, "I expected to end here\n"); }
};
struct ExitsUnexpectedly {
  static constexpr std::string_view name = "exits_unexpectedly";
  static void run(int) { CheckedWorld::exit(2, "fatal error: out of memory\n"); }
};

template <class... Deeds>
int register_deeds() {
  (Registry::add(entry<OneDeed<Deeds>, NoVersion>()), ...);
  return 0;
}
const int registered_deeds = register_deeds<UsesFreedStack, LoopsForEver, WaitsForEver, DoesNothing, Leaks,
                                            LeavesQuietly, ExitsAsExpected, ExitsUnexpectedly>();

NativeResult run(std::string_view scenario, std::string_view variant, const Shape& shape,
                 const NativeOptions& options) {
  const Entry* found = Registry::find(scenario, variant);
  if (found == nullptr) throw std::invalid_argument(std::string(scenario));
  return run_native(*found, shape, options);
}

struct Size {
  std::string_view version;
  int threads;
  Profile profile;
};

void PrintTo(const Size& size, std::ostream* out) {
  *out << size.version << ", " << size.threads << " threads, " << kProfiles[static_cast<std::size_t>(size.profile)];
}

class Callbacks : public testing::TestWithParam<Size> {};

TEST_P(Callbacks, ThousandsFromManyForeignThreadsAreClean) {
  const auto [version, threads, profile] = GetParam();
  const Shape shape{.threads = threads, .callbacks = 250, .ms = 1, .profile = profile};
  const NativeResult result = run("callback", version, shape, {.rounds = 10});
  EXPECT_EQ(result.verdict, Verdict::sampled) << name_of(result.oracle) << ": " << result.message << result.output;
  EXPECT_EQ(result.rounds, 10U);
  EXPECT_EQ(result.callbacks, 2500U * static_cast<unsigned>(threads));
}

INSTANTIATE_TEST_SUITE_P(Native, Callbacks,
                         testing::Values(Size{"go_1_15", 2, Profile::same}, Size{"go_1_15", 4, Profile::mixed},
                                         Size{"go_1_15", 8, Profile::mixed}, Size{"go_1_16", 2, Profile::same},
                                         Size{"go_1_16", 4, Profile::same}, Size{"go_1_16", 8, Profile::same},
                                         Size{"go_1_16", 2, Profile::mixed}, Size{"go_1_16", 4, Profile::mixed},
                                         Size{"go_1_16", 8, Profile::mixed}, Size{"go_1_16", 4, Profile::own_altstack},
                                         Size{"go_1_21", 2, Profile::same}, Size{"go_1_21", 8, Profile::mixed},
                                         Size{"go_1_21", 4, Profile::own_altstack}),
                         [](const auto& test) {
                           return std::string(test.param.version) + "_" + std::to_string(test.param.threads) + "_" +
                                  std::string(kProfiles[static_cast<std::size_t>(test.param.profile)]);
                         });

// --- signals
// ----------------------------------------------------------------------------------------------------------

TEST(Signals, AStormThatNestsLeavesMasksAndStacksAndLosesNoSignal) {
  for (const std::string_view scenario : {"callback", "callback_libc"}) {
    for (const Profile profile : {Profile::same, Profile::mixed}) {
      const Shape shape{.threads = 4, .callbacks = 100, .profile = profile};
      const NativeResult result = run(scenario, "go_1_16", shape, {.rounds = 20, .signal_rate = 300});
      EXPECT_EQ(result.verdict, Verdict::sampled) << name_of(result.oracle) << ": " << result.message << result.output;
      EXPECT_GT(result.deliveries, 10'000U);
    }
  }
}

// In C, too, where the handler finds a g and takes a second M all the same.
TEST(Signals, AStormOverMsThatStayWithTheirThreads) {
  for (const Profile profile : {Profile::same, Profile::mixed, Profile::own_altstack}) {
    const Shape shape{.threads = 4, .callbacks = 200, .profile = profile};
    const NativeResult result = run("callback", "go_1_21", shape, {.rounds = 20, .signal_rate = 300});
    EXPECT_EQ(result.verdict, Verdict::sampled) << name_of(result.oracle) << ": " << result.message << result.output;
    EXPECT_GT(result.deliveries, 10'000U);
  }
}

TEST(Signals, InTheWindowOfGo115TheHandlerWaitsForItsOwnThread) {
  const NativeResult result = run("callback", "go_1_15", {.threads = 2, .callbacks = 100},
                                  {.rounds = 100, .hang_seconds = 1, .signal_rate = 100});
  EXPECT_EQ(result.verdict, Verdict::hang);
  EXPECT_TRUE(result.oracle == Oracle::I2 || result.oracle == Oracle::I4) << name_of(result.oracle);
}

TEST(Signals, ThatWereAskedForAndNeverCameAreNoPass) {
  const NativeResult result = run("does_nothing", "-", {}, {.rounds = 3, .signal_rate = 1000});
  EXPECT_EQ(result.verdict, Verdict::vacuous) << result.message;
}

// --- what goes wrong, and how it is called
// ------------------------------------------------------------------------------

TEST(Verdicts, AnOracleConvictsAMutant) {
  const NativeResult result = run("callback", "dropm_keeps_mask", {.threads = 2, .callbacks = 10}, {.rounds = 10});
  EXPECT_EQ(result.verdict, Verdict::violation);
  EXPECT_EQ(result.oracle, Oracle::I10);
  EXPECT_EQ(result.message, "the signal mask on return to C is not the mask on entry");
  EXPECT_TRUE(result.thread == 0 || result.thread == 1);
}

TEST(Verdicts, AnOracleThatNobodyAskedForIsSilent) {
  const NativeResult result = run("callback", "dropm_keeps_mask", {.threads = 2, .callbacks = 10},
                                  {.rounds = 10, .oracles = OracleSet(Oracle::I1)});
  EXPECT_EQ(result.verdict, Verdict::sampled) << result.message;
}

TEST(Verdicts, ACrashIsACrash) {
  const NativeResult result = run("uses_freed_stack", "-", {}, {.rounds = 10});
  EXPECT_EQ(result.verdict, Verdict::crash) << result.message;
  EXPECT_NE(result.message.find("SEGV"), std::string::npos) << result.message;
}

TEST(Verdicts, AnEndWithoutAWordIsACrash) {
  const NativeResult result = run("leaves_quietly", "-", {}, {.rounds = 10});
  EXPECT_EQ(result.verdict, Verdict::crash);
  EXPECT_EQ(result.message, "the process ended with code 9 and no word");
}

TEST(Verdicts, AnEndlessLoopAndADeadlockAreHangs) {
  for (const std::string_view scenario : {"loops_for_ever", "waits_for_ever"}) {
    const NativeResult result = run(scenario, "-", {}, {.rounds = 10, .hang_seconds = 0.5});
    EXPECT_EQ(result.verdict, Verdict::hang) << result.message;
    EXPECT_EQ(result.rounds, 0U);
    EXPECT_LT(result.seconds, 5);
  }
}

TEST(Verdicts, WhatIsMadeAndNotDestroyedIsALeak) {
  EXPECT_EQ(run("leaks", "-", {}, {.rounds = 10}).verdict, Verdict::leak);
}

TEST(Verdicts, NoRoundIsVacuousAndAnEarlyEndTruncated) {
  EXPECT_EQ(run("callback", "go_1_16", {}, {.rounds = 0}).verdict, Verdict::vacuous);
  EXPECT_EQ(run("callback", "go_1_16", {}, {.rounds = 10, .seconds_max = 0}).verdict, Verdict::vacuous);
  const NativeResult result = run("callback", "go_1_16", {}, {.rounds = 1'000'000'000, .seconds_max = 0.5});
  EXPECT_EQ(result.verdict, Verdict::truncated);
  EXPECT_GT(result.rounds, 0U);
}

TEST(Verdicts, AScenarioThatIsNotInTheProgramIsAFaultOfTheHarness) {
  Entry unknown = *Registry::find("callback", "go_1_16");
  unknown.version = "go_0_9";
  EXPECT_THROW((void)run_native(unknown, {}, {}), std::runtime_error);
}

// --- exits
// ------------------------------------------------------------------------------------------------------------

TEST(Exits, BeforeTheFirstMTheProcessSaysWhyAndEnds) {
  const NativeResult result = run("early_callback", "go_1_16", {.threads = 1, .ms = 0}, {.rounds = 5});
  EXPECT_EQ(result.verdict, Verdict::sampled) << result.message;
  EXPECT_EQ(result.rounds, 5U);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.output.find("fatal error: cgo callback before cgo call"), std::string::npos) << result.output;
}

TEST(Exits, ThatTheScenarioExpectsAreGood) {
  const NativeResult result = run("exits_as_expected", "-", {.threads = 1}, {.rounds = 3});
  EXPECT_EQ(result.verdict, Verdict::sampled);
  EXPECT_EQ(result.rounds, 3U);
  EXPECT_EQ(result.exit_code, 3);
}

TEST(Exits, ThatNobodyExpectsAreViolations) {
  const NativeResult result = run("exits_unexpectedly", "-", {.threads = 1}, {.rounds = 3});
  EXPECT_EQ(result.verdict, Verdict::violation);
  EXPECT_EQ(result.message, "the process was ended with code 2: fatal error: out of memory");
  EXPECT_EQ(result.output, "fatal error: out of memory\n");
}

// --- the end of a thread --------------------------------------------------------------------------------------

TEST(ThreadEnds, InsideACallbackTheMIsLostUntilGo121) {
  const Shape shape{.threads = 8, .callbacks = 1};
  const NativeResult lost = run("thread_exit", "go_1_16", shape, {.rounds = 5});
  EXPECT_EQ(lost.verdict, Verdict::violation);
  EXPECT_EQ(lost.oracle, Oracle::I9);
  // As many as threads: the scenario says otherwise if it is not all of them.
  const OracleSet but_i9 = OracleSet::all().without(OracleSet(Oracle::I9));
  const NativeResult counted = run("thread_exit", "go_1_16", shape, {.rounds = 20, .oracles = but_i9});
  EXPECT_EQ(counted.verdict, Verdict::sampled) << counted.message;
  const NativeResult bound = run("thread_exit", "go_1_21", shape, {.rounds = 50, .signal_rate = 50});
  EXPECT_EQ(bound.verdict, Verdict::sampled) << name_of(bound.oracle) << ": " << bound.message << bound.output;
}

TEST(ThreadEnds, ACallbackFromALaterDestructorNeedsARoundMore) {
  constexpr int rounds = kDestructorRounds;
  for (int callbacks = 1; callbacks <= rounds; ++callbacks) {
    const Shape shape{.threads = 4, .callbacks = callbacks};
    const NativeResult result = run("late_callback", "go_1_21", shape, {.rounds = 20});
    EXPECT_EQ(result.verdict, callbacks < rounds ? Verdict::sampled : Verdict::violation) << result.message;
    EXPECT_EQ(result.oracle, callbacks < rounds ? Oracle::none : Oracle::I9) << callbacks;
    EXPECT_EQ(run("late_callback", "go_1_16", shape, {.rounds = 20}).verdict, Verdict::sampled) << callbacks;
  }
}

// --- failures of calls ----------------------------------------------------------------------------------------

// One thread with one M on the list refills it in its callback, and the first of the calls that can fail there fails.
TEST(Faults, TheCallThatFailsIsTheOneAskedFor) {
  const Shape shape{.threads = 1, .callbacks = 1, .ms = 1};
  const NativeResult failed = run("callback", "go_1_16", shape, {.rounds = 3, .fail_nth = 1});
  EXPECT_EQ(failed.verdict, Verdict::violation);
  EXPECT_EQ(failed.exit_code, 2);
  EXPECT_EQ(failed.faults, 1U);
  const NativeResult none = run("callback", "go_1_16", shape, {.rounds = 3, .fail_nth = 100});
  EXPECT_EQ(none.verdict, Verdict::vacuous) << none.message;
}

// One thread's calls in order: the first asks for its stack, the second binds it to its M.
TEST(Faults, OfTheThreadLibraryAreAGuessOrALostM) {
  const Shape shape{.threads = 1, .callbacks = 1, .ms = 1, .stack_kib = 256};
  const NativeResult guessed = run("library_failure", "go_1_21", shape, {.rounds = 5, .fail_nth = 1});
  EXPECT_EQ(guessed.verdict, Verdict::sampled) << name_of(guessed.oracle) << ": " << guessed.message;
  EXPECT_GT(guessed.faults, 0U);
  const NativeResult lost = run("library_failure", "go_1_21", shape, {.rounds = 5, .fail_nth = 2});
  EXPECT_EQ(lost.verdict, Verdict::violation) << lost.message;
  EXPECT_EQ(lost.oracle, Oracle::I9) << name_of(lost.oracle) << ": " << lost.message;
}

}  // namespace
}  // namespace extram::native
