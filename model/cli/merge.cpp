// `extram merge`: the results of shards joined into those of whole searches, where the shards are proved to be all of
// one search, each once.
#include <fstream>
#include <iterator>
#include <map>

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <nlohmann/json.hpp>

#include "model/cli/report_output.hpp"
#include "model/cli/verbs.hpp"
#include "model/report/junit.hpp"
#include "model/report/shard_rows.hpp"

namespace extram {
namespace {

using Json = nlohmann::ordered_json;

ShardRows rows_in(const std::vector<std::string>& files) {
  ShardRows all;
  for (const std::string& path : files) {
    std::ifstream file(path);
    if (!file)
      return {{}, fmt::format("cannot read {}: name a file that `extram check --shard I/N --json` wrote", path)};
    ShardRows read = read_shard_rows(std::string(std::istreambuf_iterator<char>(file), {}), path);
    if (!read.error.empty()) return read;
    std::move(read.rows.begin(), read.rows.end(), std::back_inserter(all.rows));
  }
  return all;
}

Exit exit_of(const Json& whole) {
  const Verdict verdict = *verdict_named(whole.at("verdict").get<std::string>());
  if (is_bad(verdict)) return Exit::bad;
  if (verdict == Verdict::truncated) return Exit::truncated;
  if (verdict == Verdict::vacuous) return Exit::vacuous;
  return verdict == Verdict::nondeterministic ? Exit::nondeterministic : Exit::good;
}

std::string line_of(const Json& whole) {
  const auto text = [&](const char* field) {
    return whole.at(field).is_null() ? "" : whole.at(field).get<std::string>();
  };
  std::string verdict = text("verdict");
  if (!whole.at("oracle").is_null()) verdict += fmt::format("({})", text("oracle"));
  std::string line = fmt::format("{:<15}  {:<20}  {}x{}  {:<14}  {:<14}  {} executions in {} shards", text("scenario"),
                                 whole.at("mutant").is_null() ? text("version") : text("mutant"),
                                 whole.at("threads").get<std::uint64_t>(), whole.at("callbacks").get<std::uint64_t>(),
                                 verdict, text("strength"), whole.at("executions").get<std::uint64_t>(),
                                 whole.at("shards").get<std::uint64_t>());
  if (!text("message").empty()) line += fmt::format("\n {}: {}", verdict, text("message"));
  if (!text("schedule").empty()) line += fmt::format("\n replay:   extram replay {}", text("schedule"));
  return line + "\n";
}

JUnitCase junit_case(const Json& whole, const std::string& text) {
  const Exit exit = exit_of(whole);
  const std::string variant = whole.at(whole.at("mutant").is_null() ? "version" : "mutant");
  return {.suite = whole.at("scenario"),
          .name = fmt::format("{} {}x{}, {}", variant, whole.at("threads").get<std::uint64_t>(),
                              whole.at("callbacks").get<std::uint64_t>(), whole.at("strategy").get<std::string>()),
          .seconds = whole.at("seconds"),
          .fate = exit == Exit::good  ? CiFate::passed
                  : exit == Exit::bad ? CiFate::failed
                                      : CiFate::unsettled,
          .type = whole.at("verdict"),
          .message = whole.at("message"),
          .body = text,
          .properties = {{"strength", whole.at("strength")},
                         {"executions", fmt::to_string(whole.at("executions").get<std::uint64_t>())}}};
}

}  // namespace

Exit merge(const MergeOptions& options, const Console& console) {
  const auto refuse = [&](std::string_view why, Exit exit) {
    fmt::print(console.err, "extram merge: {}\n", why);
    return exit;
  };
  ReportOutput json(options.json, console.out);
  ReportOutput junit_file(options.junit, console.out);
  if (const auto why = json.why_not()) return refuse(*why, Exit::usage);
  if (const auto why = junit_file.why_not()) return refuse(*why, Exit::usage);
  const ShardRows read = rows_in(options.files);
  if (!read.error.empty()) return refuse(read.error, Exit::usage);
  std::map<std::string, std::vector<ShardRow>> searches;
  for (const ShardRow& row : read.rows) searches[row.json.at("search").get<std::string>()].push_back(row);
  Exit exit = Exit::good;
  std::vector<JUnitCase> cases;
  std::size_t no_partitions = 0;
  for (const auto& [search, rows] : searches) {
    if (const std::string why = why_no_partition(rows); !why.empty()) {
      exit = refuse("no partition: " + why, Exit::harness);
      ++no_partitions;
      continue;
    }
    const Json whole = joined(rows);
    const std::string text = line_of(whole);
    json.add(whole.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
    (options.json == kStandardOutput ? console.err : console.out) << text << std::flush;
    exit = worse(exit, exit_of(whole));
    cases.push_back(junit_case(whole, text));
  }
  if (const auto why = json.finish()) return refuse(*why, Exit::harness);
  if (junit_file.is_asked_for()) junit_file.add(junit("extram merge", cases, no_partitions));
  if (const auto why = junit_file.finish()) return refuse(*why, Exit::harness);
  return exit;
}

}  // namespace extram
