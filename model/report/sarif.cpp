#include "model/report/sarif.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/report/text_trace.hpp"
#include "model/schedule/schedule_header.hpp"

namespace extram {
namespace {

using Json = nlohmann::ordered_json;

// Who reads these files may refuse longer flows; of a longer trace the end is shown.
constexpr std::size_t kEventsMax = 2000;

// What relative references start from.
constexpr const char* kSources = "%SRCROOT%";
constexpr const char* kHere = "%CWD%";

struct Rule {
  std::string_view id;
  std::string_view text;
};

constexpr Rule kOtherRules[] = {
    {"violation", "a check failed that has no oracle's name"},
    {"data_race", "two accesses that nothing orders, one of them a write"},
    {"deadlock", "threads wait for each other for ever"},
    {"livelock", "an execution that takes steps and never comes to its end"},
    {"leak", "memory that nobody gave back at the end of an execution"},
    {"crash", "the scenario ended the process that ran it"},
    {"hang", "the scenario ran without a step for too long"},
    {"expectation", "the suite expects a failure that the search did not find"},
};

Json rules() {
  Json rows = Json::array();
  const auto add = [&](std::string_view id, std::string_view text) {
    rows.push_back({{"id", id},
                    {"name", id},
                    {"shortDescription", {{"text", text}}},
                    {"defaultConfiguration", {{"level", "error"}}}});
  };
  for (const OracleInfo& oracle : kOracles) add(oracle.name, oracle.text);
  for (const Rule& rule : kOtherRules) add(rule.id, rule.text);
  return rows;
}

std::size_t index_of(const Json& all, const std::string& id) {
  const auto row = std::find_if(all.begin(), all.end(), [&](const Json& rule) { return rule.at("id") == id; });
  return static_cast<std::size_t>(row - all.begin());
}

// In terms of RFC 3986. What is absolute needs no base, and may have none.
std::string uri_of(std::string_view path) {
  std::string uri = path.starts_with('/') ? "file://" : "";
  while (path.starts_with("./")) path.remove_prefix(2);
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/+=@").find(c) != std::string_view::npos;
    uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return uri;
}

Json artifact(std::string_view path, std::string_view base) {
  Json location{{"uri", uri_of(path)}};
  if (!path.starts_with('/')) location["uriBaseId"] = base;
  return location;
}

Json location_of(const std::string& label, const std::optional<SourcePlace>& place) {
  Json location = Json::object();
  if (place) {
    location["physicalLocation"] = {{"artifactLocation", artifact(place->path, kSources)},
                                    {"region", {{"startLine", place->line}}}};
  }
  if (!label.empty()) location["logicalLocations"] = Json::array({{{"name", label}}});
  return location;
}

// One flow a thread; the order of execution goes across.
Json flow_of(const CiRun& run) {
  std::map<int, Json> threads;
  const std::size_t first = run.trace.size() > kEventsMax ? run.trace.size() - kEventsMax : 0;
  for (std::size_t i = first; i < run.trace.size(); ++i) {
    const Event& event = run.trace[i];
    if (event.kind == EventKind::setup) continue;
    Json location = location_of(event.site, source_place(event.site, run.report.entry->version));
    const std::string text = event.site.empty() || event.what.empty() ? event.site + event.what
                                                                      : fmt::format("{}: {}", event.site, event.what);
    location["message"] = {{"text", text.empty() ? "step" : text}};
    Json step = {{"location", std::move(location)},
                 {"nestingLevel", std::max(event.depth, 0)},
                 {"executionOrder", i + 1},
                 {"importance", event.kind == EventKind::failure ? "essential" : "important"}};
    Json& steps = threads.try_emplace(event.thread, Json::array()).first->second;
    steps.push_back(std::move(step));
  }
  Json flows = Json::array();
  for (auto& [thread, steps] : threads) {
    flows.push_back({{"id", fmt::format("thread {}", thread)}, {"locations", std::move(steps)}});
  }
  Json flow = {{"threadFlows", std::move(flows)}};
  if (first > 0) flow["message"] = {{"text", fmt::format("the last {} of {} events", kEventsMax, run.trace.size())}};
  return flow;
}

Json properties_of(const Report& report) {
  Json properties = {{"scenario", report.entry->info.name},
                     {"run", run_name(report)},
                     {"verdict", verdict_text(report.result.verdict, report.result.oracle)},
                     {"executions", report.result.counts.executions},
                     {"seed", report.seed}};
  if (report.schedule) properties["schedule"] = *report.schedule;
  return properties;
}

Json result_of(const CiRun& run, const Json& all_rules) {
  const Report& report = run.report;
  const std::string rule = rule_of(report);
  const FailingStep step = failing_step(run);
  std::string text = fmt::format("{} {}: {}", report.entry->info.name, run_name(report), what_of(run));
  if (report.schedule) text += "\n" + replay_line(*report.schedule);
  while (text.ends_with('\n')) text.pop_back();
  Json result = {
      {"ruleId", rule}, {"ruleIndex", index_of(all_rules, rule)}, {"level", "error"}, {"message", {{"text", text}}}};
  // What is wrong, in whom, and where: not how it was searched for, nor the order in which it happened.
  const std::string what = fmt::format("{}|{}|{}|{}|{}", report.entry->info.name, report.entry->version,
                                       report.entry->mutant, rule, step.label);
  result["partialFingerprints"] = {{"extramFailure/v1", fmt::format("{:016x}", detail::checksum_of(what))}};
  if (step.place) result["locations"] = Json::array({location_of(step.label, step.place)});
  if (Json flow = flow_of(run); !flow.at("threadFlows").empty()) result["codeFlows"] = Json::array({std::move(flow)});
  if (report.schedule) {
    result["relatedLocations"] =
        Json::array({{{"id", 1},
                      {"physicalLocation", {{"artifactLocation", artifact(*report.schedule, kHere)}}},
                      {"message", {{"text", "the schedule that replays it"}}}}});
  }
  result["properties"] = properties_of(report);
  return result;
}

}  // namespace

std::string sarif(const std::vector<CiRun>& runs, std::size_t not_run, std::string_view tool_version) {
  const Json all_rules = rules();
  Json results = Json::array();
  Json notifications = Json::array();
  const auto notify = [&](const std::string& text) {
    notifications.push_back({{"level", "error"}, {"message", {{"text", text}}}});
  };
  for (const CiRun& run : runs) {
    const CiFate fate = fate_of(run);
    if (fate == CiFate::failed) results.push_back(result_of(run, all_rules));
    if (fate == CiFate::unsettled) {
      notify(fmt::format("{} {}: {}", run.report.entry->info.name, run_name(run.report), what_of(run)));
    }
  }
  if (not_run > 0) notify(fmt::format("{} planned runs were not come to", not_run));
  Json invocation = {{"executionSuccessful", notifications.empty()}};
  if (!notifications.empty()) invocation["toolExecutionNotifications"] = std::move(notifications);
  const Json document = {
      {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
      {"version", "2.1.0"},
      {"runs",
       Json::array({{{"tool", {{"driver", {{"name", "extram"}, {"version", tool_version}, {"rules", all_rules}}}}},
                     {"originalUriBaseIds",
                      {{kSources, {{"description", {{"text", "the top of the repository that has the sources"}}}}},
                       {kHere, {{"description", {{"text", "the folder in which extram was called"}}}}}}},
                     {"columnKind", "utf16CodeUnits"},
                     {"invocations", Json::array({std::move(invocation)})},
                     {"results", std::move(results)}}})}};
  return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace extram
