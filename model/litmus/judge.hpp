// Holds what a search saw of a litmus test against what C++20 says, and what it missed or showed too much against the
// known limits of Relacy's memory model.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/litmus/expected.hpp"

namespace extram::litmus {

// What came of one search.
struct Seen {
  std::set<Values> outcomes;
  bool race = false;      // found: what was seen besides means nothing then
  bool complete = false;  // the search saw all that Relacy can show
};

struct Missing {
  Outcome outcome;
  std::optional<LimitSet> because;  // nullopt: nothing that is known
};
struct Forbidden {
  Outcome outcome;
  bool known = false;  // C++20 forbids it too, and Relacy's own full search shows it
};

struct Judgement {
  std::vector<Missing> missing;  // required outcomes that a complete search did not show
  std::vector<Forbidden> forbidden;
  std::vector<Missing> beyond;    // permitted, not required, and not shown by a complete search
  std::vector<Outcome> not_seen;  // required ones, where the search was not complete
  std::string wrong;              // about races, in one line; empty: nothing
  bool race_is_known = false;     // a race that Relacy does not show, for the limits of its model

  [[nodiscard]] bool is_good() const;
  [[nodiscard]] bool is_exact() const { return missing.empty() && forbidden.empty() && not_seen.empty() && is_good(); }
};

// A test that does not say what it requires is held against the axioms.
[[nodiscard]] Judgement judge(const Case& one, const Seen& seen);

}  // namespace extram::litmus
