#include "model/report/suite_page.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "model/report/html.hpp"
#include "model/report/page_files.hpp"
#include "model/report/result_line.hpp"

namespace extram {

using Json = nlohmann::ordered_json;

std::string text_in(const Json& row, const char* field) {
  const auto it = row.find(field);
  return it == row.end() || !it->is_string() ? std::string() : it->get<std::string>();
}

namespace {

std::uint64_t number_in(const Json& row, const char* field) { return row.value(field, std::uint64_t{0}); }

std::string verdict_of(const Json& row) {
  const std::string oracle = text_in(row, "oracle");
  const std::string verdict = row.at("verdict");
  return oracle.empty() ? verdict : fmt::format("{}({})", verdict, oracle);
}

// Held, or not; of a run that nobody expected anything of: whether it is bad.
enum class Mark : std::uint8_t { not_held, bad, weak, held, good };
struct MarkLook {
  std::string_view text;
  std::string_view tone;
};
constexpr std::array<MarkLook, 5> kMarks{MarkLook{"NOT HELD", "bad"}, MarkLook{"bad", "bad"}, MarkLook{"weak", "open"},
                                         MarkLook{"held", "good"}, MarkLook{"good", "good"}};

Mark mark_of(const Json& row) {
  const std::string expected = text_in(row, "expected");
  if (!expected.empty()) return expected == verdict_of(row) ? Mark::held : Mark::not_held;
  const auto verdict = verdict_named(row.at("verdict").get<std::string>());
  if (!verdict || is_bad(*verdict)) return Mark::bad;
  return *verdict == Verdict::exhausted || *verdict == Verdict::sampled ? Mark::good : Mark::weak;
}

std::string size_of(const Json& row) {
  std::string size = fmt::format("{}x{}", number_in(row, "threads"), number_in(row, "callbacks"));
  for (const char* const field : {"ms", "signals", "faults"}) {
    const std::uint64_t usual = std::string_view(field) == "ms" ? 1 : 0;
    if (number_in(row, field) != usual) size += fmt::format(" {}={}", field, number_in(row, field));
  }
  return size;
}

Json fields_of_run(const Json& row) {
  const Mark mark = mark_of(row);
  const MarkLook& look = kMarks[static_cast<std::size_t>(mark)];
  const auto verdict = verdict_named(row.at("verdict").get<std::string>());
  Json limits = row.value("limits", Json::array());
  const std::size_t count = limits.size();
  return {{"mark", look.text},
          {"tone", look.tone},
          {"scenario", row.at("scenario")},
          {"version", row.at("version")},
          {"variant", text_in(row, "mutant")},
          {"size", size_of(row)},
          {"strategy", row.at("strategy")},
          {"verdict", row.at("verdict")},
          {"verdict_tone", !verdict || is_bad(*verdict) ? "bad" : (mark == Mark::weak ? "open" : "good")},
          {"strength", text_in(row, "strength")},
          {"oracle", text_in(row, "oracle")},
          {"expected", text_in(row, "expected")},
          {"missed", mark == Mark::not_held ? text_in(row, "expected") : std::string()},
          {"message", text_in(row, "message")},
          {"executions", grouped(number_in(row, "executions"))},
          {"blocked", grouped(number_in(row, "blocked"))},
          {"seconds", fmt::format("{:.2f}", row.value("seconds", 0.0))},
          {"page", text_in(row, "page").empty() ? std::string() : file_link(text_in(row, "page"))},
          {"schedule", text_in(row, "schedule")},
          {"limits", std::move(limits)},
          {"limits_count", count == 0 ? std::string() : std::to_string(count)}};
}

}  // namespace

// What needs a look stands first; else in the order in which they were run.
Json run_fields(const ReportRows& check) {
  std::vector<const Json*> rows;
  std::array<std::size_t, kMarks.size()> counts{};
  double seconds = 0.0;
  std::uint64_t executions = 0;
  for (const Json& row : check) {
    rows.push_back(&row);
    ++counts[static_cast<std::size_t>(mark_of(row))];
    seconds += row.value("seconds", 0.0);
    executions += number_in(row, "executions");
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Json* a, const Json* b) {
    const auto rank = [](const Json* row) { return std::min(mark_of(*row), Mark::held); };
    return rank(a) < rank(b);
  });
  Json runs = Json::array();
  for (const Json* row : rows) runs.push_back(fields_of_run(*row));
  const std::size_t wrong = counts[0] + counts[1];
  Json fields{{"any_runs", !check.empty()},
              {"runs", std::move(runs)},
              {"run_count", check.size()},
              {"good_count", counts[3] + counts[4]},
              {"wrong_count", wrong},
              {"weak_count", counts[2]},
              {"any_weak", counts[2] > 0},
              {"tone", wrong > 0 ? "bad" : (counts[2] > 0 ? "open" : "good")},
              {"executions", grouped(executions)},
              {"seconds", fmt::format("{:.1f}", seconds)}};
  std::map<std::string, std::size_t> limits;
  for (const Json& row : check) {
    for (const Json& limit : row.value("limits", Json::array())) ++limits[limit.get<std::string>()];
  }
  for (const auto& [text, count] : limits) fields["all_limits"].push_back({{"text", text}, {"count", count}});
  fields["any_limits"] = !limits.empty();
  return fields;
}

std::string suite_page(const SuiteRows& rows) {
  Json fields = run_fields(rows.check);
  fields.update(coverage_fields(rows.check));
  fields.update(space_fields(rows.coverage));
  fields.update(matrix_fields(rows.mutants));
  fields.update(plot_fields(rows));
  fields["style"] = page_file("index.css");
  fields["script"] = page_file("index.js");
  return rendered("index.mustache", std::move(fields));
}

}  // namespace extram
