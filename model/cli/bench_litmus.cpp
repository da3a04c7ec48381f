// Over a collection of litmus tests: what `exhaustive` needs of what Relacy's own full search needs.
#include <fmt/format.h>

#include "impl/console/interrupt.hpp"
#include "model/cli/bench_report.hpp"
#include "model/litmus/litmus_file.hpp"
#include "model/report/result_line.hpp"
#include "scenarios/litmus/bench.hpp"

namespace extram {
namespace {

using litmus::Case;

// A test that Relacy needs longer for counts as one that it needs this much for.
constexpr std::uint64_t kRelacyMax = 1'000'000;
constexpr std::uint64_t kRelacyMaxQuick = 20'000;

class LitmusBench {
 public:
  explicit LitmusBench(BenchReport& report)
      : report_(report), relacy_max_(report.options().quick ? kRelacyMaxQuick : kRelacyMax) {}

  void run_all() {
    report_.heading("litmus",
                    "executions and blocked ones of `exhaustive` by the executions of Relacy's own full search.\n"
                    "  Tests that it does not finish count as if it had, so that the ratio is at most what is told.");
    const litmus::Cases cases = litmus::read_cases_file(report_.options().litmus);
    if (!cases.error.empty()) return report_.wrong(cases.error);
    for (const Case& one : cases.cases) {
      if (interrupted()) return;
      test(one);
    }
    tell();
  }

 private:
  [[nodiscard]] BenchJson search_both(const Case& one) const {
    litmus::OutcomeSet ours(one.test.outcome_names().size());
    litmus::OutcomeSet relacys(one.test.outcome_names().size());
    std::uint64_t deadlocks = 0;
    litmus::bench = {&one.test, &ours, &deadlocks};
    RunRequest request;
    request.entry = &litmus::interpreter_entry();
    request.shape = {.threads = static_cast<int>(one.test.threads.size())};
    const RunResult result = run(request, *StrategyChoice{.name = "exhaustive"}.make());
    litmus::bench = {&one.test, &relacys, &deadlocks};
    const litmus::FullSearch full = litmus::search_by_relacy_itself(relacy_max_);
    return {{"ended", result.counts.ended()},
            {"verdict", result.verdict},
            {"relacy_ended", full.executions},
            {"relacy_verdict", full.verdict},
            {"same", ours.sorted() == relacys.sorted()},
            {"outcomes", relacys.size()}};
  }

  void test(const Case& one) {
    report_.progress(fmt::format("litmus {}", one.test.name));
    const BenchJson found = BenchReport::apart([&] { return search_both(one); });
    if (interrupted()) return;
    if (found.is_null()) return report_.wrong(fmt::format("{}: the process that ran it died", one.test.name));
    // Where no execution counts, as an assumption never holds, the test is as well searched as others.
    const auto ours = found.at("verdict").get<Verdict>();
    const auto relacys = found.at("relacy_verdict").get<Verdict>();
    if (ours == Verdict::data_race && relacys == Verdict::data_race) {
      ++races_;
      return;
    }
    if (ours != Verdict::exhausted && ours != Verdict::vacuous) {
      return report_.wrong(fmt::format("{}: {}", one.test.name, name_of(ours)));
    }
    if (relacys != Verdict::exhausted && relacys != Verdict::truncated) {
      return report_.wrong(fmt::format("{}: Relacy's own search says {}", one.test.name, name_of(relacys)));
    }
    const bool is_finished = relacys == Verdict::exhausted;
    unfinished_ += is_finished ? 0U : 1U;
    if (is_finished && !found.at("same").get<bool>()) {
      report_.wrong(fmt::format("{}: other outcomes than Relacy's own search shows", one.test.name));
    }
    ours_ += found.at("ended").get<std::uint64_t>();
    relacys_ += found.at("relacy_ended").get<std::uint64_t>();
    const double all = std::max(found.at("relacy_ended").get<double>(), 1.0);
    ratios_.push_back(found.at("ended").get<double>() / all);
    least_.push_back(found.at("outcomes").get<double>() / all);
  }

  void tell() {
    if (ratios_.empty()) return report_.wrong("there is no test in it that a ratio could be made of");
    report_.ratio(fmt::format("{} tests: {} by {} in all", ratios_.size(), grouped(ours_), grouped(relacys_)),
                  spread_of(ratios_), {Bar::Side::at_most, 0.01},
                  {{"file", report_.options().litmus},
                   {"tests", ratios_.size()},
                   {"races", races_},
                   {"unfinished_by_relacy", unfinished_},
                   {"relacy_executions_max", relacy_max_},
                   {"ended", ours_},
                   {"relacy_ended", relacys_},
                   {"least_possible", spread_of(least_).median}});
    report_.line(fmt::format("no search can do with less than an execution for each outcome: {:.4g} in the median",
                             spread_of(least_).median));
    report_.line(fmt::format("{} of them Relacy does not finish in {} executions; {} more have a data race",
                             unfinished_, grouped(relacy_max_), races_));
  }

  BenchReport& report_;
  std::uint64_t relacy_max_;
  std::vector<double> ratios_;
  std::vector<double> least_;  // outcomes instead
  std::uint64_t ours_ = 0, relacys_ = 0;
  std::size_t unfinished_ = 0, races_ = 0;
};

}  // namespace

void bench_litmus(BenchReport& report) { LitmusBench(report).run_all(); }

}  // namespace extram
