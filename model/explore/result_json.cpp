#include "model/explore/result_json.hpp"

#include <algorithm>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace extram {
namespace {

using Json = nlohmann::ordered_json;

template <class Value>
Value known(std::optional<Value> value, const char* what) {
  if (!value) throw std::invalid_argument(what);
  return *value;
}

Json json_of(const RecordedDecision& d) { return {name_of(d.kind), d.thread, d.site, d.index, d.arity}; }

RecordedDecision decision_in(const Json& json) {
  return {known(decision_kind_named(json.at(0).get<std::string>()), "a kind of decision"), json.at(1).get<int>(),
          json.at(2).get<std::string>(), json.at(3).get<int>(), json.at(4).get<int>()};
}

Oracle oracle_in(const std::string& name) {
  return name == name_of(Oracle::none) ? Oracle::none : known(oracle_named(name), "an oracle");
}

std::vector<Fact> facts_in(const Json& json) {
  std::vector<Fact> facts;
  for (const Json& row : json) {
    facts.push_back({row.at(0).get<int>(), row.at(1).get<std::string>(), row.at(2).get<std::string>(),
                     row.at(3).get<std::string>(), row.at(4).get<bool>()});
  }
  return facts;
}

}  // namespace

Json json_of(const Counts& c) {
  return {{"executions", c.executions},
          {"blocked", c.blocked},
          {"steps", c.steps},
          {"exits", c.exits},
          {"decisions", c.decisions_max},
          {"signals", c.signals_delivered},
          {"faults", c.faults_injected},
          {"altered", c.altered}};
}

Counts counts_in(const Json& json) {
  Counts c;
  json.at("executions").get_to(c.executions);
  json.at("blocked").get_to(c.blocked);
  json.at("steps").get_to(c.steps);
  json.at("exits").get_to(c.exits);
  json.at("decisions").get_to(c.decisions_max);
  json.at("signals").get_to(c.signals_delivered);
  json.at("faults").get_to(c.faults_injected);
  json.at("altered").get_to(c.altered);
  return c;
}

Json json_of(const std::vector<SiteSignals>& signals) {
  Json rows = Json::array();
  for (const SiteSignals& s : signals) {
    rows.push_back({s.site, s.open, s.blocked, s.delivered, s.delivered_blocked});
    if (!s.is_of_signals()) rows.back().insert(rows.back().end(), {s.what, s.state});
  }
  return rows;
}

std::vector<SiteSignals> signals_in(const Json& json) {
  std::vector<SiteSignals> signals;
  for (const Json& row : json) {
    signals.push_back({row.at(0).get<std::string>(), row.at(1).get<std::uint64_t>(), row.at(2).get<std::uint64_t>(),
                       row.at(3).get<std::uint64_t>(), row.at(4).get<std::uint64_t>()});
    if (row.size() == 5) continue;
    signals.back().what = row.at(5).get<std::string>();
    signals.back().state = row.at(6).get<std::string>();
  }
  return signals;
}

void add_signals(std::vector<SiteSignals>& all, const std::vector<SiteSignals>& more) {
  for (const SiteSignals& s : more) {
    const auto known = std::find_if(all.begin(), all.end(), [&](const auto& row) {
      return row.site == s.site && row.what == s.what && row.state == s.state;
    });
    if (known == all.end()) {
      all.push_back(s);
      continue;
    }
    known->open += s.open;
    known->blocked += s.blocked;
    known->delivered += s.delivered;
    known->delivered_blocked += s.delivered_blocked;
  }
}

Json json_of(const Event& e) {
  Json facts = Json::array();
  for (const Fact& f : e.facts) facts.push_back({f.thread, f.object, f.name, f.value, f.gone});
  return {static_cast<int>(e.kind),  e.thread, e.depth,  e.site,  e.what,       e.stale,
          static_cast<int>(e.touch), e.object, e.before, e.after, e.reads_from, std::move(facts)};
}

Event event_in(const Json& json) {
  return {static_cast<EventKind>(json.at(0).get<int>()),
          json.at(1).get<int>(),
          json.at(2).get<int>(),
          json.at(3).get<std::string>(),
          json.at(4).get<std::string>(),
          json.at(5).get<bool>(),
          static_cast<Touch>(json.at(6).get<int>()),
          json.at(7).get<std::string>(),
          json.at(8).get<std::string>(),
          json.at(9).get<std::string>(),
          json.at(10).get<int>(),
          facts_in(json.at(11))};
}

Json json_of(const RunResult& r) {
  Json decisions = Json::array();
  for (const RecordedDecision& d : r.decisions) decisions.push_back(json_of(d));
  return {{"verdict", name_of(r.verdict)},
          {"strength", r.strength},
          {"oracle", name_of(r.oracle)},
          {"message", r.message},
          {"thread", r.thread},
          {"counts", json_of(r.counts)},
          {"decisions", std::move(decisions)},
          {"limits", r.limits},
          {"leaves_out", r.leaves_out},
          {"signals", json_of(r.signals)},
          {"divergence", r.divergence},
          {"seconds", r.seconds},
          {"cpu_seconds", r.cpu_seconds},
          {"peak_rss_kb", r.peak_rss_kb}};
}

RunResult result_in(const Json& json) {
  RunResult r;
  r.verdict = known(verdict_named(json.at("verdict").get<std::string>()), "a verdict");
  json.at("strength").get_to(r.strength);
  r.oracle = oracle_in(json.at("oracle").get<std::string>());
  json.at("message").get_to(r.message);
  json.at("thread").get_to(r.thread);
  r.counts = counts_in(json.at("counts"));
  for (const Json& row : json.at("decisions")) r.decisions.push_back(decision_in(row));
  json.at("limits").get_to(r.limits);
  json.at("leaves_out").get_to(r.leaves_out);
  r.signals = signals_in(json.at("signals"));
  json.at("divergence").get_to(r.divergence);
  json.at("seconds").get_to(r.seconds);
  json.at("cpu_seconds").get_to(r.cpu_seconds);
  json.at("peak_rss_kb").get_to(r.peak_rss_kb);
  return r;
}

}  // namespace extram
