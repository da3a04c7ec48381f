// The searches of `extram necessity`: of a mutant the shortest execution that fails, of a version the weakest orders.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/cli/mutant_search.hpp"
#include "scenarios/mutants/machine_made.hpp"

namespace extram {

// What the mutant of a step shows.
struct Witness {
  MutantName name;
  bool found = false;
  std::string scenario;
  std::string size;
  Verdict verdict = Verdict::exhausted;
  Oracle oracle = Oracle::none;
  std::size_t decisions = 0;  // of the shortest execution that was found
  std::string schedule;       // its file; empty: none is written
  std::vector<std::string> searched;
  bool exhausted = false;  // all of it
  bool interrupted = false;
};

// `schedules`: a folder, or empty.
[[nodiscard]] Witness find_witness(const MutantName& name, const std::string& schedules);

[[nodiscard]] nlohmann::ordered_json to_json(const Witness& witness);
[[nodiscard]] Witness witness_in(const nlohmann::ordered_json& json);

using Orders = std::map<Site, Order>;  // of the sites that have another one than Go's

// Searches with these orders, one after another, until one fails.
struct Checked {
  std::string failed;                 // the first that did, in words; empty: none
  std::vector<std::string> searched;  // in words
  bool exhausted = true;
};
[[nodiscard]] Checked check_orders(std::string_view version, const Orders& orders, std::span<const Trial> trials,
                                   std::uint64_t executions_max);

// From Go's orders down: of one site after another the weakest order with which, beside those that were found, all
// still passes. `fails_alone` tells of a single weaker order that it is known to fail.
[[nodiscard]] Orders weakest_orders(std::string_view version, const std::function<bool(Site, Order)>& fails_alone);

}  // namespace extram
