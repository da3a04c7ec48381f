// Faults of each kind: where they strike, where they cannot, and that a search by classes of equal executions meets all
// that a full one meets.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "model/explore/exhaustive.hpp"
#include "model/relacy/script_for_test.hpp"

namespace extram {
namespace {

constexpr Shape with(FaultKind kind, int threads = 2) {
  return {.threads = threads, .faults = 1, .fault_kinds = FaultKinds(kind)};
}

std::map<std::string, std::uint64_t> rows_of(const RunResult& result, std::string_view what) {
  std::map<std::string, std::uint64_t> rows;
  for (const SiteSignals& row : result.signals) {
    if (row.what == what) rows[row.site] += row.delivered;
  }
  return rows;
}

// Without a step that others could see nothing has been run.
Atomic<int>* word = nullptr;

void start_script() {
  script = {};
  script.setup = [] { word = W::make<Atomic<int>>("word", 0); };
  script.after = [] { W::destroy(word); };
  seen = {};
}

TEST(Death, StrikesAtEachStepOnce) {
  start_script();
  script.thread = [](int thread) {
    if (thread != 0) return;
    W::step(At("one"));
    ++seen[0];
    word->store<Order::seq_cst>(1, At("two"));
    ++seen[1];
    W::step(At("three"));
  };
  const RunResult result = run_full(with(FaultKind::death));
  EXPECT_EQ(result.verdict, Verdict::exhausted) << result.message;
  EXPECT_EQ(rows_of(result, "death"), (std::map<std::string, std::uint64_t>{{"one", 1}, {"two", 1}, {"three", 1}}));
  EXPECT_EQ(result.counts.faults_injected, 3U);
  EXPECT_EQ(seen[0], 3U);  // who came past `one`
  EXPECT_EQ(seen[1], 2U);
}

// What the second thread sees of two stores of a thread that dies before, between or behind them, and of what a handler
// stored, in whichever thread; or that it died itself.
std::set<std::string> sights(Strategy& strategy, FaultKind kind, int faults) {
  static std::set<std::string> all;
  static std::array<Atomic<int>*, 2> words;
  static std::array<int, 2> found;
  all.clear();
  script = {};
  script.setup = [] {
    found = {-1, -1};
    words = {W::make<Atomic<int>>("x", 0), W::make<Atomic<int>>("y", 0)};
  };
  script.thread = [](int thread) {
    for (std::size_t i = 0; i < 2; ++i) {
      if (thread == 0) words[i]->store<Order::seq_cst>(1, At("store"));
      if (thread == 1) found[1 - i] = words[1 - i]->load<Order::seq_cst>(At("load"));
    }
  };
  script.after = [] {
    for (Atomic<int>* const one : words) W::destroy(one);
  };
  script.outcome = [] {
    static constexpr std::array<std::string_view, 16> kNames{"- -", "- 0", "- 1", "- 2", "0 -", "0 0", "0 1", "0 2",
                                                             "1 -", "1 0", "1 1", "1 2", "2 -", "2 0", "2 1", "2 2"};
    return kNames[static_cast<std::size_t>((found[0] + 1) * 4 + found[1] + 1)];
  };
  script.on_signal = [](int signal) {
    words[signal == signals::usr1 ? 0 : 1]->store<Order::seq_cst>(2, At("handler"));
  };
  Shape shape = with(kind);
  shape.faults = faults;
  const RunResult result = run_script(shape, strategy);
  EXPECT_EQ(result.verdict, Verdict::exhausted) << result.message;
  for (const auto& [text, count] : rows_of(result, kOutcome)) all.insert(text);
  return all;
}

void expect_that_classes_suffice(FaultKind kind, int faults, std::size_t sights_count) {
  DepthFirst full;
  Exhaustive exhaustive;
  Exhaustive without_reductions(Reductions{.symmetry = false, .locks = false, .merging = false});
  const std::set<std::string> wanted = sights(full, kind, faults);
  EXPECT_EQ(wanted.size(), sights_count) << name_of(kind) << ' ' << faults;
  EXPECT_EQ(sights(exhaustive, kind, faults), wanted) << name_of(kind) << ' ' << faults;
  EXPECT_EQ(sights(without_reductions, kind, faults), wanted) << name_of(kind) << ' ' << faults;
}

TEST(Death, ASearchByClassesMeetsWhatAFullOneMeets) {
  expect_that_classes_suffice(FaultKind::death, 0, 3);
  expect_that_classes_suffice(FaultKind::death, 1, 6);
}

TEST(Death, OfTheOneThatOthersWaitForIsADeadlockThatNamesIt) {
  start_script();
  script.thread = [](int thread) {
    if (thread == 0) {
      word->store<Order::seq_cst>(1, At("opens"));
    } else {
      (void)word->await<Order::seq_cst>([](int value) { return value == 1; }, [](int) {}, At("waits"));
    }
  };
  const RunResult result = run_full(with(FaultKind::death));
  EXPECT_EQ(result.verdict, Verdict::deadlock);
  EXPECT_EQ(result.message, "thread 0 died at opens, thread 1 waits at waits");
  // It is asked with who is gone: thread 0 where it died before it opened, and nobody else.
  script.expects_deadlock = [](GoneThreads gone) { return gone == 1; };
  EXPECT_EQ(run_full(with(FaultKind::death)).verdict, Verdict::exhausted);
  script.expects_deadlock = [](GoneThreads gone) { return gone == 2; };
  EXPECT_EQ(run_full(with(FaultKind::death)).verdict, Verdict::deadlock);
}

TEST(Cancelling, UnwindsFramesAndDestroysKeysWhereItsSignalIsOpen) {
  start_script();
  static int value = 0;
  script.thread = [](int thread) {
    if (thread != 0) return;
    struct Frame {
      ~Frame() { ++seen[0]; }
    };
    const Frame frame;
    (void)W::setspecific(Key::c, &value, At("keeps"));
    word->store<Order::seq_cst>(1, At("open"));
    const Mask all = Mask::all();
    W::sigprocmask(MaskHow::set, &all, nullptr, At("blocks"));
    W::step(At("blocked"));
    const Mask none;
    W::sigprocmask(MaskHow::set, &none, nullptr, At("opens"));
  };
  script.key_destructor = [](void* kept) { seen[1] += kept == &value ? 1U : 0U; };
  const RunResult result = run_full(with(FaultKind::cancel));
  EXPECT_EQ(result.verdict, Verdict::exhausted) << result.message;
  EXPECT_EQ(rows_of(result, "cancel"),
            (std::map<std::string, std::uint64_t>{{"blocks", 1}, {"keeps", 1}, {"open", 1}}));
  EXPECT_EQ(seen[0], 4U);
  EXPECT_EQ(seen[1], 3U);
}

TEST(LateSignals, ComeThoughTheyAreBlocked) {
  start_script();
  script.thread = [](int thread) {
    if (thread != 0) return;
    const Mask all = Mask::all();
    W::sigprocmask(MaskHow::set, &all, nullptr, At("blocks"));
    word->store<Order::seq_cst>(1, At("blocked"));
  };
  script.on_signal = [](int) { ++seen[0]; };
  Shape shape = with(FaultKind::late);
  shape.signals = 1;
  const RunResult result = run_full(shape);
  EXPECT_EQ(result.verdict, Verdict::exhausted) << result.message;
  EXPECT_EQ(rows_of(result, "late"), (std::map<std::string, std::uint64_t>{{"blocked", 1}}));
  EXPECT_EQ(seen[0], 2U);  // once in time, once late
}

TEST(Exchanges, FailForNoReason) {
  start_script();
  script.thread = [](int thread) {
    if (thread != 0) return;
    int expected = 0;
    while (!word->compare_exchange<Order::seq_cst>(expected, 1, At("exchange"))) {
      EXPECT_EQ(expected, 0);
      ++seen[0];
    }
  };
  script.after = [] {
    EXPECT_EQ(word->at_rest(), 1);
    W::destroy(word);
  };
  EXPECT_EQ(run_full(with(FaultKind::cas)).verdict, Verdict::exhausted);
  EXPECT_EQ(seen[0], 1U);
  EXPECT_EQ(run_full().counts.faults_injected, 0U);
}

// The other thread may have come anywhere by then, and comes no further.
TEST(Fork, LeavesTheOtherThreadsBehind) {
  start_script();
  script.thread = [](int thread) {
    if (thread == 0) {
      W::step(At("C.fork"));
      ++seen[static_cast<std::size_t>(word->load<Order::seq_cst>(At("looks")))];
    } else {
      for (int i = 1; i <= 2; ++i) word->store<Order::seq_cst>(i, At("goes on"));
    }
  };
  const RunResult result = run_full(with(FaultKind::fork));
  EXPECT_EQ(result.verdict, Verdict::exhausted) << result.message;
  EXPECT_EQ(rows_of(result, "fork"), (std::map<std::string, std::uint64_t>{{"C.fork", 3}}));
  for (const std::size_t value : {0U, 1U, 2U}) EXPECT_GE(seen[value], 1U) << value;
}

TEST(Stall, LastsUntilNobodyElseCanGoOn) {
  start_script();
  static std::array<std::uint64_t, 2> resumed;  // by whether others wait
  resumed = {};
  script.thread = [](int thread) {
    if (thread == 0) {
      W::step(At("before"));
      word->store<Order::seq_cst>(1, At("opens"));
    } else {
      (void)word->await<Order::seq_cst>([](int value) { return value == 1; }, [](int) {}, At("waits"));
    }
  };
  script.resumes = [](GoneThreads stalled, bool others_wait) {
    EXPECT_TRUE(stalled == 1 || stalled == 2 || stalled == 3) << int{stalled};
    EXPECT_TRUE(stalled != 3 || !others_wait) << "there is nobody else";
    ++resumed[others_wait ? 1 : 0];
    return true;
  };
  const RunResult result = run_full(with(FaultKind::stall));
  EXPECT_EQ(result.verdict, Verdict::exhausted) << result.message;
  const auto rows = rows_of(result, "stall");
  for (const char* const site : {"before", "opens", "waits"}) EXPECT_GE(rows.at(site), 1U) << site;
  EXPECT_GE(resumed[0], 1U);  // the waiting thread stood still, the other came to its end
  EXPECT_GE(resumed[1], 1U);  // the one that it waits for stood still
}

TEST(Stall, OfNobodyThatIsWaitedForIsADeadlock) {
  start_script();
  script.thread = [](int thread) {
    if (thread == 0) W::step(At("stands"));
    if (thread == 1) {
      (void)word->await<Order::seq_cst>([](int value) { return value == 1; }, [](int) {}, At("waits"));
    }
  };
  script.resumes = [](GoneThreads, bool others_wait) { return !others_wait; };
  script.expects_deadlock = [](GoneThreads) { return true; };
  const RunResult result = run_full(with(FaultKind::stall));
  EXPECT_EQ(result.verdict, Verdict::deadlock);
  EXPECT_EQ(result.message, "thread 0 is stalled at stands, thread 1 waits at waits");
}

TEST(SignalsToTheProcess, ComeToOneThreadThatDoesNotBlockThem) {
  start_script();
  script.thread = [](int thread) {
    const Mask all = Mask::all();
    if (thread == 1) W::sigprocmask(MaskHow::set, &all, nullptr, At("blocks"));
    word->store<Order::seq_cst>(thread, At("store"));
  };
  script.on_signal = [](int signal) { ++seen[static_cast<std::size_t>(signal == signals::usr1 ? W::self() : 2)]; };
  Shape shape = with(FaultKind::signal);
  const RunResult one = run_full(shape);
  EXPECT_EQ(one.verdict, Verdict::exhausted) << one.message;
  EXPECT_EQ(rows_of(one, "signal").size(), 2U);  // `store` of the first thread, `blocks` of the second
  EXPECT_GE(seen[0], 1U);
  EXPECT_GE(seen[1], 1U);
  EXPECT_EQ(seen[2], 0U) << "one signal for all threads together, and it is SIGUSR1";
  shape.faults = 2;
  EXPECT_EQ(run_full(shape).verdict, Verdict::exhausted);
  EXPECT_GE(seen[2], 1U) << "SIGCHLD comes second, to whichever thread";
}

TEST(SignalsToTheProcess, ASearchByClassesMeetsWhatAFullOneMeets) {
  expect_that_classes_suffice(FaultKind::signal, 1, 5);
  expect_that_classes_suffice(FaultKind::signal, 2, 8);
}

}  // namespace
}  // namespace extram
