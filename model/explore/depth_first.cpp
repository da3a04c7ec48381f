#include "model/explore/depth_first.hpp"

#include <bit>
#include <cassert>

#include <fmt/format.h>

namespace extram {
namespace {

[[nodiscard]] bool is_fault(DecisionKind kind) {
  return kind == DecisionKind::signal || kind == DecisionKind::fault || kind == DecisionKind::spurious_failure;
}

// The n-th thread in the order of a search: the running one first, then the others in ascending order.
[[nodiscard]] int nth_thread(unsigned enabled, int running, int n) {
  if (running >= 0 && (enabled >> running & 1U) != 0) {
    if (n == 0) return running;
    --n;
    enabled &= ~(1U << running);
  }
  while (n-- > 0) enabled &= enabled - 1;
  return std::countr_zero(enabled);
}

}  // namespace

DepthFirst::DepthFirst(Bounds bounds) : bounds_(bounds) { path_.reserve(256); }

void DepthFirst::begins() {
  position_ = 0;
  known_ = path_.size();
  preemptions_ = 0;
  faults_ = 0;
}

bool DepthFirst::are_alike(const Node& a, const Node& b) {
  return a.kind == b.kind && a.thread == b.thread && a.enabled == b.enabled && a.arity == b.arity &&
         a.alternatives == b.alternatives && a.at == b.at;
}

DepthFirst::Node& DepthFirst::visit(const Node& fresh) {
  if (position_ == path_.size()) {
    path_.push_back(fresh);
  } else {
    Node& known = path_[position_];
    if (!known.was_met) known.at = fresh.at;
    known.was_met = true;
    if (!are_alike(known, fresh)) {
      nondeterminism_.report(
          fmt::format("decision {} was {} at {} and is now {} at {}: the model does not depend on its decisions alone",
                      position_, name_of(known.kind), known.at.label(), name_of(fresh.kind), fresh.at.label()));
    }
  }
  return path_[position_++];
}

int DepthFirst::next_thread(std::span<const NextStep> threads, int running) {
  unsigned enabled = 0;
  for (std::size_t i = 0; i < threads.size(); ++i) enabled |= (threads[i].enabled ? 1U : 0U) << i;
  assert(enabled != 0);
  // Only between two steps: nobody can leave an execution in the middle of one.
  if (cut_depth_ != 0 && position_ >= cut_depth_ && position_ == path_.size()) {
    std::string unit(kTitle);
    for (const Node& node : path_) write(node, Part::here, unit);
    on_unit_(std::move(unit));
    return kHandedOver;
  }
  const bool can_go_on = running >= 0 && (enabled >> running & 1U) != 0;
  const bool may_preempt = !bounds_.preemptions || preemptions_ < *bounds_.preemptions;
  const int count = std::popcount(enabled);
  const auto alternatives = static_cast<std::uint16_t>(can_go_on && !may_preempt ? 1 : count);
  Node& node = visit(Node{DecisionKind::thread, static_cast<std::uint8_t>(running), static_cast<std::uint8_t>(enabled),
                          0, alternatives, alternatives, static_cast<std::uint16_t>(count),
                          running >= 0 ? threads[static_cast<std::size_t>(running)].at : At("")});
  if (nondeterminism_.found()) return kAbandon;
  const int chosen = nth_thread(enabled, running, node.alternative);
  if (can_go_on && chosen != running) ++preemptions_;
  return chosen;
}

int DepthFirst::index(const Decision& question) {
  const bool bounded = is_fault(question.kind) && bounds_.faults && faults_ >= *bounds_.faults;
  const std::uint16_t alternatives = bounded ? std::uint16_t{1} : question.arity;
  Node& node =
      visit(Node{question.kind, question.thread, 0, 0, alternatives, alternatives, question.arity, question.at});
  if (nondeterminism_.found()) return 0;
  if (is_fault(question.kind) && node.alternative != 0) ++faults_;
  return node.alternative;
}

bool DepthFirst::ends(bool) {
  if (position_ < path_.size()) {  // also one that is cut gets as far as the decision that was to be another
    nondeterminism_.report(fmt::format(
        "the execution ended at decision {}, which was {} at {}: the model does not depend on its decisions alone",
        position_, name_of(path_[position_].kind), path_[position_].at.label()));
    return true;
  }
  while (!path_.empty()) {
    Node& last = path_.back();
    if (++last.alternative < last.end) return false;
    path_.pop_back();
  }
  over_ = true;
  return true;
}

std::string DepthFirst::strength() const {
  if (!bounds_.preemptions && !bounds_.faults) return "complete";
  std::string inside;
  if (bounds_.preemptions) inside += fmt::format("p={}", *bounds_.preemptions);
  if (bounds_.faults) inside += fmt::format("{}f={}", inside.empty() ? "" : ",", *bounds_.faults);
  return "bounded(" + inside + ")";
}

std::vector<std::string> DepthFirst::leaves_out() const {
  std::vector<std::string> all;
  if (bounds_.preemptions) all.push_back(fmt::format("executions with more than {} preemptions", *bounds_.preemptions));
  if (bounds_.faults) all.push_back(fmt::format("executions with more than {} faults", *bounds_.faults));
  return all;
}

double DepthFirst::progress() const {
  if (over_) return 1.0;
  double left = 0.0;
  double share = 1.0;
  for (const Node& node : path_) {
    share /= node.alternatives;
    left += share * (node.end - node.alternative - 1);
  }
  return 1.0 - (left + share);
}

bool DepthFirst::take_back() {
  path_.resize(known_, Node{DecisionKind::thread, 0, 0, 0, 0, 0, 0, At("")});
  return true;
}

}  // namespace extram
