// What the soundness tests share: the programs, how many of them, and what happens in them.
//
//   EXTRAM_SOUNDNESS_PROGRAMS=20000 EXTRAM_SEED=7 ctest -R Soundness      more of them, and others
//
// The programs of one seed are dealt out to tests of their own, which ctest runs in processes of their own: Relacy
// keeps some memory of every model that it has run.
#pragma once

#include <cstdlib>
#include <string>

#include "model/explore/depth_first.hpp"
#include "model/explore/exhaustive.hpp"
#include "scenarios/litmus/generator_for_test.hpp"
#include "scenarios/litmus/searches_for_test.hpp"

namespace extram::litmus {

inline constexpr int kSlices = 8;
inline constexpr std::uint64_t kUsualPrograms = 2000;
inline constexpr std::uint64_t kUsualSeed = 1;
// Of a full search. Who needs more is left out, and counted.
inline constexpr std::uint64_t kFullMax = 200'000;

[[nodiscard]] inline std::uint64_t number_of(const char* variable, std::uint64_t usual) {
  const char* const text = std::getenv(variable);
  return text == nullptr ? usual : std::strtoull(text, nullptr, 10);
}
[[nodiscard]] inline std::uint64_t soundness_seed() { return number_of("EXTRAM_SEED", kUsualSeed); }
[[nodiscard]] inline std::uint64_t programs_of_a_slice() {
  return (number_of("EXTRAM_SOUNDNESS_PROGRAMS", kUsualPrograms) + kSlices - 1) / kSlices;
}
[[nodiscard]] inline Test program_of(std::uint64_t seed, int slice, std::uint64_t i, Size size = Size::small) {
  return TestGenerator(seed, i * kSlices + static_cast<std::uint64_t>(slice), size).test();
}

// A full search that remembers what it met.
class WatchedSearch final : public Strategy {
 public:
  bool read_stale = false;
  bool failed_spuriously = false;

  void begins() override { full_.begins(); }
  [[nodiscard]] int next_thread(std::span<const NextStep> threads, int running) override {
    return full_.next_thread(threads, running);
  }
  [[nodiscard]] int index(const Decision& question) override {
    const int chosen = full_.index(question);
    read_stale = read_stale || (chosen != 0 && question.kind == DecisionKind::stale_load);
    failed_spuriously = failed_spuriously || (chosen != 0 && question.kind == DecisionKind::spurious_failure);
    return chosen;
  }
  [[nodiscard]] bool ends(bool abandoned) override {
    const bool over = full_.ends(abandoned);
    if (full_.nondeterminism().found()) nondeterminism_.report(full_.nondeterminism().what());
    return over;
  }
  [[nodiscard]] std::string strength() const override { return full_.strength(); }
  [[nodiscard]] bool is_exhaustive() const override { return true; }

 private:
  DepthFirst full_;
};

[[nodiscard]] inline Searched search_in_full(const Test& test, std::uint64_t executions_max = kFullMax) {
  DepthFirst full;
  return search(test, full, {.executions_max = executions_max});
}

// More than these programs have.
inline constexpr std::size_t kEnoughStates = 1U << 13U;

// How the exhaustive search goes about it.
struct Way {
  std::string_view name;
  Reductions reductions;
  std::size_t states_kept = kEnoughStates;
  Twins twins = Twins::told_apart;
  Fusion fusion = Fusion::on;
};

inline constexpr std::size_t kFewStates = 64;  // so that the search forgets most of them

inline constexpr std::array kWays{
    Way{"none", {false, false, false}},
    Way{"locks", {false, true, false}},
    Way{"merging", {false, false, true}},
    Way{"locks, merging", {false, true, true}},
    Way{"locks, merging, few states", {false, true, true}, kFewStates},
    Way{"locks, merging, unfused", {false, true, true}, kFewStates, Twins::told_apart, Fusion::off},
    Way{"symmetry", {true, false, false}, kFewStates, Twins::exchangeable},
    Way{"symmetry, locks", {true, true, false}, kFewStates, Twins::exchangeable},
    Way{"symmetry, merging", {true, false, true}, kFewStates, Twins::exchangeable},
    Way{"merging of twins", {false, true, true}, kEnoughStates, Twins::exchangeable},
    Way{"all", {true, true, true}, kEnoughStates, Twins::exchangeable},
    Way{"all, unfused", {true, true, true}, kFewStates, Twins::exchangeable, Fusion::off},
};

[[nodiscard]] inline Searched search_by(const Way& way, const Test& test, Flaw flaw = Flaw::none,
                                        std::uint64_t executions_max = kFullMax) {
  Exhaustive exhaustive(way.reductions, flaw, way.states_kept);
  return search(test, exhaustive, {.executions_max = executions_max}, way.twins, way.fusion);
}

// Where one of them gave up: what it saw by then must be there.
[[nodiscard]] inline bool agree(const Test& test, const Way& way, const Answer& full, const Answer& reduced) {
  if (full.verdict == Verdict::data_race || reduced.verdict == Verdict::data_race) {
    return full.verdict == reduced.verdict || full.verdict == Verdict::truncated;
  }
  const Answer expected = way.twins == Twins::told_apart ? full : up_to_twins(test, full);
  const Answer found = way.twins == Twins::told_apart ? reduced : up_to_twins(test, reduced);
  const auto holds_all = [](const Answer& more, const Answer& less) {
    return std::ranges::includes(more.outcomes, less.outcomes) && std::ranges::includes(more.stuck, less.stuck);
  };
  if (reduced.verdict == Verdict::truncated) return full.verdict == Verdict::truncated || holds_all(expected, found);
  if (full.verdict == Verdict::truncated) return holds_all(found, expected);
  return expected == found;
}

}  // namespace extram::litmus
