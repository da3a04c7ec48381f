#include "model/cli/html_output.hpp"

#include <chrono>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "impl/console/interrupt.hpp"
#include "model/cli/minimise_search.hpp"
#include "model/cli/replay_lockstep.hpp"
#include "model/cli/replay_once.hpp"
#include "model/explore/child_process.hpp"
#include "model/report/schedule_page.hpp"

namespace extram {
namespace {

using Json = nlohmann::ordered_json;

// For a page the smallest need not be found, only a small one soon.
constexpr std::uint64_t kExecutionsMax = 500'000;
constexpr double kSecondsMax = 20.0;

struct Smaller {
  Schedule schedule;
  Trace trace;
};

// In a process of its own: what a scenario does to the process that runs it must not be done to this one.
std::optional<Schedule> smaller_of(const Schedule& schedule, const Entry& entry) {
  ChildProcess child([&](Channel& channel) {
    const Minimised found = minimised(schedule, entry, {.executions_max = kExecutionsMax});
    (void)channel.send({{"schedule", to_text(found.schedule)}});
  });
  const auto start = std::chrono::steady_clock::now();
  const auto is_late = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() > kSecondsMax;
  };
  std::optional<Json> message;
  for (bool is_there = true; is_there && !message && !interrupted() && !is_late();) {
    child.channel().wait(100);
    is_there = child.channel().gather();
    message = child.channel().next();
  }
  if (!message) child.kill();
  (void)child.wait();
  if (!message) return std::nullopt;
  return parse_schedule(message->at("schedule").get<std::string>()).schedule;
}

// The smallest that was found soon, where it is smaller, and fails as the first does when it is run again.
std::optional<Smaller> smaller_execution(const Schedule& schedule, const Entry& entry) {
  if (!why_not_minimised(schedule).empty()) return std::nullopt;
  std::optional<Schedule> found = smaller_of(schedule, entry);
  if (!found || (found->decisions == schedule.decisions && found->shape == schedule.shape)) return std::nullopt;
  Replayed replayed = replay_once({&entry, found->shape, found->oracles, found->depth, found->decisions});
  if (!difference(replayed, schedule.verdict, schedule.oracle).empty()) return std::nullopt;
  return Smaller{std::move(*found), std::move(replayed.trace)};
}

// On real threads.
bool can_run(const Schedule& schedule) { return needs_the_model(schedule).empty(); }

std::string page_name(const std::string& schedule) { return std::filesystem::path(schedule).stem().string() + ".html"; }

}  // namespace

std::optional<std::string> HtmlOutput::why_not() const {
  return is_asked_for_ ? folder_.why_not(ReportPart::check) : std::nullopt;
}

std::optional<std::string> HtmlOutput::add(const OneRun& one) {
  if (!is_asked_for_) return std::nullopt;
  Json row = Json::parse(json_line(one.report));
  if (Json signals = signal_space(one.report); !signals.empty()) row["signal_space"] = std::move(signals);
  std::optional<std::string> error;
  if (one.report.schedule) {
    const std::string name = page_name(*one.report.schedule);
    error = add_page(one, name);
    if (!error) row["page"] = name;
  }
  rows_ += row.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  if (error) is_asked_for_ = false;  // once it is told, nobody need hear it of every page
  return error;
}

std::optional<std::string> HtmlOutput::add_page(const OneRun& one, const std::string& name) {
  const std::string& path = *one.report.schedule;
  const ReadSchedule read = read_schedule(path);
  if (!read.schedule) return read.error;
  SchedulePage page;
  page.entry = one.report.entry;
  page.message = one.report.result.message;
  page.strength = one.report.result.strength;
  page.limits = one.report.result.limits;
  page.index = "index.html";
  const std::optional<Smaller> smaller = smaller_execution(*read.schedule, *one.report.entry);
  if (smaller) {
    const std::string beside = minimised_path(path);
    if (const auto why = write(smaller->schedule, beside)) return why;
    page.runs.push_back({"minimised", smaller->schedule, beside, &smaller->trace, can_run(smaller->schedule)});
    page.message = smaller->schedule.message;
  }
  page.runs.push_back(
      {smaller ? "as it was found" : "the execution", *read.schedule, path, &one.trace, can_run(*read.schedule)});
  return folder_.put_page(name, schedule_page(page));
}

std::optional<std::string> HtmlOutput::finish() {
  return is_asked_for_ ? folder_.put(ReportPart::check, rows_) : std::nullopt;
}

}  // namespace extram
