#include "model/cli/coverage_survey.hpp"

#include <fmt/format.h>

#include "impl/console/interrupt.hpp"
#include "impl/world/program_around.hpp"
#include "impl/world/registry.hpp"
#include "model/cli/search.hpp"
#include "model/explore/sparing.hpp"
#include "model/schedule/shape_text.hpp"

namespace extram {
namespace {

// A program that nothing is wrong with: the search goes on where all threads wait for ever, or the process ends. What
// is looked for is where faults come, and not what they break.
class Unjudged final : public ProgramAround {
 public:
  static Program* (*make_judged)(const Shape&);

  explicit Unjudged(const Shape& shape) : ProgramAround(make_judged(shape)) {}
  [[nodiscard]] bool expects_exit(int) override { return true; }
  [[nodiscard]] bool expects_deadlock(GoneThreads) override { return true; }
  [[nodiscard]] bool resumes(GoneThreads, bool) override { return true; }
  [[nodiscard]] std::string_view outcome() const override { return {}; }
};
Program* (*Unjudged::make_judged)(const Shape&) = nullptr;

RunResult run_of(const Entry& judged, const SurveyRun& run) {
  Unjudged::make_judged = judged.make;
  Entry entry = judged;
  entry.make = [](const Shape& shape) -> Program* { return new Unjudged(shape); };
  RunRequest request;
  request.entry = &entry;
  request.shape = run.shape;
  request.oracles = OracleSet{};
  request.on_progress = [](const Progress&) { return !interrupted(); };
  DepthFirst all({.preemptions = run.preemptions, .faults = run.faults});
  Sparing sparing(all);
  Strategy& strategy = run.strikes == Strikes::spared ? static_cast<Strategy&>(sparing) : all;
  return run_isolated(request, strategy, {}).result;
}

}  // namespace

Surveyed survey(std::string_view version, std::span<const SurveyRun> runs) {
  Surveyed surveyed;
  for (const SurveyRun& run : runs) {
    if (interrupted()) break;
    const Entry& entry = *Registry::find(run.scenario, version);
    const RunResult result = run_of(entry, run);
    surveyed.space.add(result.signals);
    const std::string text =
        fmt::format("{} {}{}: {} {}, {} executions", run.scenario, size_text(run.shape, entry.info.shape),
                    run.strikes == Strikes::spared ? ", no fault strikes" : "",
                    verdict_text(result.verdict, result.oracle), result.strength, grouped(result.counts.ended()));
    surveyed.searched.push_back(text);
    if (result.verdict != Verdict::exhausted && surveyed.cut.empty()) {
      surveyed.cut = text + (result.message.empty() ? "" : ": " + result.message);
    }
  }
  return surveyed;
}

}  // namespace extram
