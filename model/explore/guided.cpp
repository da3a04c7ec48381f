#include "model/explore/guided.hpp"

#include <algorithm>

namespace extram {
namespace {

using Asked = std::vector<std::array<std::uint64_t, kDecisionKinds.size()>>;

// How often this thread has been asked this before; counts this time too.
std::uint64_t count(Asked& asked, int thread, DecisionKind kind) {
  const auto t = static_cast<std::size_t>(thread);
  if (asked.size() <= t) asked.resize(t + 1);
  return asked[t][static_cast<std::size_t>(kind)]++;
}

void append(std::vector<Intent::Leg>& legs, Intent::Leg leg) {
  if (!legs.empty() && legs.back().thread == leg.thread) {
    legs.back().steps += leg.steps;
  } else {
    legs.push_back(leg);
  }
}

// The legs in this order, neighbours of one thread made one.
std::vector<Intent::Leg> joined(const std::vector<Intent::Leg>& legs) {
  std::vector<Intent::Leg> all;
  for (const Intent::Leg& leg : legs) append(all, leg);
  return all;
}

template <class T>
std::vector<T> without(const std::vector<T>& all, std::size_t from, std::size_t count) {
  std::vector<T> rest = all;
  const auto begin = rest.begin() + static_cast<std::ptrdiff_t>(from);
  rest.erase(begin, begin + static_cast<std::ptrdiff_t>(std::min(count, all.size() - from)));
  return rest;
}

// Calls `visit(from, count)` with everything, the halves, the quarters, ... and the single ones of `size`.
template <class Visit>
void for_each_part(std::size_t size, const Visit& visit) {
  for (std::size_t part = size; part > 0; part /= 2) {
    for (std::size_t from = 0; from < size; from += part) visit(from, part);
  }
}

}  // namespace

Intent intent_of(std::span<const RecordedDecision> decisions) {
  Intent intent;
  Asked asked;
  for (const RecordedDecision& decision : decisions) {
    if (decision.kind == DecisionKind::thread) {
      append(intent.legs, {decision.thread, 1});
      continue;
    }
    const std::uint64_t nth = count(asked, decision.thread, decision.kind);
    if (decision.index != 0) intent.wild.push_back({decision.thread, decision.kind, nth, decision.index});
  }
  return intent;
}

Intent without_thread(const Intent& intent, int thread) {
  Intent rest;
  const auto moved = [thread](int t) { return t > thread ? t - 1 : t; };
  for (Intent::Leg leg : intent.legs) {
    if (leg.thread == thread) continue;
    leg.thread = moved(leg.thread);
    append(rest.legs, leg);
  }
  for (Intent::Wild wild : intent.wild) {
    if (wild.thread == thread) continue;
    wild.thread = moved(wild.thread);
    rest.wild.push_back(wild);
  }
  return rest;
}

std::vector<Intent> smaller_intents(const Intent& intent) {
  std::vector<Intent> all;
  for_each_part(intent.wild.size(), [&](std::size_t from, std::size_t part) {
    all.push_back({intent.legs, without(intent.wild, from, part)});
  });
  for_each_part(intent.legs.size(), [&](std::size_t from, std::size_t part) {
    all.push_back({joined(without(intent.legs, from, part)), intent.wild});
  });
  for (std::size_t i = 0; i < intent.legs.size(); ++i) {
    std::size_t j = i + 1;
    while (j < intent.legs.size() && intent.legs[j].thread != intent.legs[i].thread) ++j;
    if (j == intent.legs.size()) continue;
    std::vector<Intent::Leg> later = intent.legs;
    later[j].steps += later[i].steps;
    all.push_back({joined(without(later, i, 1)), intent.wild});
    std::vector<Intent::Leg> earlier = intent.legs;
    earlier[i].steps += earlier[j].steps;
    all.push_back({joined(without(earlier, j, 1)), intent.wild});
  }
  return all;
}

void Guided::begins() {
  leg_ = 0;
  taken_ = 0;
  asked_.clear();
}

int Guided::next_thread(std::span<const NextStep> threads, int running) {
  if (current_ >= intents_.size()) return kAbandon;
  const auto enabled = [&](int t) {
    return t >= 0 && static_cast<std::size_t>(t) < threads.size() && threads[static_cast<std::size_t>(t)].enabled;
  };
  const std::vector<Intent::Leg>& legs = intents_[current_].legs;
  for (; leg_ < legs.size(); ++leg_, taken_ = 0) {
    if (taken_ == legs[leg_].steps || !enabled(legs[leg_].thread)) continue;
    ++taken_;
    return legs[leg_].thread;
  }
  if (enabled(running)) return running;
  const auto first = std::find_if(threads.begin(), threads.end(), [](const NextStep& t) { return t.enabled; });
  return static_cast<int>(first - threads.begin());
}

int Guided::index(const Decision& question) {
  const std::uint64_t nth = count(asked_, question.thread, question.kind);
  if (current_ >= intents_.size()) return 0;
  for (const Intent::Wild& wild : intents_[current_].wild) {
    if (wild.thread == question.thread && wild.kind == question.kind && wild.nth == nth) {
      return std::min(wild.index, question.arity - 1);
    }
  }
  return 0;
}

}  // namespace extram
