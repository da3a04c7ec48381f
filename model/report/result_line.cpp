#include "model/report/result_line.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/report/shard_rows.hpp"
#include "model/schedule/shape_text.hpp"

namespace extram {
namespace {

std::string_view variant_of(const Entry& entry) { return entry.mutant.empty() ? entry.version : entry.mutant; }

std::string_view mark_of(const Report& report) {
  if (!report.expected) {
    const Verdict verdict = report.result.verdict;
    if (is_bad(verdict)) return "bad";
    return verdict == Verdict::exhausted || verdict == Verdict::sampled ? "good" : "";
  }
  return is_held(report) ? "held" : "FAILED";
}

nlohmann::ordered_json or_null(const std::optional<std::string>& text) {
  return text ? nlohmann::ordered_json(*text) : nlohmann::ordered_json(nullptr);
}

void add_shard(nlohmann::ordered_json& row, const ShardReport& shard) {
  row["shard"] = shard.shard.index;
  row["shards"] = shard.shard.count;
  row["search"] = fmt::format("{:016x}", shard.search);
  row["plan"] = fmt::format("{:016x}", shard.plan.hash);
  row["units"] = shard.plan.units;
  row["units_done"] = shard.units_done;
  row["whole_strength"] = shard.whole_strength;
  row["whole_limits"] = shard.leaves_out;
}

}  // namespace

std::string grouped(std::uint64_t number) {
  const std::string digits = fmt::to_string(number);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

std::string verdict_text(Verdict verdict, Oracle oracle) {
  if (oracle == Oracle::none) return std::string(name_of(verdict));
  return fmt::format("{}({})", name_of(verdict), name_of(oracle));
}

bool is_held(const Report& report) {
  const auto& expected = report.expected;
  return !expected || (report.result.verdict == expected->verdict && report.result.oracle == expected->oracle);
}

std::string result_line(const Report& report) {
  const RunResult& r = report.result;
  std::string line =
      fmt::format("{:<6}  {:<15}  {:<25}  {:<14}  {:<14}  {:<14}  {:>9} executions  {:>7.2f} s", mark_of(report),
                  report.entry->info.name, variant_of(*report.entry), size_text(report.shape),
                  verdict_text(r.verdict, r.oracle), r.strength, grouped(r.counts.executions), r.seconds);
  if (!is_held(report)) {
    line += fmt::format("  expected {}", verdict_text(report.expected->verdict, report.expected->oracle));
  }
  if (report.schedule) line += "  " + *report.schedule;
  return line;
}

std::string counts_text(const Report& report) {
  const Counts& c = report.result.counts;
  std::string text = report.hunt.empty() ? "" : fmt::format("        hunted first: {}\n", report.hunt);
  text += fmt::format(
      "        {} blocked, {} steps, {} exits, at most {} decisions, {} signals delivered, {} faults "
      "injected, {:.2f} s of processor, {} KiB at most\n",
      grouped(c.blocked), grouped(c.steps), grouped(c.exits), c.decisions_max, grouped(c.signals_delivered),
      grouped(c.faults_injected), report.result.cpu_seconds,
      grouped(static_cast<std::uint64_t>(report.result.peak_rss_kb)));
  return text;
}

std::string signals_text(const Report& report) {
  std::string text;
  for (const SiteSignals& s : report.result.signals) {
    if (s.what == kOutcome) {
      text += fmt::format("        {:>9} times: {}\n", grouped(s.delivered), s.site);
      continue;
    }
    if (!s.is_of_signals()) {
      text += fmt::format("        {:<6} at {:<26}  {:<42}  reached {:>9}  struck {:>9}\n", s.what, s.site, s.state,
                          grouped(s.open), grouped(s.delivered));
      continue;
    }
    text += fmt::format("        signals at {:<24}  open {:>9}  blocked {:>9}  delivered {:>9}\n", s.site, s.open,
                        s.blocked, s.delivered);
  }
  return text;
}

std::string limits_text(const Report& report) {
  std::string text;
  for (const std::string& limit : report.result.limits) text += fmt::format("        not covered: {}\n", limit);
  return text;
}

namespace {

// What faults met, and what executions came to; nothing where the run has none of these.
void add_faults(nlohmann::ordered_json& row, const std::vector<SiteSignals>& signals) {
  for (const SiteSignals& s : signals) {
    if (s.is_of_signals()) continue;
    if (s.what == kOutcome) {
      row["outcomes"][s.site] = s.delivered;
    } else {
      row["fault_space"].push_back(
          {{"kind", s.what}, {"site", s.site}, {"state", s.state}, {"reached", s.open}, {"struck", s.delivered}});
    }
  }
}

}  // namespace

nlohmann::ordered_json signal_space(const Report& report) {
  nlohmann::ordered_json space = nlohmann::ordered_json::array();
  for (const SiteSignals& s : report.result.signals) {
    if (!s.is_of_signals()) continue;
    space.push_back({{"site", s.site},
                     {"open", s.open},
                     {"blocked", s.blocked},
                     {"delivered", s.delivered},
                     {"delivered_blocked", s.delivered_blocked}});
  }
  return space;
}

std::string json_line(const Report& report) {
  const RunResult& r = report.result;
  const auto none_is_null = [](std::string_view text, bool none) {
    return none ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(text);
  };
  std::optional<std::string> expected;
  if (report.expected) expected = verdict_text(report.expected->verdict, report.expected->oracle);
  nlohmann::ordered_json row{
      {"scenario", report.entry->info.name},
      {"version", report.entry->version},
      {"mutant", none_is_null(report.entry->mutant, report.entry->mutant.empty())},
      {"world", report.world},
      {"strategy", report.strategy},
      {"threads", report.shape.threads},
      {"callbacks", report.shape.callbacks},
      {"ms", report.shape.ms},
      {"signals", report.shape.signals},
      {"faults", report.shape.faults},
      {"verdict", name_of(r.verdict)},
      {"strength", r.strength},
      {"oracle", none_is_null(name_of(r.oracle), r.oracle == Oracle::none)},
      {"message", r.message},
      {"executions", r.counts.executions},
      {"blocked", r.counts.blocked},
      {"steps", r.counts.steps},
      {"decisions_max", r.counts.decisions_max},
      {"signals_delivered", r.counts.signals_delivered},
      {"faults_injected", r.counts.faults_injected},
      {"seconds", r.seconds},
      {"cpu_seconds", r.cpu_seconds},
      {"peak_rss_kb", r.peak_rss_kb},
      {"seed", report.seed},
      {"schedule", or_null(report.schedule)},
      {"expected", or_null(expected)},
      {"limits", r.limits},
  };
  if (report.shape.faults > 0) {
    for (const FaultKindInfo& info : kFaultKinds) {
      if (report.shape.fault_kinds.contains(info.kind)) row["fault_kinds"].push_back(info.name);
    }
  }
  add_faults(row, r.signals);
  if (report.shard) add_shard(row, *report.shard);
  std::string text = row.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  if (report.shard) text = with_checksum(std::move(text));
  return text + "\n";
}

}  // namespace extram
