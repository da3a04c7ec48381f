// What the oracles and the searches are worth, by the suite's own rows: each mutant is convicted by its oracle and by
// no other, the numbers of executions are what they were, and signals come exactly where they may.
#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "impl/world/registry.hpp"
#include "model/explore/depth_first.hpp"
#include "model/explore/exhaustive.hpp"
#include "model/explore/run.hpp"
#include "scenarios/expectations.hpp"
#include "scenarios/sizes.hpp"

namespace extram {
namespace {

RunResult run_row(const Expectation& row, OracleSet oracles) {
  RunRequest request;
  request.entry = Registry::find(row.scenario, row.variant);
  if (request.entry == nullptr) throw std::runtime_error("no such row: " + std::string(row.variant));
  request.shape = row.shape;
  request.oracles = oracles;
  if (row.strategy == "exhaustive") {
    Exhaustive search;
    return run(request, search);
  }
  DepthFirst search({.preemptions = row.preemptions, .faults = row.faults});
  return run(request, search);
}

bool convicts_alone(const Expectation& row) {
  const RunResult by_it = run_row(row, OracleSet(row.oracle));
  const RunResult by_others = run_row(row, OracleSet::all().without(OracleSet(row.oracle)));
  // A deadlock is one whatever is asked; then the oracle that explains it is the one that convicts.
  const bool others_convict = is_bad(by_others.verdict) && by_others.oracle != row.oracle;
  return is_bad(by_it.verdict) && by_it.oracle == row.oracle && !others_convict;
}

TEST(OraclesTest, EachHasAMutantThatItAloneConvicts) {
  std::set<Oracle> alone;
  for (const Expectation& row : expectations()) {
    if (is_bad(row.verdict) && !alone.contains(row.oracle) && convicts_alone(row)) alone.insert(row.oracle);
  }
  // I22 is reported, and never convicts.
  for (const Oracle oracle :
       {Oracle::I1,  Oracle::I2,  Oracle::I3,  Oracle::I4,  Oracle::I5,  Oracle::I6,  Oracle::I7,
        Oracle::I8,  Oracle::I9,  Oracle::I10, Oracle::I11, Oracle::I12, Oracle::I13, Oracle::I14,
        Oracle::I15, Oracle::I16, Oracle::I17, Oracle::I18, Oracle::I19, Oracle::I20, Oracle::I21}) {
    EXPECT_TRUE(alone.contains(oracle)) << name_of(oracle) << " has no mutant of its own";
  }
}

TEST(OraclesTest, EveryMutantIsInTheSuite) {
  std::set<std::string_view> convicted;
  for (const Expectation& row : expectations()) {
    if (is_bad(row.verdict)) convicted.insert(row.variant);
  }
  for (const Entry& entry : Registry::entries()) {
    EXPECT_TRUE(entry.mutant.empty() || convicted.contains(entry.mutant)) << entry.mutant;
  }
}

TEST(OraclesTest, AWaivedOracleNeverEndsAnExecution) {
  // go_1_15 breaks I3 in every execution with or without a signal, and does not promise it.
  const Expectation row{"callback", "go_1_15", sizes::callback, "bounded", 1, std::nullopt, Verdict::exhausted};
  EXPECT_EQ(run_row(row, OracleSet(Oracle::I3)).verdict, Verdict::exhausted);
}

struct Golden {
  std::string_view scenario;
  std::string_view variant;
  Shape shape;
  int preemptions;
  std::uint64_t executions;
};

// A change of these numbers is a change of the protocol's steps or of the search, and wants a reason.
TEST(GoldenTest, NumbersOfExecutionsAreWhatTheyWere) {
  for (const Golden& golden : {
           Golden{"callback", "go_1_16", sizes::callback, 3, 80},
           Golden{"callback", "go_1_15", sizes::callback, 3, 80},
           Golden{"callback", "go_1_16", with_threads(sizes::callback, 3), 2, 918},
           Golden{"empty_list", "go_1_16", sizes::empty_list, 1, 348},
           Golden{"signal_window", "go_1_16", sizes::signal_window, 1, 192},
           Golden{"nested_callback", "go_1_16", sizes::nested_callback, 3, 254},
           Golden{"stop_the_world", "go_1_16", sizes::stop_the_world, 3, 87},
           Golden{"alloc_failure", "go_1_16", sizes::alloc_failure, 2, 170},
       }) {
    const Expectation row{golden.scenario,    golden.variant, golden.shape,      "bounded",
                          golden.preemptions, std::nullopt,   Verdict::exhausted};
    const RunResult result = run_row(row, OracleSet::all());
    EXPECT_EQ(result.verdict, Verdict::exhausted) << golden.scenario << ": " << result.message;
    EXPECT_EQ(result.counts.executions, golden.executions) << golden.scenario;
  }
}

struct GoldenAll {
  std::string_view scenario;
  Shape shape;
  std::uint64_t executions;
  std::uint64_t blocked;
};

// With all reductions on: symmetry, locks, merging.
TEST(GoldenTest, NumbersOfAnExhaustiveSearch) {
  for (const GoldenAll& golden : {
           GoldenAll{"callback", sizes::callback, 5, 6},
           GoldenAll{"callback", with_callbacks(sizes::callback, 2), 17, 195},
           GoldenAll{"callback", with_threads(sizes::callback, 3), 28, 317},
           GoldenAll{"aba", with_callbacks(sizes::aba, 1), 27, 346},
           GoldenAll{"aba", with_callbacks(with_threads(sizes::aba, 4), 1), 300, 20485},
           GoldenAll{"empty_list", sizes::empty_list, 4, 188},
           GoldenAll{"empty_list", with_threads(sizes::empty_list, 4), 13, 7893},
           GoldenAll{"nested_callback", with_threads(sizes::nested_callback, 3), 53, 3403},
       }) {
    const Expectation row{golden.scenario, "go_1_16",    golden.shape,      "exhaustive",
                          std::nullopt,    std::nullopt, Verdict::exhausted};
    const RunResult result = run_row(row, OracleSet::all());
    EXPECT_EQ(result.verdict, Verdict::exhausted) << golden.scenario << ": " << result.message;
    EXPECT_EQ(result.counts.executions, golden.executions) << golden.scenario << " " << golden.shape.threads;
    EXPECT_EQ(result.counts.blocked, golden.blocked) << golden.scenario << " " << golden.shape.threads;
  }
}

// With any reductions, with none, and with every wait and exchange apart, the answer is the same.
TEST(ReductionsTest, ChangeNoVerdict) {
  std::vector<std::pair<Expectation, Verdict>> rows;
  for (const Expectation& row : expectations()) {
    const bool small = row.shape.threads <= 2 && row.shape.callbacks == 1 && row.shape.signals <= 1;
    const bool by_classes = row.shape.faults == 0 || !depends_on_all_threads(row.shape.fault_kinds);
    // Half a minute each without reductions; what they ask, smaller rows ask.
    const bool slow = row.shape.signals + row.shape.faults > 1 || row.scenario == "signal_window" ||
                      (row.variant == "go_1_16" && row.shape.fault_kinds == FaultKinds(FaultKind::cas));
    if (small && by_classes && !slow) rows.emplace_back(row, row.verdict);
  }
  for (auto& [row, verdict] : rows) {
    row.strategy = "exhaustive";
    RunRequest request;
    request.entry = Registry::find(row.scenario, row.variant);
    request.shape = row.shape;
    for (const std::string_view reductions : {"none", "symmetry", "locks", "merging", "all"}) {
      Exhaustive search(*reductions_in(reductions));
      const RunResult result = run(request, search);
      EXPECT_EQ(result.verdict, verdict) << row.scenario << " " << row.variant << " " << reductions;
      const Oracle oracle = is_bad(verdict) ? row.oracle : Oracle::none;
      EXPECT_EQ(result.oracle, oracle) << row.variant << " " << reductions;
    }
    row.shape = unfused(row.shape);
    const RunResult apart = run_row(row, OracleSet::all());
    EXPECT_EQ(apart.verdict, verdict) << row.scenario << " " << row.variant << " unfused: " << apart.message;
    EXPECT_EQ(apart.oracle, is_bad(verdict) ? row.oracle : Oracle::none) << row.variant << " unfused";
  }
}

TEST(SignalsTest, ComeAtEveryStepThatIsOpenAndAtNoneThatIsBlocked) {
  const Expectation row{"signal_window", "go_1_16",         at_every_point(sizes::signal_window), "bounded", 1,
                        std::nullopt,    Verdict::exhausted};
  const RunResult result = run_row(row, OracleSet::all());
  ASSERT_EQ(result.verdict, Verdict::exhausted) << result.message;
  ASSERT_GT(result.signals.size(), 10U);
  bool some_are_always_blocked = false;
  for (const SiteSignals& site : result.signals) {
    EXPECT_EQ(site.delivered > 0, site.open > 0) << site.site;
    EXPECT_EQ(site.delivered_blocked, 0U) << site.site;
    some_are_always_blocked |= site.open == 0 && site.blocked > 0;
  }
  EXPECT_TRUE(some_are_always_blocked) << "needm takes its M with signals blocked";
}

TEST(SignalsTest, DistinctPointsFindWhatAllPointsFind) {
  for (const std::string_view version : {"go_1_15", "go_1_16"}) {
    Expectation row{"signal_window", version, sizes::signal_window, "bounded", 1, std::nullopt, Verdict::exhausted};
    const RunResult distinct = run_row(row, OracleSet::all());
    row.shape = at_every_point(row.shape);
    const RunResult all = run_row(row, OracleSet::all());
    EXPECT_EQ(distinct.verdict, all.verdict) << version;
    EXPECT_EQ(distinct.oracle, all.oracle) << version;
    EXPECT_LE(distinct.counts.executions, all.counts.executions) << version;
  }
}

TEST(FingerprintTest, IsOfTheModelAndItsSize) {
  const Entry& entry = *Registry::find("callback", "go_1_16");
  const Entry& older = *Registry::find("callback", "go_1_15");
  EXPECT_EQ(fingerprint(entry, sizes::callback), fingerprint(entry, sizes::callback));
  EXPECT_NE(fingerprint(entry, sizes::callback), fingerprint(entry, with_threads(sizes::callback, 3)));
  EXPECT_NE(fingerprint(*Registry::find("signal_window", "go_1_16"), sizes::signal_window),
            fingerprint(*Registry::find("signal_window", "go_1_15"), sizes::signal_window));
  // Without signals the two versions take the same shared steps in the same order.
  EXPECT_EQ(fingerprint(entry, sizes::callback), fingerprint(older, sizes::callback));
}

}  // namespace
}  // namespace extram
