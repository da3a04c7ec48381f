// The searches that a row of `extram mutants` is made of.
#pragma once

#include <string>
#include <vector>

#include "model/cli/mutant_row.hpp"
#include "model/cli/plan.hpp"
#include "scenarios/mutants/trials.hpp"

namespace extram {

// Decisions of one execution: a mutant that spins is no reason to look at each round of it.
inline constexpr std::uint32_t kMutantDepthMax = 3'000;

enum class MutantPace : std::uint8_t { quick, whole };

struct MutantSettings {
  MutantPace pace = MutantPace::whole;
  std::vector<std::string> strategies;  // of the columns
  std::string schedules;                // a folder; empty: none is written
};

// Every mutant that there is: those that somebody wrote, then those of the machine.
[[nodiscard]] std::vector<MutantName> all_mutants();

// Its own rows of the suite, then what is tried of its version.
[[nodiscard]] std::vector<Trial> trials_of(const MutantName& name);

// The least that a failure was found by.
struct Kill {
  const Entry* entry = nullptr;
  Shape shape{};
  StrategyChoice strategy;
  RunResult result;
};

class MutantSearch {
 public:
  MutantSearch(const MutantName& name, MutantSettings settings) : settings_(std::move(settings)) { row_.name = name; }

  [[nodiscard]] MutantRow run();
  // The first trial in which it fails; nullopt: in none. Fills in what was searched.
  [[nodiscard]] std::optional<Kill> find();
  [[nodiscard]] const MutantRow& row() const { return row_; }

 private:
  [[nodiscard]] std::optional<Kill> find_in(const Trial& trial);
  void fill_columns(Kill& kill);
  void ask_each_oracle(const Kill& kill);

  MutantSettings settings_;
  MutantRow row_;
};

// The search that shows that nothing fails. Where the world stops, an oracle looks at what another thread has told it
// beside all accesses, and an order of steps that do not conflict may matter: so there, while it is small, all of them.
[[nodiscard]] std::string_view proof_of(const Shape& shape);

// One search with these oracles on, in a process of its own.
[[nodiscard]] RunResult search_mutant(const Entry& entry, const Shape& shape, const StrategyChoice& strategy,
                                      OracleSet oracles, std::uint64_t executions_max);

}  // namespace extram
