// Depth-first search over all decisions: `full`, or `bounded` by preemptions and faults. A preemption is a switch away
// from a thread that could have gone on; a fault is any choice that the machine makes against the program (a signal, a
// failed call, a spurious failure).
#pragma once

#include <optional>
#include <vector>

#include "model/explore/strategy.hpp"

namespace extram {

struct Bounds {
  std::optional<int> preemptions;
  std::optional<int> faults;
};

class DepthFirst final : public Strategy {
 public:
  explicit DepthFirst(Bounds bounds = {});

  void begins() override;
  [[nodiscard]] int next_thread(std::span<const NextStep> threads, int running) override;
  [[nodiscard]] int index(const Decision& question) override;
  [[nodiscard]] bool ends(bool abandoned) override;
  [[nodiscard]] std::string strength() const override;
  [[nodiscard]] std::vector<std::string> leaves_out() const override;
  [[nodiscard]] bool is_exhaustive() const override { return true; }
  [[nodiscard]] double progress() const override;

 private:
  // One decision on the path. Alternative 0 is the tamest: go on with the running thread, no fault, newest value.
  struct Node {
    DecisionKind kind;
    std::uint8_t thread;   // the running one, or the one that asks
    std::uint8_t enabled;  // kind thread: a set of threads
    std::uint16_t alternative;
    std::uint16_t alternatives;  // within the bounds
    std::uint16_t arity;
    At at;
  };

  // The node at the current position, made now or, in the replayed prefix, compared with what it was.
  Node& visit(const Node& fresh);

  Bounds bounds_;
  std::vector<Node> path_;
  std::size_t position_ = 0;
  int preemptions_ = 0;
  int faults_ = 0;
  bool over_ = false;
};

}  // namespace extram
