#include "model/report/shard_rows.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "impl/world/fault_kind.hpp"

namespace extram {
namespace {

using Json = nlohmann::ordered_json;

// Our own rows go four deep; whoever writes out a value goes as deep as it does.
constexpr int kDepthMax = 8;

// Over the bytes, and not what they say: two ways to write a number may be one number.
std::string checksum_end(std::string_view row) {
  std::uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a, 64 bits
  for (const char c : row) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return fmt::format(R"(,"checksum":"{:016x}"}})", hash);
}

bool has_its_checksum(std::string_view row) {
  const std::size_t size = checksum_end({}).size();
  if (row.size() < size) return false;
  const std::string_view covered = row.substr(0, row.size() - size);
  return row.substr(covered.size()) == checksum_end(covered);
}

// Discarded where the line is no JSON, or nested as no row is.
Json parsed(std::string_view line) {
  bool is_deep = false;
  Json json = Json::parse(
      line,
      [&](int depth, Json::parse_event_t, Json&) {
        is_deep |= depth > kDepthMax;
        return !is_deep;
      },
      false);
  return is_deep ? Json(Json::value_t::discarded) : json;
}

enum class Type { text, text_or_null, count, number, texts, counts };

struct Field {
  const char* name;
  Type type;
};

constexpr std::array kFields{Field{"scenario", Type::text},
                             Field{"version", Type::text},
                             Field{"mutant", Type::text_or_null},
                             Field{"strategy", Type::text},
                             Field{"threads", Type::count},
                             Field{"callbacks", Type::count},
                             Field{"signals", Type::count},
                             Field{"faults", Type::count},
                             Field{"verdict", Type::text},
                             Field{"strength", Type::text},
                             Field{"oracle", Type::text_or_null},
                             Field{"message", Type::text},
                             Field{"executions", Type::count},
                             Field{"blocked", Type::count},
                             Field{"steps", Type::count},
                             Field{"decisions_max", Type::count},
                             Field{"signals_delivered", Type::count},
                             Field{"faults_injected", Type::count},
                             Field{"seconds", Type::number},
                             Field{"cpu_seconds", Type::number},
                             Field{"peak_rss_kb", Type::count},
                             Field{"schedule", Type::text_or_null},
                             Field{"limits", Type::texts},
                             Field{"shard", Type::count},
                             Field{"shards", Type::count},
                             Field{"search", Type::text},
                             Field{"plan", Type::text},
                             Field{"units", Type::count},
                             Field{"units_done", Type::counts},
                             Field{"whole_strength", Type::text},
                             Field{"whole_limits", Type::texts}};
constexpr std::array kPlaceFields{Field{"kind", Type::text}, Field{"site", Type::text}, Field{"state", Type::text},
                                  Field{"reached", Type::count}, Field{"struck", Type::count}};

bool is_a(const Json& value, Type type) {
  const auto all = [&](Type each) {
    return value.is_array() &&
           std::all_of(value.begin(), value.end(), [=](const Json& one) { return is_a(one, each); });
  };
  switch (type) {
    case Type::text:
      return value.is_string();
    case Type::text_or_null:
      return value.is_string() || value.is_null();
    case Type::count:
      return value.is_number_unsigned();
    case Type::number:
      return value.is_number();
    case Type::texts:
      return all(Type::text);
    case Type::counts:
      return all(Type::count);
  }
  return false;
}

template <std::size_t N>
bool has_all(const Json& object, const std::array<Field, N>& fields) {
  return object.is_object() && std::all_of(fields.begin(), fields.end(), [&](const Field& field) {
           const auto value = object.find(field.name);
           return value != object.end() && is_a(*value, field.type);
         });
}

// What faults met is there where there were any.
bool has_faults_in_order(const Json& row) {
  if (row.contains("fault_kinds") && !is_a(row.at("fault_kinds"), Type::texts)) return false;
  const auto outcomes = row.find("outcomes");
  if (outcomes != row.end()) {
    if (!outcomes->is_object()) return false;
    for (const Json& times : *outcomes) {
      if (!is_a(times, Type::count)) return false;
    }
  }
  const auto places = row.find("fault_space");
  if (places == row.end()) return true;
  return places->is_array() &&
         std::all_of(places->begin(), places->end(), [](const Json& place) { return has_all(place, kPlaceFields); });
}

// What is wrong with a line, in words; else the row is filled in.
std::string why_no_row(std::string_view line, ShardRow& row) {
  row.json = parsed(line);
  if (!row.json.is_object()) return "is no JSON object";
  if (!row.json.contains("shard")) return "is no result of a shard: `extram check --shard I/N --json FILE` writes them";
  if (!has_its_checksum(line)) return "is damaged or edited: its checksum does not match; run the shard again";
  if (!has_all(row.json, kFields) || !has_faults_in_order(row.json)) {
    return "lacks what the result of a shard has; run the shard again";
  }
  row.json.at("shard").get_to(row.shard);
  row.json.at("shards").get_to(row.shards);
  row.json.at("units").get_to(row.units);
  row.json.at("units_done").get_to(row.done);
  const auto verdict = verdict_named(row.json.at("verdict").get<std::string>());
  if (!verdict || row.shard < 1 || row.shard > row.shards) return "is of no shard; run the shard again";
  row.verdict = *verdict;
  return {};
}

std::uint64_t sum_of(const std::vector<ShardRow>& rows, const char* field) {
  std::uint64_t sum = 0;
  for (const ShardRow& row : rows) sum += row.json.at(field).get<std::uint64_t>();
  return sum;
}

void set_end(Json& whole, Verdict verdict, const std::string& message) {
  whole["verdict"] = name_of(verdict);
  whole["strength"] = "";
  whole["oracle"] = nullptr;
  whole["message"] = message;
}

// A kind of fault that was asked for and struck nowhere; empty: none. Calls that fail are counted with the rest.
std::string kind_that_never_struck(const Json& whole) {
  const Json kinds = whole.value("fault_kinds", Json::array());
  for (const Json& kind : kinds) {
    const Json places = whole.value("fault_space", Json::array());
    const bool struck = std::any_of(places.begin(), places.end(), [&](const Json& place) {
      return place.at("kind") == kind && place.at("struck") != 0;
    });
    if (kind != name_of(FaultKind::call) && !struck) return kind;
  }
  return {};
}

// The verdict of the whole: a failure of any shard, else what keeps it from being complete.
void conclude(Json& whole, const std::vector<ShardRow>& rows) {
  std::uint64_t done = 0;
  for (const ShardRow& row : rows) {
    if (is_bad(row.verdict) || row.verdict == Verdict::nondeterministic) {
      for (const char* field : {"verdict", "oracle", "message", "schedule", "strategy"}) {
        whole[field] = row.json.at(field);
      }
      whole["strength"] = "";
      whole["limits"] = Json::array();
      return;
    }
    done += row.done.size();
  }
  const auto cut =
      std::find_if(rows.begin(), rows.end(), [](const ShardRow& row) { return row.verdict != Verdict::exhausted; });
  if (cut != rows.end() || done != rows.front().units) {
    const ShardRow& why = cut != rows.end() ? *cut : rows.front();
    set_end(whole, Verdict::truncated,
            fmt::format("shard {}/{}: {}; {} of {} units are done", why.shard, why.shards,
                        why.json.at("message").get<std::string>(), done, why.units));
    whole["limits"] = Json::array({whole["message"]});
  } else if (whole["executions"] == 0) {
    set_end(whole, Verdict::vacuous, "no execution ran to its end");
  } else if (whole["signals"] != 0 && whole["signals_delivered"] == 0) {
    set_end(whole, Verdict::vacuous, "no signal was delivered in any execution");
  } else if (whole["faults"] != 0 && whole["faults_injected"] == 0) {
    set_end(whole, Verdict::vacuous, "no fault was injected in any execution");
  } else if (const std::string kind = kind_that_never_struck(whole); !kind.empty()) {
    set_end(whole, Verdict::vacuous, fmt::format("no fault of the kind {} was injected in any execution", kind));
  } else {
    whole["strength"] = rows.front().json.at("whole_strength");
    whole["limits"] = rows.front().json.at("whole_limits");
  }
}

// How often each kind of fault met each place, and what executions came to, in all shards together.
void join_faults(Json& whole, const std::vector<ShardRow>& rows) {
  whole.erase("fault_space");
  whole.erase("outcomes");
  std::map<std::string, std::uint64_t> outcomes;
  for (const ShardRow& row : rows) {
    if (row.json.contains("outcomes")) {
      for (const auto& [text, count] : row.json.at("outcomes").items()) outcomes[text] += count.get<std::uint64_t>();
    }
    const Json places = row.json.value("fault_space", Json::array());
    for (const Json& place : places) {
      const auto is_here = [&](const Json& known) {
        return known.at("kind") == place.at("kind") && known.at("site") == place.at("site") &&
               known.at("state") == place.at("state");
      };
      Json& all = whole["fault_space"];
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
  for (const auto& [text, count] : outcomes) whole["outcomes"][text] = count;
}

}  // namespace

ShardRows read_shard_rows(std::string_view text, std::string_view file) {
  ShardRows read;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    ShardRow row;
    row.place = fmt::format("{}:{}", file, number);
    if (const std::string why = why_no_row(line, row); !why.empty()) {
      return {{}, fmt::format("{}: the line {}", row.place, why)};
    }
    read.rows.push_back(std::move(row));
  }
  if (read.rows.empty()) read.error = fmt::format("{}: the file is empty; run the shard again", file);
  return read;
}

std::string why_no_partition(const std::vector<ShardRow>& rows) {
  const ShardRow& first = rows.front();
  std::map<std::uint64_t, const ShardRow*> by_shard;
  for (const ShardRow& row : rows) {
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

Json joined(std::vector<ShardRow> rows) {
  std::sort(rows.begin(), rows.end(), [](const ShardRow& a, const ShardRow& b) { return a.shard < b.shard; });
  Json whole = rows.front().json;
  for (const char* field : {"executions", "blocked", "steps", "signals_delivered", "faults_injected"}) {
    whole[field] = sum_of(rows, field);
  }
  double cpu = 0.0;
  for (const ShardRow& row : rows) {
    cpu += row.json.at("cpu_seconds").get<double>();
    for (const char* field : {"decisions_max", "seconds", "peak_rss_kb"}) {
      if (row.json.at(field) > whole[field]) whole[field] = row.json.at(field);
    }
  }
  whole["cpu_seconds"] = cpu;
  join_faults(whole, rows);
  conclude(whole, rows);
  for (const char* field : {"shard", "units_done", "whole_strength", "whole_limits", "checksum"}) whole.erase(field);
  return whole;
}

std::string with_checksum(std::string row) {
  if (!row.empty()) row.pop_back();
  return row + checksum_end(row);
}

}  // namespace extram
