#include "scenarios/mutants/machine_made.hpp"

#include <algorithm>
#include <array>

namespace extram {
namespace {

using enum Site;

// What a version has and another one has not. The rest of the table up to the scenarios' own sites is common to all.
constexpr std::array kOfBoundMs{unlockextra_length_add, stack_query,         bind_setspecific,    newextram_length_load,
                                key_destructor_setg,    sigtrampgo_setg_nil, sigtrampgo_setg_back};
// Where 1.15 differs from 1.16: signals are saved and blocked behind the list.
constexpr std::array kMoved{needm_sigsave, needm_sigblock, needm_setg};

constexpr std::string_view kUsual = "go_1_16";
constexpr std::string_view kBound = "go_1_21";
constexpr std::string_view kEarly = "go_1_15";
constexpr std::array kVersions{kUsual, kBound, kEarly};

template <class Sites>
bool holds(const Sites& sites, Site site) {
  return std::find(sites.begin(), sites.end(), site) != sites.end();
}

// The sites behind callback.end and up to the scenarios' own are the handler's and the key's.
bool has(std::string_view version, Site site) {
  if (site >= stop_the_world_await) return false;
  if (version == kEarly) return holds(kMoved, site);
  return version == kBound || !holds(kOfBoundMs, site);
}

bool can_be_dropped(SiteKind kind) {
  switch (kind) {
    case SiteKind::allocate:  // that a call fails is a fault, not a mutant
    case SiteKind::wait:      // a pause is no step of a model
    case SiteKind::boundary:
      return false;
    default:
      return true;
  }
}

struct MaskChange {
  Site site;
  Change change;
};
// Not: the full mask where all is blocked anyway, the empty one where a dropped query finds it too.
constexpr std::array kMaskChanges{
    MaskChange{needm_sigsave, Change::mask_full},    MaskChange{needm_sigblock, Change::mask_empty},
    MaskChange{minit_unblock, Change::mask_empty},   MaskChange{minit_unblock, Change::mask_full},
    MaskChange{dropm_sigblock, Change::mask_empty},  MaskChange{dropm_sigrestore, Change::mask_empty},
    MaskChange{dropm_sigrestore, Change::mask_full},
};

// Between them signals are blocked.
constexpr std::array kOpened{lockextra_cas,          unlockextra_store, needm_setg,    minit_altstack_query,
                             minit_altstack_install, unminit_altstack,  dropm_setg_nil};

struct Neighbours {
  Site first;
  Site second;
  std::string_view version;  // empty: both of 1.16 and 1.21
};
// Only a step that reads nothing can be put off.
constexpr std::array kNeighbours{
    Neighbours{needm_sigblock, lockextra_load, ""},
    Neighbours{unlockextra_length_add, unlockextra_store, kBound},
    Neighbours{lockextra_waiters_add, lockextra_load, ""},
    Neighbours{unlockextra_store, needm_setg, ""},
    Neighbours{needm_setg, minit_altstack_query, kUsual},
    Neighbours{needm_setg, stack_query, kBound},
    Neighbours{minit_altstack_install, minit_unblock, ""},
    Neighbours{minit_unblock, minit_gettid, ""},
    Neighbours{dropm_sigblock, unminit_altstack, ""},
    Neighbours{unminit_altstack, lockextra_load, kUsual},
    Neighbours{unminit_altstack, dropm_setg_nil, kBound},
    Neighbours{dropm_setg_nil, unlockextra_store, kUsual},
    Neighbours{dropm_setg_nil, lockextra_load, kBound},
    Neighbours{unlockextra_store, dropm_sigrestore, ""},
    Neighbours{sigtrampgo_setg_nil, needm_sigsave, kBound},
    Neighbours{needm_sigblock, needm_setg, kEarly},
};

class Maker {
 public:
  explicit Maker(std::string_view version) : version_(version) {}

  std::vector<MachineMade> rows() {
    for (const SiteInfo& row : kSites) {
      if (!has(version_, row.site)) continue;
      weaken(row);
      if (can_be_dropped(row.kind)) {
        add("drop", row, fmt_site("drop", row), std::string(row.name) + " is left out", {row.name, Change::drop});
      }
    }
    for (const MaskChange& row : kMaskChanges) {
      if (has(version_, row.site)) mask(info_of(row.site), row.change);
    }
    for (const Site site : kOpened) {
      if (has(version_, site) && version_ != kEarly) open(info_of(site));
    }
    for (const Neighbours& row : kNeighbours) {
      const bool ours = row.version.empty() ? version_ != kEarly : row.version == version_;
      if (ours) swap(info_of(row.first), info_of(row.second));
    }
    return std::move(rows_);
  }

 private:
  static std::string fmt_site(const char* kind, const SiteInfo& row) { return std::string(kind) + ":" + row.name; }
  void add(std::string_view kind, const SiteInfo& row, std::string name, std::string wrong, Alteration alteration) {
    rows_.push_back({std::move(name), version_, kind, row.site, std::move(wrong), alteration});
  }
  void weaken(const SiteInfo& row) {
    for (const Order order : weaker_orders(row.kind, row.order)) {
      const std::string name(name_of(order));
      add("weaken", row, fmt_site("weaken", row) + "=" + name, std::string(row.name) + " is " + name,
          {row.name, Change::order, order});
    }
  }
  void mask(const SiteInfo& row, Change change) {
    const std::string which = change == Change::mask_empty ? "empty" : "full";
    const std::string verb = row.site == needm_sigsave ? " finds the " : " sets the ";
    add("mask", row, fmt_site("mask", row) + "=" + which, row.name + verb + which + " mask", {row.name, change});
  }
  void open(const SiteInfo& row) {
    add("open", row, fmt_site("open", row), std::string("every signal is open behind ") + row.name,
        {row.name, Change::open});
  }
  void swap(const SiteInfo& first, const SiteInfo& second) {
    add("swap", first, fmt_site("swap", first) + "," + second.name,
        std::string(first.name) + " comes behind " + second.name,
        {.site = first.name, .change = Change::swap, .behind = second.name});
  }

  std::string_view version_;
  std::vector<MachineMade> rows_;
};

std::vector<MachineMade> all_rows() {
  std::vector<MachineMade> all;
  for (const std::string_view version : kVersions) {
    std::vector<MachineMade> rows = Maker(version).rows();
    std::move(rows.begin(), rows.end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace

std::vector<Order> weaker_orders(SiteKind kind, Order order) {
  std::vector<Order> all;
  switch (kind) {
    case SiteKind::load:
      all = {Order::relaxed, Order::acquire};
      break;
    case SiteKind::store:
      all = {Order::relaxed, Order::release};
      break;
    case SiteKind::rmw:
    case SiteKind::cas:
      all = {Order::relaxed, Order::acquire, Order::release, Order::acq_rel};
      break;
    default:
      break;
  }
  std::erase_if(all, [order](Order weaker) { return weaker >= order; });
  return all;
}

std::span<const MachineMade> machine_made() {
  static const std::vector<MachineMade> all = all_rows();
  return all;
}

const MachineMade* machine_made_named(std::string_view name, std::string_view version) {
  for (const MachineMade& row : machine_made()) {
    if (row.name == name && (version.empty() || row.version == version)) return &row;
  }
  return nullptr;
}

std::vector<Site> ordered_sites(std::string_view version) {
  std::vector<Site> sites;
  for (const SiteInfo& row : kSites) {
    if (has(version, row.site) && !weaker_orders(row.kind, row.order).empty()) sites.push_back(row.site);
  }
  return sites;
}

}  // namespace extram
