#include "model/report/github.hpp"

#include <string_view>

#include <fmt/format.h>

#include "model/report/text_trace.hpp"

namespace extram {
namespace {

std::string escaped_for(std::string_view text, std::string_view escaped) {
  std::string safe;
  for (const char c : text) {
    safe += escaped.find(c) == std::string_view::npos
                ? std::string(1, c)
                : fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return safe;
}

std::string data_text(std::string_view text) { return escaped_for(text, "%\r\n"); }
std::string property_text(std::string_view text) { return escaped_for(text, "%\r\n:,"); }

// As text of a table's cell: nothing in it ends the cell or is taken for markup.
std::string cell(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      safe += ' ';
    } else if (c == '<') {
      safe += "&lt;";
    } else if (c == '&') {
      safe += "&amp;";
    } else {
      if (std::string_view("\\|`*_[]~").find(c) != std::string_view::npos) safe += '\\';
      safe += c;
    }
  }
  return safe;
}

std::string_view name_of(CiFate fate) {
  return fate == CiFate::passed ? "passed" : fate == CiFate::failed ? "**failed**" : "**not settled**";
}

}  // namespace

std::string github_annotation(const CiRun& run) {
  if (fate_of(run) == CiFate::passed) return {};
  std::string where;
  if (const FailingStep step = failing_step(run); step.place) {
    where = fmt::format("file={},line={},", property_text(step.place->path), step.place->line);
  }
  std::string text = what_of(run);
  if (run.report.schedule) text += "\n" + replay_line(*run.report.schedule);
  while (text.ends_with('\n')) text.pop_back();
  return fmt::format("::error {}title={}::{}\n", where,
                     property_text(fmt::format("{} {}", run.report.entry->info.name, run_name(run.report))),
                     data_text(text));
}

std::string github_table(const std::vector<CiRun>& runs, std::size_t not_run) {
  std::size_t passed = 0;
  std::string rows;
  for (const CiRun& run : runs) {
    const Report& report = run.report;
    const CiFate fate = fate_of(run);
    passed += fate == CiFate::passed ? 1U : 0U;
    const std::string expected =
        report.expected ? verdict_text(report.expected->verdict, report.expected->oracle) : std::string();
    const std::string replay = report.schedule ? "extram replay " + path_for_shell(*report.schedule) : std::string();
    rows += fmt::format("| {} | {} | {} | {} | {} | {} | {} | {:.2f} | {} |\n", name_of(fate),
                        cell(report.entry->info.name), cell(run_name(report)), cell(what_of(run)), cell(expected),
                        cell(report.result.strength), grouped(report.result.counts.executions), report.result.seconds,
                        cell(replay));
  }
  std::string text = fmt::format("### extram check: {} of {} runs passed\n\n", passed, runs.size() + not_run);
  text +=
      "| | scenario | run | verdict | expected | strength | executions | s | replay |\n"
      "|---|---|---|---|---|---|--:|--:|---|\n" +
      rows;
  if (not_run > 0) text += fmt::format("\n{} planned runs were not come to.\n", not_run);
  return text + "\n";
}

}  // namespace extram
