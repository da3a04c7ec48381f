#include "model/explore/pct.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

namespace extram {

Pct::Pct(std::uint64_t seed, int depth, std::uint64_t executions)
    : seed_(seed), depth_(static_cast<std::uint64_t>(depth)), executions_(executions) {
  assert(depth >= 1 && depth <= kPctDepthMax);
}

void Pct::begins() {
  generator_ = Generator(seed_, begun_);
  ++begun_;
  step_ = 0;
  priorities_.clear();
  change_steps_.clear();
  // Of the first execution nobody knows how long it is. It goes by its first priorities to the end.
  for (std::uint64_t i = 1; i < depth_ && steps_most_ != 0; ++i) {
    change_steps_.push_back(1 + generator_.below(steps_most_));
  }
}

void Pct::deal_priorities(std::size_t threads) {
  priorities_.resize(threads);
  std::iota(priorities_.begin(), priorities_.end(), depth_ - 1);
  for (std::size_t i = threads; i > 1; --i) std::swap(priorities_[i - 1], priorities_[generator_.below(i)]);
}

std::size_t Pct::highest(std::span<const NextStep> threads) const {
  std::size_t best = threads.size();
  for (std::size_t t = 0; t < threads.size(); ++t) {
    if (threads[t].enabled && (best == threads.size() || priorities_[t] > priorities_[best])) best = t;
  }
  assert(best < threads.size());
  return best;
}

int Pct::next_thread(std::span<const NextStep> threads, int) {
  if (priorities_.empty()) deal_priorities(threads.size());
  ++step_;
  std::size_t best = highest(threads);
  for (std::size_t i = 0; i < change_steps_.size(); ++i) {
    if (change_steps_[i] != step_) continue;
    priorities_[best] = i;
    best = highest(threads);
  }
  return static_cast<int>(best);
}

Pct::Plan& Pct::plan_of(const Decision& question) {
  const std::size_t place =
      static_cast<std::size_t>(question.thread) * kDecisionKinds.size() + static_cast<std::size_t>(question.kind);
  if (plans_.size() <= place) plans_.resize(place + 1);
  Plan& plan = plans_[place];
  if (plan.execution != begun_) draw(plan);
  return plan;
}

void Pct::draw(Plan& plan) {
  plan.execution = begun_;
  plan.asked = 0;
  plan.wild_count = 0;
  if (begun_ == 1) return;  // nobody knows how often it will be asked
  const std::uint64_t places = std::max<std::uint64_t>(plan.asked_most, 1);
  while (plan.wild_count < kWildMax && generator_.toss()) plan.wild[plan.wild_count++] = generator_.below(places);
}

int Pct::index(const Decision& question) {
  // The scenario's own choice has no tame side.
  if (question.kind == DecisionKind::user) return static_cast<int>(generator_.below(question.arity));
  Plan& plan = plan_of(question);
  const std::uint64_t now = plan.asked++;
  if (begun_ <= kProbes) plan.asked_most = std::max(plan.asked_most, plan.asked);
  const auto end = plan.wild.begin() + static_cast<std::ptrdiff_t>(plan.wild_count);
  if (std::find(plan.wild.begin(), end, now) == end) return 0;
  return 1 + static_cast<int>(generator_.below(question.arity - 1U));
}

bool Pct::ends(bool abandoned) {
  if (!abandoned) ++counted_;  // an execution that was cut is no sample
  if (begun_ <= kProbes) steps_most_ = std::max(steps_most_, step_);
  return begun_ >= executions_;
}

std::string Pct::strength() const { return fmt::format("sampled({})", counted_); }

double Pct::executions_for_a_bug() const {
  return static_cast<double>(priorities_.size()) *
         std::pow(static_cast<double>(steps_most_), static_cast<double>(depth_ - 1));
}

std::vector<std::string> Pct::leaves_out() const {
  return {"executions that were not drawn",
          fmt::format("bugs deeper than {}; one of depth {} shows in 1 of {:.0f} executions at worst (n*k^(d-1): n={} "
                      "threads, k={} steps, d={}), more seldom if it takes a signal, a fault or a stale load too",
                      depth_, depth_, executions_for_a_bug(), priorities_.size(), steps_most_, depth_)};
}

double Pct::progress() const { return static_cast<double>(begun_) / static_cast<double>(executions_); }

}  // namespace extram
