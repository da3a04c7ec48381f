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

// What the second thread sees of two stores of a thread that dies before, between or behind them; or that both die.
std::set<std::string> sights(Strategy& strategy, int faults) {
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
    static constexpr std::array<std::string_view, 9> kNames{"- -", "- 0", "- 1", "0 -", "0 0",
                                                            "0 1", "1 -", "1 0", "1 1"};
    return kNames[static_cast<std::size_t>((found[0] + 1) * 3 + found[1] + 1)];
  };
  Shape shape = with(FaultKind::death);
  shape.faults = faults;
  const RunResult result = run_script(shape, strategy);
  EXPECT_EQ(result.verdict, Verdict::exhausted) << result.message;
  for (const auto& [text, count] : rows_of(result, kOutcome)) all.insert(text);
  return all;
}

TEST(Death, ASearchByClassesMeetsWhatAFullOneMeets) {
  for (const int faults : {0, 1}) {
    DepthFirst full;
    Exhaustive exhaustive;
    Exhaustive without_reductions(Reductions{.symmetry = false, .locks = false, .merging = false});
    const std::set<std::string> wanted = sights(full, faults);
    EXPECT_EQ(wanted.size(), faults == 0 ? 3U : 6U);
    EXPECT_EQ(sights(exhaustive, faults), wanted);
    EXPECT_EQ(sights(without_reductions, faults), wanted);
  }
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

}  // namespace
}  // namespace extram
