#include "model/cli/coverage_survey.hpp"

#include <memory>

#include <fmt/format.h>

#include "impl/console/interrupt.hpp"
#include "impl/world/registry.hpp"
#include "model/cli/search.hpp"
#include "model/explore/sparing.hpp"
#include "model/schedule/shape_text.hpp"

namespace extram {
namespace {

// A program that nothing is wrong with: the search goes on where all threads wait for ever, or the process ends. What
// is looked for is where faults come, and not what they break.
class Unjudged final : public Program {
 public:
  static Program* (*make_judged)(const Shape&);

  explicit Unjudged(const Shape& shape) : judged_(make_judged(shape)) {}
  void setup() override { judged_->setup(); }
  void foreign_thread(int thread) override { judged_->foreign_thread(thread); }
  void after() override { judged_->after(); }
  void on_signal(int signal) override { judged_->on_signal(signal); }
  void key_destructor(Key key, void* value) override { judged_->key_destructor(key, value); }
  void thread_ends(int thread) override { judged_->thread_ends(thread); }
  [[nodiscard]] Oracle explain_deadlock() const override { return judged_->explain_deadlock(); }
  [[nodiscard]] bool handler_is_local() const override { return judged_->handler_is_local(); }
  [[nodiscard]] int kind_of_thread(int thread) const override { return judged_->kind_of_thread(thread); }
  [[nodiscard]] std::size_t bytes() const override { return sizeof(*this); }
  [[nodiscard]] bool expects_exit(int) override { return true; }
  [[nodiscard]] bool expects_deadlock(GoneThreads) override { return true; }
  [[nodiscard]] bool resumes(GoneThreads, bool) override { return true; }
  [[nodiscard]] std::string_view outcome() const override { return {}; }
  [[nodiscard]] LockState list_state() override { return judged_->list_state(); }

 private:
  std::unique_ptr<Program> judged_;
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
