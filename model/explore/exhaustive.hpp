// One execution of each class of equal ones: a depth-first search over the orders of conflicting steps (source sets
// with sleep sets), and over every choice inside the steps.
//
// Two executions are equal when one turns into the other by exchanging neighbouring steps that do not conflict. At
// first a node of the path tries one thread. Each race that an execution shows (causality.hpp) adds to the node of its
// earlier step a thread that leads to the other order, unless one that does is there. A thread that was tried at a node
// sleeps in what comes after it there, until a step conflicts with its own: what it would begin has been seen.
//
// Further reductions, each of which can be left out (reductions.hpp):
//   symmetry   of threads that run the same program, and have made no step yet, only the first is tried
//   locks      a lock and the unlock before it cannot change places, so their conflict leads to no new order
//   merging    a state that was explored before is not explored again. What the search would have learnt there is kept
//              as a summary (uses.hpp): where a step below may race with one above, the node of that one tries all
//              threads. The summary tells no order, so that no source set can be told from it.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/explore/causality.hpp"
#include "model/explore/divisible.hpp"
#include "model/explore/reductions.hpp"
#include "model/explore/uses.hpp"
#include "model/explore/visited.hpp"

namespace extram {

// Mistakes that look right and are unsound: the tests of the soundness tests put them in on purpose.
enum class Flaw : std::uint8_t {
  none,
  flanagan_godefroid,      // a race adds the later thread alone: with sleep sets that loses executions
  races_at_announcement,   // races are looked for when a step is announced, not when it is performed
  last_step_forgotten,     // of an execution: nothing is called after it
  choice_taken_for_known,  // a step that was chosen before, with another choice inside it now, counts as known
};

class Exhaustive final : public DivisibleSearch {
 public:
  static constexpr std::size_t kStatesKept = std::size_t{1} << 19;

  explicit Exhaustive(Reductions reductions = {}, Flaw flaw = Flaw::none, std::size_t states_kept = kStatesKept);

  bool asks_for_states(StateSource* source) override;
  void begins() override;
  [[nodiscard]] int next_thread(std::span<const NextStep> threads, int running) override;
  [[nodiscard]] int index(const Decision& question) override;
  void performed(int thread, Access access) override;
  void all_wait(std::span<const NextStep> threads) override;
  void exited(int thread) override;
  [[nodiscard]] bool ends(bool abandoned) override;
  [[nodiscard]] std::string strength() const override { return "complete"; }
  [[nodiscard]] bool is_exhaustive() const override { return true; }
  [[nodiscard]] std::vector<std::string> leaves_out() const override;
  [[nodiscard]] double progress() const override;

  [[nodiscard]] std::string work() const override;
  [[nodiscard]] std::optional<std::string> take_up(std::string_view work) override;
  [[nodiscard]] std::string split() override;
  void cut_at(std::uint32_t depth, std::function<void(std::string work)> on_unit) override;
  [[nodiscard]] std::string learnt() const override { return visited_ == nullptr ? std::string() : visited_->text(); }
  [[nodiscard]] bool learn(std::string_view text) override {
    return visited_ == nullptr ? text.empty() : visited_->read(text);
  }

  [[nodiscard]] std::uint64_t merged() const { return merged_; }  // executions that met an explored state

 private:
  // A decision on the path.
  struct Node {
    DecisionKind kind = DecisionKind::thread;
    // A choice: the thread that makes it. Else the thread that is tried now.
    std::uint8_t thread = 0;
    std::uint16_t index = 0;  // of a choice
    std::uint16_t arity = 0;
    std::uint16_t limit = 0;  // alternatives of a choice that are explored here
    At at{""};
    bool at_known = false;  // not in work that was taken up

    // Of threads.
    ThreadSet enabled = 0;
    ThreadSet to_try = 0;     // done ones included
    ThreadSet done = 0;       // and asleep in what comes after
    ThreadSet elsewhere = 0;  // explored elsewhere; does not sleep
    ThreadSet asleep = 0;
    std::array<std::uint8_t, kMaxThreads> twin_of{};  // the first of those alike; itself
    bool named = false;
    bool complete = true;  // nothing of it was given away
    StateName name{};
    bool seen_before = false;     // in an earlier visit of the same state
    ThreadSet asleep_before = 0;  // there
    Uses uses{};
  };

  // A step that was performed, and is not looked at yet.
  struct Deferred {
    int thread = 0;
    Access access{};
    std::ptrdiff_t node = 0;
    std::size_t decisions = 0;
    Wait wait{};
  };

  [[nodiscard]] Node fresh_node(std::span<const NextStep> threads, ThreadSet enabled) const;
  [[nodiscard]] ThreadSet inherited_sleep(std::span<const NextStep> threads) const;
  // False: the state has been explored.
  [[nodiscard]] bool merge(Node& node);
  [[nodiscard]] ThreadSet left(const Node& node) const;
  void choose_first(Node& node, int running) const;
  void want(std::uint32_t node, ThreadSet initials, int thread);
  void want_all(std::uint32_t node);
  void want_for(const Uses& uses);
  void look_for_races_of_waiting(std::span<const NextStep> threads);
  void look_for_races(int thread, const Access& access, const Wait& wait);
  void add_event(const Deferred& step);
  void flush_deferred();
  [[nodiscard]] Access reduced(Access access) const;
  [[nodiscard]] bool next_alternative(Node& node);
  void leave(const Node& node);
  void forget_names();
  [[nodiscard]] int next_of(ThreadSet set) const;
  // The path down to a node, which is all that is left to be explored below.
  [[nodiscard]] std::string work_below(std::size_t nodes) const;

  Reductions reductions_;
  Flaw flaw_;
  std::unique_ptr<Visited> visited_;
  StateSource* source_ = nullptr;
  std::uint32_t edition_ = 0;

  std::vector<Node> path_;
  std::size_t floor_ = 0;     // nodes below are others' to explore
  bool backwards_ = false;    // threads are tried from the last to the first
  std::size_t position_ = 0;  // decisions of this execution so far
  Causality causality_;
  std::size_t events_ = 0;           // performed in this execution so far
  std::ptrdiff_t thread_node_ = -1;  // that chose the running thread
  Access access_{};                  // that its step made
  Wait wait_{};
  std::optional<Deferred> deferred_;  // only ever with Flaw::last_step_forgotten
  std::uint32_t cut_ = 0;
  std::function<void(std::string)> on_unit_;
  std::uint64_t merged_ = 0;
  bool over_ = false;
};

}  // namespace extram
