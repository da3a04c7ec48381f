#include "impl/native/deliveries.hpp"

#include <algorithm>
#include <array>
#include <atomic>

#include "impl/native/lockstep_text.hpp"

namespace extram::native {
namespace {

// A label is a pointer and a line; both fit into one word, so that a row is taken in one step.
constexpr int kPointerBits = 48;
constexpr std::uint64_t kElsewhere = 1;  // the row of all labels that come when the table is full
constexpr std::string_view kElsewhereName = "elsewhere";

struct Tally {
  std::atomic<std::uint64_t> label{0};  // 0: free
  std::atomic<std::uint64_t> outermost{0};
  std::atomic<std::uint64_t> nested{0};
};
constinit std::array<Tally, kDeliverySites> tallies{};

std::uint64_t word_of(At at) {
  return reinterpret_cast<std::uintptr_t>(at.text()) | std::uint64_t{at.line()} << kPointerBits;
}

At label_of(std::uint64_t word) {
  constexpr std::uint64_t pointer = (std::uint64_t{1} << kPointerBits) - 1;
  return At(At::Here{reinterpret_cast<const char*>(word & pointer), static_cast<std::uint32_t>(word >> kPointerBits)});
}

Tally& tally_of(At at) {
  const std::uint64_t wanted = word_of(at);
  for (std::size_t i = 0; i + 1 < tallies.size(); ++i) {
    Tally& tally = tallies[(wanted + i) % (tallies.size() - 1)];
    std::uint64_t found = tally.label.load(std::memory_order_relaxed);
    if (found == 0 && tally.label.compare_exchange_strong(found, wanted, std::memory_order_relaxed)) return tally;
    if (found == wanted) return tally;
  }
  tallies.back().label.store(kElsewhere, std::memory_order_relaxed);
  return tallies.back();
}

// The last row takes what finds no other.
DeliveryRow& row_of(ReportPage& page, std::string_view site) {
  for (DeliveryRow& row : page.deliveries_at) {
    if (row.site.view().empty()) row.site.assign(site);
    if (row.site.view() == site.substr(0, kSiteTextMax)) return row;
  }
  return page.deliveries_at.back();
}

bool is_outside_of_callbacks(std::string_view site) {
  return site == "callback.end" || site == "its start" || site.starts_with("foreign_thread.");
}

}  // namespace

void count_delivery(At at, int handlers) {
  Tally& tally = tally_of(at);
  (handlers == 0 ? tally.outermost : tally.nested).fetch_add(1, std::memory_order_relaxed);
}

void report_deliveries(ReportPage& page) {
  for (Tally& tally : tallies) {
    const std::uint64_t word = tally.label.load(std::memory_order_relaxed);
    if (word == 0) continue;
    lockstep::Text name;
    if (word == kElsewhere) {
      name.add(kElsewhereName);
    } else {
      name.add(label_of(word));
    }
    DeliveryRow& row = row_of(page, name.view());
    const std::uint64_t outermost = tally.outermost.exchange(0, std::memory_order_relaxed);
    const std::uint64_t nested = tally.nested.exchange(0, std::memory_order_relaxed);
    row.outermost.fetch_add(outermost, std::memory_order_relaxed);
    row.nested.fetch_add(nested, std::memory_order_relaxed);
    page.deliveries.fetch_add(outermost + nested, std::memory_order_relaxed);
  }
}

std::vector<DeliveriesAt> read_deliveries(const ReportPage& page) {
  std::vector<DeliveriesAt> all;
  for (const DeliveryRow& row : page.deliveries_at) {
    if (row.outermost + row.nested == 0) continue;
    all.push_back({.site = std::string(row.site.view()), .outermost = row.outermost, .nested = row.nested});
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.site < b.site; });
  return all;
}

DeliveriesSplit split(const std::vector<DeliveriesAt>& deliveries) {
  DeliveriesSplit split;
  for (const DeliveriesAt& one : deliveries) {
    (is_outside_of_callbacks(one.site) ? split.between_callbacks : split.inside_callbacks) += one.outermost;
    split.nested += one.nested;
  }
  return split;
}

}  // namespace extram::native
