// What came of a search.
#include "model/explore/run.hpp"

namespace extram {

RunResult result_of(const Explorer& explorer, const std::vector<std::string>& machine_leaves_out) {
  const Strategy& strategy = explorer.strategy();
  RunResult result;
  result.counts = explorer.counts();
  result.divergence = strategy.divergence();
  result.limits = explorer.limits_reached();
  result.leaves_out = strategy.leaves_out();
  result.leaves_out.insert(result.leaves_out.end(), machine_leaves_out.begin(), machine_leaves_out.end());
  result.seconds = explorer.seconds();
  for (const Decision& decision : explorer.decisions()) result.decisions.push_back(record(decision));
  if (const auto& failure = explorer.failure()) {
    result.verdict = failure->verdict;
    result.oracle = failure->oracle;
    result.message = failure->message;
    result.thread = failure->thread;
  } else if (strategy.nondeterminism().found()) {
    result.verdict = Verdict::nondeterministic;
    result.message = strategy.nondeterminism().what();
  } else {
    conclude(result, strategy.is_exhaustive(), strategy.strength());
  }
  return result;
}

void conclude(RunResult& result, bool is_exhaustive, const std::string& strength) {
  if (!result.limits.empty()) {
    result.verdict = Verdict::truncated;
    result.message = result.limits.front();
  } else if (result.counts.executions == 0) {
    result.verdict = Verdict::vacuous;
    result.message = "no execution ran to its end";
  } else if (result.counts.steps == 0 && result.counts.exits == 0) {
    result.verdict = Verdict::vacuous;
    result.message = "no thread ever touched shared memory";
  } else {
    result.verdict = is_exhaustive ? Verdict::exhausted : Verdict::sampled;
    result.strength = strength;
    result.limits = result.leaves_out;
  }
}

}  // namespace extram
