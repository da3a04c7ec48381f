// Mutants that nobody wrote: for every step of the site table the operators that make sense for its kind. Each is a row
// that a model reads while it runs, and no type. Names and sites alone: no world.
//
//   weaken:SITE=ORDER     the access has a weaker order than Go's
//   drop:SITE             the step is left out; a wait waits for nobody, a compare-exchange claims success
//   mask:SITE=empty|full  the mask call sets, or finds, another mask
//   open:SITE             every signal is open from behind the step on
//   swap:SITE,SITE        the first step comes behind the second, its neighbour
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "impl/extram/site.hpp"
#include "impl/world/alteration.hpp"

namespace extram {

struct MachineMade {
  std::string name;
  std::string_view version;
  std::string_view kind;  // the word before the colon
  Site site;
  std::string wrong;  // in words
  Alteration alteration;
};

// Of all versions: go_1_16 and go_1_21 whole, of go_1_15 the steps that stand elsewhere than in go_1_16.
[[nodiscard]] std::span<const MachineMade> machine_made();

// nullptr where there is none. Without a version: of the first that has it.
[[nodiscard]] const MachineMade* machine_made_named(std::string_view name, std::string_view version = {});
[[nodiscard]] inline bool is_machine_made(std::string_view name) { return name.find(':') != std::string_view::npos; }

// The sites of a version that have a memory order.
[[nodiscard]] std::vector<Site> ordered_sites(std::string_view version);
// Every order of an access of this kind that is weaker than `order`, the weakest first.
[[nodiscard]] std::vector<Order> weaker_orders(SiteKind kind, Order order);

}  // namespace extram
