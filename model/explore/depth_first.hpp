// Depth-first search over all decisions: `full`, or `bounded` by preemptions and faults. A preemption is a switch away
// from a thread that could have gone on; a fault is any choice that the machine makes against the program (a signal, a
// failed call, a spurious failure).
#pragma once

#include <optional>
#include <vector>

#include "model/explore/divisible.hpp"

namespace extram {

struct Bounds {
  std::optional<int> preemptions;
  std::optional<int> faults;
};

class DepthFirst final : public DivisibleSearch {
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
  [[nodiscard]] bool take_back() override;

  [[nodiscard]] std::string work() const override;
  [[nodiscard]] std::optional<std::string> take_up(std::string_view work) override;
  [[nodiscard]] std::string split() override;
  void cut_at(std::uint32_t depth, std::function<void(std::string work)> on_unit) override;

 private:
  // One decision on the path. Alternative 0 is the tamest: go on with the running thread, no fault, newest value.
  struct Node {
    DecisionKind kind;
    std::uint8_t thread;         // the running one, or the one that asks
    std::uint8_t enabled;        // kind thread: a set of threads
    std::uint16_t alternative;   // the one that is being tried
    std::uint16_t end;           // the first one that somebody else tries, or nobody
    std::uint16_t alternatives;  // within the bounds
    std::uint16_t arity;
    At at;
    bool was_met = true;  // false: taken up from text, and `at` is not known yet
  };
  static constexpr std::string_view kTitle = "depth-first\n";  // of its work as text
  enum class Part : std::uint8_t { all, here };  // what is left at a node, or only what is being tried there

  // The node at the current position, made now or, in the replayed prefix, compared with what it was.
  Node& visit(const Node& fresh);
  [[nodiscard]] static bool are_alike(const Node& a, const Node& b);
  static void write(const Node& node, Part part, std::string& text);
  [[nodiscard]] static std::optional<Node> read(std::string_view line);

  Bounds bounds_;
  std::vector<Node> path_;
  std::size_t position_ = 0;
  std::size_t known_ = 0;  // nodes on the path when the execution began
  std::uint32_t cut_depth_ = 0;
  std::function<void(std::string)> on_unit_;
  int preemptions_ = 0;
  int faults_ = 0;
  bool over_ = false;
};

}  // namespace extram
