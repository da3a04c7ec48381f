#include "model/report/schedule_page.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/report/html.hpp"
#include "model/report/page_files.hpp"
#include "model/report/result_line.hpp"
#include "model/report/text_trace.hpp"
#include "model/report/trace_rows.hpp"
#include "model/schedule/shape_text.hpp"

namespace extram {
namespace {

using Json = nlohmann::ordered_json;

std::size_t steps_of(const Trace& trace) {
  return static_cast<std::size_t>(
      std::count_if(trace.begin(), trace.end(), [](const Event& event) { return has_number(event.kind); }));
}

std::string oracle_text(Oracle oracle) {
  for (const OracleInfo& row : kOracles) {
    if (row.id == oracle && oracle != Oracle::none) return std::string(row.text);
  }
  return {};
}

Json fact(std::string_view name, std::string value) { return {{"name", name}, {"value", std::move(value)}}; }

Json facts_of(const SchedulePage& page) {
  const Schedule& first = page.runs.front().schedule;
  const Schedule& found = page.runs.back().schedule;
  Json facts = Json::array();
  if (!first.mutant.empty()) facts.push_back(fact("version", first.version));
  facts.push_back(fact("size", size_text(first.shape)));
  if (found.shape != first.shape) facts.push_back(fact("found at", size_text(found.shape)));
  facts.push_back(fact("world", first.world));
  if (!found.strategy.empty()) facts.push_back(fact("found by", found.strategy));
  if (!page.strength.empty()) facts.push_back(fact("strength", page.strength));
  facts.push_back(fact("seed", std::to_string(found.seed)));
  return facts;
}

Json commands_of(const PageRun& run) {
  const std::string path = path_for_shell(run.path);
  Json commands = Json::array();
  const auto add = [&](std::string_view what, std::string command) {
    commands.push_back({{"for", what}, {"command", std::move(command)}});
  };
  add("replay", fmt::format("extram replay {}", path));
  if (!run.on_real_threads) return commands;
  // Of a race real threads alone show nothing.
  if (run.schedule.verdict == Verdict::data_race) {
    add("ThreadSanitizer", fmt::format("extram replay {} --tsan", path));
  } else {
    add("on real threads", fmt::format("extram replay {} --world lockstep", path));
  }
  return commands;
}

Json run_of(const PageRun& run, std::size_t place) {
  const std::size_t steps = steps_of(*run.trace);
  const TraceView view{.threads = run.schedule.shape.threads};
  const std::string text = to_text(run.schedule);
  return {{"id", fmt::format("run{}", place + 1)},
          {"title", run.title},
          {"summary", fmt::format("{}, {} steps", size_text(run.schedule.shape), steps)},
          {"first", place == 0},
          {"selected", place == 0 ? "true" : "false"},
          {"commands", commands_of(run)},
          {"file", std::filesystem::path(run.path).filename().string()},
          {"href", text_link(text)},
          {"text", text_trace(*run.trace, view) +
                       verdict_line(run.schedule.verdict, run.schedule.oracle, run.schedule.message)}};
}

Json data_of(const SchedulePage& page) {
  Json runs = Json::array();
  for (std::size_t i = 0; i < page.runs.size(); ++i) {
    const PageRun& run = page.runs[i];
    Json events = Json::array();
    for (const Event& event : *run.trace) events.push_back(row_of(event));
    runs.push_back({{"id", fmt::format("run{}", i + 1)},
                    {"threads", std::max({run.schedule.shape.threads, threads_of(*run.trace), 1})},
                    {"events", std::move(events)}});
  }
  return {{"runs", std::move(runs)}};
}

}  // namespace

std::string schedule_page(const SchedulePage& page) {
  const Schedule& schedule = page.runs.front().schedule;
  Json runs = Json::array();
  for (std::size_t i = 0; i < page.runs.size(); ++i) runs.push_back(run_of(page.runs[i], i));
  return rendered("schedule.mustache",
                  {{"scenario", schedule.scenario},
                   {"variant", schedule.variant() == "-" ? std::string() : schedule.variant()},
                   {"question", page.entry->info.question},
                   {"verdict", verdict_text(schedule.verdict, schedule.oracle)},
                   {"tone", is_bad(schedule.verdict) ? "bad" : "good"},
                   {"message", page.message},
                   {"oracle", name_of(schedule.oracle)},
                   {"oracle_text", oracle_text(schedule.oracle)},
                   {"wrong", page.entry->mutant_text},
                   {"back", page.index},
                   {"facts", facts_of(page)},
                   {"limits", page.limits},
                   {"several", runs.size() > 1},
                   {"runs", std::move(runs)},
                   {"style", page_file("schedule.css")},
                   {"script", std::string(page_file("state.js")) + std::string(page_file("timeline.js")) +
                                  std::string(page_file("schedule.js"))},
                   {"data", json_for_script(data_of(page))}});
}

}  // namespace extram
