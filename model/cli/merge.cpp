// `extram merge`: the results of shards joined into those of whole searches, where the shards are proved to be all of
// one search, each once.
#include <algorithm>
#include <fstream>
#include <map>
#include <numeric>
#include <set>

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <nlohmann/json.hpp>

#include "model/cli/report_output.hpp"
#include "model/cli/verbs.hpp"
#include "model/report/result_line.hpp"

namespace extram {
namespace {

using Json = nlohmann::ordered_json;

// A row of a shard, with the place where it stands.
struct Row {
  std::string place;
  Json json;
  std::uint64_t shard = 0;
  std::uint64_t shards = 0;
  std::uint64_t units = 0;
  std::set<std::uint64_t> done;
  Verdict verdict = Verdict::vacuous;
};

struct Rows {
  std::vector<Row> rows;
  std::string error;
};

// What is wrong with a line, in words; else the row is filled in.
std::string why_no_row(const std::string& line, Row& row) {
  row.json = Json::parse(line, nullptr, false);
  if (!row.json.is_object()) return "is no JSON object";
  if (!row.json.contains("shard")) return "is no result of a shard: `extram check --shard I/N --json FILE` writes them";
  if (!has_its_checksum(line)) return "is damaged or edited: its checksum does not match; run the shard again";
  try {
    row.json.at("shard").get_to(row.shard);
    row.json.at("shards").get_to(row.shards);
    row.json.at("units").get_to(row.units);
    row.json.at("units_done").get_to(row.done);
    const auto verdict = verdict_named(row.json.at("verdict").get<std::string>());
    if (!verdict || row.shard < 1 || row.shard > row.shards) return "is of no shard; run the shard again";
    row.verdict = *verdict;
  } catch (const nlohmann::json::exception&) {
    return "lacks what the result of a shard has; run the shard again";
  }
  return {};
}

Rows rows_in(const std::vector<std::string>& files) {
  Rows all;
  for (const std::string& path : files) {
    std::ifstream file(path);
    if (!file)
      return {{}, fmt::format("cannot read {}: name a file that `extram check --shard I/N --json` wrote", path)};
    std::size_t number = 0;
    for (std::string line; std::getline(file, line);) {
      Row row;
      row.place = fmt::format("{}:{}", path, ++number);
      if (const std::string why = why_no_row(line, row); !why.empty()) {
        return {{}, fmt::format("{}: the line {}", row.place, why)};
      }
      all.rows.push_back(std::move(row));
    }
    if (number == 0) return {{}, fmt::format("{}: the file is empty; run the shard again", path)};
  }
  return all;
}

// Empty where the rows are all shards of one search, each once, and each did of its own units only.
std::string why_no_partition(const std::vector<Row>& rows) {
  const Row& first = rows.front();
  std::map<std::uint64_t, const Row*> by_shard;
  for (const Row& row : rows) {
    for (const char* field : {"shards", "plan", "units"}) {
      if (row.json.at(field) != first.json.at(field)) {
        return fmt::format("{} and {} cut the search in different ways ({})", first.place, row.place, field);
      }
    }
    const auto [known, is_new] = by_shard.emplace(row.shard, &row);
    if (!is_new)
      return fmt::format("shard {}/{} is there twice: {}, {}", row.shard, row.shards, known->second->place, row.place);
    for (const std::uint64_t unit : row.done) {
      if (unit >= row.units || unit % row.shards + 1 != row.shard) {
        return fmt::format("{}: unit {} is not one of shard {}/{}", row.place, unit, row.shard, row.shards);
      }
    }
  }
  for (std::uint64_t shard = 1; shard <= first.shards; ++shard) {
    if (!by_shard.contains(shard)) return fmt::format("shard {}/{} is missing", shard, first.shards);
  }
  return {};
}

std::uint64_t sum_of(const std::vector<Row>& rows, const char* field) {
  return std::accumulate(rows.begin(), rows.end(), std::uint64_t{0}, [=](std::uint64_t sum, const Row& row) {
    return sum + row.json.at(field).get<std::uint64_t>();
  });
}

void set_end(Json& joined, Verdict verdict, const std::string& message) {
  joined["verdict"] = name_of(verdict);
  joined["strength"] = "";
  joined["oracle"] = nullptr;
  joined["message"] = message;
}

// A kind of fault that was asked for and struck nowhere; empty: none. Calls that fail are counted with the rest.
std::string kind_that_never_struck(const Json& joined) {
  const Json kinds = joined.value("fault_kinds", Json::array());
  for (const Json& kind : kinds) {
    const Json places = joined.value("fault_space", Json::array());
    const bool struck = std::any_of(places.begin(), places.end(), [&](const Json& place) {
      return place.at("kind") == kind && place.at("struck") != 0;
    });
    if (kind != name_of(FaultKind::call) && !struck) return kind;
  }
  return {};
}

// The verdict of the whole: a failure of any shard, else what keeps it from being complete.
void conclude(Json& joined, const std::vector<Row>& rows) {
  std::uint64_t done = 0;
  for (const Row& row : rows) {
    if (is_bad(row.verdict) || row.verdict == Verdict::nondeterministic) {
      for (const char* field : {"verdict", "oracle", "message", "schedule", "strategy"})
        joined[field] = row.json.at(field);
      joined["strength"] = "";
      joined["limits"] = Json::array();
      return;
    }
    done += row.done.size();
  }
  const auto cut =
      std::find_if(rows.begin(), rows.end(), [](const Row& row) { return row.verdict != Verdict::exhausted; });
  if (cut != rows.end() || done != rows.front().units) {
    const Row& why = cut != rows.end() ? *cut : rows.front();
    set_end(joined, Verdict::truncated,
            fmt::format("shard {}/{}: {}; {} of {} units are done", why.shard, why.shards,
                        why.json.at("message").get<std::string>(), done, why.units));
    joined["limits"] = Json::array({joined["message"]});
  } else if (joined["executions"] == 0) {
    set_end(joined, Verdict::vacuous, "no execution ran to its end");
  } else if (joined["signals"] != 0 && joined["signals_delivered"] == 0) {
    set_end(joined, Verdict::vacuous, "no signal was delivered in any execution");
  } else if (joined["faults"] != 0 && joined["faults_injected"] == 0) {
    set_end(joined, Verdict::vacuous, "no fault was injected in any execution");
  } else if (const std::string kind = kind_that_never_struck(joined); !kind.empty()) {
    set_end(joined, Verdict::vacuous, fmt::format("no fault of the kind {} was injected in any execution", kind));
  } else {
    joined["strength"] = rows.front().json.at("whole_strength");
    joined["limits"] = rows.front().json.at("whole_limits");
  }
}

// How often each kind of fault met each place, and what executions came to, in all shards together.
void join_faults(Json& joined, const std::vector<Row>& rows) {
  joined.erase("fault_space");
  joined.erase("outcomes");
  std::map<std::string, std::uint64_t> outcomes;
  for (const Row& row : rows) {
    if (row.json.contains("outcomes")) {
      for (const auto& [text, count] : row.json.at("outcomes").items()) outcomes[text] += count.get<std::uint64_t>();
    }
    const Json places = row.json.value("fault_space", Json::array());
    for (const Json& place : places) {
      const auto is_here = [&](const Json& known) {
        return known.at("kind") == place.at("kind") && known.at("site") == place.at("site") &&
               known.at("state") == place.at("state");
      };
      Json& all = joined["fault_space"];
      const auto known = std::find_if(all.begin(), all.end(), is_here);
      if (known == all.end()) {
        all.push_back(place);
        continue;
      }
      for (const char* field : {"reached", "struck"}) {
        (*known)[field] = known->at(field).get<std::uint64_t>() + place.at(field).get<std::uint64_t>();
      }
    }
  }
  for (const auto& [text, count] : outcomes) joined["outcomes"][text] = count;
}

Json join(std::vector<Row> rows) {
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.shard < b.shard; });
  Json joined = rows.front().json;
  for (const char* field : {"executions", "blocked", "steps", "signals_delivered", "faults_injected"}) {
    joined[field] = sum_of(rows, field);
  }
  double cpu = 0.0;
  for (const Row& row : rows) {
    cpu += row.json.at("cpu_seconds").get<double>();
    for (const char* field : {"decisions_max", "seconds", "peak_rss_kb"}) {
      if (row.json.at(field) > joined[field]) joined[field] = row.json.at(field);
    }
  }
  joined["cpu_seconds"] = cpu;
  join_faults(joined, rows);
  conclude(joined, rows);
  for (const char* field : {"shard", "units_done", "whole_strength", "whole_limits", "checksum"}) joined.erase(field);
  return joined;
}

Exit exit_of(const Json& joined) {
  const Verdict verdict = *verdict_named(joined.at("verdict").get<std::string>());
  if (is_bad(verdict)) return Exit::bad;
  if (verdict == Verdict::truncated) return Exit::truncated;
  if (verdict == Verdict::vacuous) return Exit::vacuous;
  return verdict == Verdict::nondeterministic ? Exit::nondeterministic : Exit::good;
}

std::string line_of(const Json& joined) {
  const auto text = [&](const char* field) {
    return joined.at(field).is_null() ? "" : joined.at(field).get<std::string>();
  };
  std::string verdict = text("verdict");
  if (!joined.at("oracle").is_null()) verdict += fmt::format("({})", text("oracle"));
  std::string line =
      fmt::format("{:<15}  {:<20}  {}x{}  {:<14}  {:<14}  {} executions in {} shards", text("scenario"),
                  joined.at("mutant").is_null() ? text("version") : text("mutant"), joined.at("threads").get<int>(),
                  joined.at("callbacks").get<int>(), verdict, text("strength"),
                  joined.at("executions").get<std::uint64_t>(), joined.at("shards").get<int>());
  if (!text("message").empty()) line += fmt::format("\n {}: {}", verdict, text("message"));
  if (!text("schedule").empty()) line += fmt::format("\n replay:   extram replay {}", text("schedule"));
  return line + "\n";
}

}  // namespace

Exit merge(const MergeOptions& options, const Console& console) {
  const auto refuse = [&](std::string_view why, Exit exit) {
    fmt::print(console.err, "extram merge: {}\n", why);
    return exit;
  };
  ReportOutput json(options.json, console.out);
  if (const auto why = json.why_not()) return refuse(*why, Exit::usage);
  const Rows read = rows_in(options.files);
  if (!read.error.empty()) return refuse(read.error, Exit::usage);
  std::map<std::string, std::vector<Row>> searches;
  try {
    for (const Row& row : read.rows) searches[row.json.at("search").get<std::string>()].push_back(row);
    Exit exit = Exit::good;
    for (const auto& [search, rows] : searches) {
      if (const std::string why = why_no_partition(rows); !why.empty()) {
        exit = refuse("no partition: " + why, Exit::harness);
        continue;
      }
      const Json joined = join(rows);
      json.add(joined.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
      (options.json == kStandardOutput ? console.err : console.out) << line_of(joined) << std::flush;
      exit = worse(exit, exit_of(joined));
    }
    if (const auto why = json.finish()) return refuse(*why, Exit::harness);
    return exit;
  } catch (const nlohmann::json::exception&) {
    return refuse("a line lacks what the result of a shard has; run the shards again", Exit::usage);
  }
}

}  // namespace extram
