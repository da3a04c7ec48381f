// What one thread of a litmus test may do if its reads return anything that somebody might have written.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "model/litmus/execution.hpp"

namespace extram::litmus {

struct ThreadRun {
  std::vector<Event> events;
  std::vector<int> registers;
};

// By location: the values that it may have.
using Domains = std::vector<std::set<int>>;

// nullopt: more than anybody wants to look at.
[[nodiscard]] std::optional<std::vector<ThreadRun>> runs_of(const Test& test, std::size_t thread,
                                                            const Domains& domains);

// All runs of all threads, with the values that they can write to one another.
[[nodiscard]] std::optional<std::vector<std::vector<ThreadRun>>> all_runs(const Test& test);

}  // namespace extram::litmus
