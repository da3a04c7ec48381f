#include "model/cli/machine_made_entry.hpp"

#include <algorithm>
#include <deque>

namespace extram {
namespace {

// Entries hold views: what they look at stays where it is.
struct Made {
  std::string name;
  std::string wrong;
  std::vector<Alteration> alterations;
  Entry entry;
};

std::deque<Made>& all_made() {
  static std::deque<Made> all;
  return all;
}

}  // namespace

const Entry& altered_entry(const Entry& version, const std::string& name, const std::string& wrong,
                           const std::vector<Alteration>& alterations) {
  for (const Made& made : all_made()) {
    if (made.name == name && made.entry.info.name == version.info.name && made.entry.version == version.version) {
      return made.entry;
    }
  }
  Made& made = all_made().emplace_back(Made{name, wrong, alterations, version});
  made.entry.mutant = made.name;
  made.entry.mutant_text = made.wrong;
  made.entry.alterations = made.alterations;
  return made.entry;
}

const Entry& altered_entry(const Entry& version, const MachineMade& mutant) {
  return altered_entry(version, mutant.name, mutant.wrong, {mutant.alteration});
}

}  // namespace extram
