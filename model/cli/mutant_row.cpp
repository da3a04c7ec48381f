#include "model/cli/mutant_row.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace extram {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }
std::string or_empty(const Json& json) { return json.is_null() ? std::string() : json.get<std::string>(); }

Fate fate_named(const std::string& name) {
  for (const Fate fate : {Fate::killed, Fate::equivalent}) {
    if (name == name_of(fate)) return fate;
  }
  return Fate::survived;
}

// A column of real threads that follow the schedule of the kill: it was tried, and they do not show what the model
// shows.
bool shows_nothing(const Column& column) {
  return (column.name == "lockstep" || column.name == "tsan") && !column.kill && column.why_not.empty();
}

}  // namespace

Json to_json(const MutantRow& row) {
  Json kills = Json::object();
  Json not_tried = Json::object();
  for (const Column& column : row.columns) {
    kills[column.name] = column.kill ? Json(*column.kill) : Json(nullptr);
    if (!column.why_not.empty()) not_tried[column.name] = column.why_not;
  }
  Json oracles = Json::array();
  for (const Oracle oracle : row.oracles) oracles.push_back(name_of(oracle));
  return {{"mutant", row.name.mutant},
          {"version", row.name.version},
          {"site", or_null(row.name.site)},
          {"kind", row.name.kind},
          {"wrong", row.name.wrong},
          {"fate", name_of(row.fate)},
          {"oracle", row.oracle == Oracle::none ? Json(nullptr) : Json(name_of(row.oracle))},
          {"verdict", name_of(row.verdict)},
          {"kills", std::move(kills)},
          {"not_tried", std::move(not_tried)},
          {"schedule", or_null(row.schedule)},
          {"reason", or_null(row.reason)},
          {"scenario", or_null(row.scenario)},
          {"size", or_null(row.size)},
          {"oracles", std::move(oracles)},
          {"only_oracles", row.only_oracles},
          {"searched", row.searched},
          {"exhausted", row.exhausted},
          {"complaint", or_null(row.complaint)},
          {"interrupted", row.interrupted}};
}

MutantRow row_in(const Json& json) {
  MutantRow row;
  row.name = {json.at("mutant"), json.at("version"), or_empty(json.at("site")), json.at("kind"), json.at("wrong")};
  row.fate = fate_named(json.at("fate"));
  row.oracle = oracle_named(or_empty(json.at("oracle"))).value_or(Oracle::none);
  row.verdict = verdict_named(json.at("verdict").get<std::string>()).value_or(Verdict::vacuous);
  for (const auto& [name, kill] : json.at("kills").items()) {
    Column column{name, std::nullopt, {}};
    if (!kill.is_null()) column.kill = kill.get<std::uint64_t>();
    if (json.at("not_tried").contains(name)) column.why_not = json.at("not_tried").at(name);
    row.columns.push_back(std::move(column));
  }
  for (const Json& name : json.at("oracles")) {
    row.oracles.push_back(oracle_named(name.get<std::string>()).value_or(Oracle::none));
  }
  row.schedule = or_empty(json.at("schedule"));
  row.reason = or_empty(json.at("reason"));
  row.scenario = or_empty(json.at("scenario"));
  row.size = or_empty(json.at("size"));
  row.only_oracles = json.at("only_oracles");
  row.searched = json.at("searched").get<std::vector<std::string>>();
  row.exhausted = json.at("exhausted");
  row.complaint = or_empty(json.at("complaint"));
  row.interrupted = json.at("interrupted");
  return row;
}

void explain(MutantRow& row) {
  const Reason* const written = reason_of(row.name.mutant, row.name.version);
  if (row.fate == Fate::killed) {
    if (written != nullptr) row.complaint = "it is killed, and there is a reason why it should not be";
    for (const Column& column : row.columns) {
      if (!shows_nothing(column)) continue;
      row.complaint =
          fmt::format("the model kills it, and its schedule shows nothing on real threads ({})", column.name);
    }
    return;
  }
  if (row.searched.empty()) {
    row.complaint = "no trial of its version meets it: see scenarios/mutants/machine_made.cpp and trials.cpp";
    return;
  }
  if (written == nullptr) {
    row.complaint = "nobody has said why it survives";
    return;
  }
  row.reason = written->text;
  row.fate = written->fate;
  // What was searched through is no more than this.
  if (row.fate == Fate::survived) row.reason += fmt::format("; within {}", fmt::join(row.searched, ", "));
  if (row.fate == Fate::equivalent && !row.exhausted) {
    row.fate = Fate::survived;
    row.complaint = "it is said to be equivalent, and not every search was exhausted";
  }
}

}  // namespace extram
