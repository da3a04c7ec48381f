// Which search kills which mutant, after how many executions; and what scales how.
#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "model/report/plot.hpp"
#include "model/report/result_line.hpp"
#include "model/report/suite_page.hpp"

namespace extram {
namespace {

using Json = nlohmann::ordered_json;

std::vector<std::string> columns_of(const ReportRows& mutants) {
  std::vector<std::string> columns;
  for (const Json& row : mutants) {
    for (const auto& [name, kill] : row.at("kills").items()) {
      if (std::find(columns.begin(), columns.end(), name) == columns.end()) columns.push_back(name);
    }
  }
  return columns;
}

// The more executions it takes, the paler: 1 to 10, to 100, and so on.
Json cell_of(const Json& row, const std::string& column) {
  const Json& kills = row.at("kills");
  if (const auto it = kills.find(column); it != kills.end() && !it->is_null()) {
    const auto executions = it->get<std::uint64_t>();
    const int decade =
        std::min(5, static_cast<int>(std::log10(std::max<double>(1.0, static_cast<double>(executions)))));
    return {{"text", grouped(executions)}, {"look", fmt::format("kill-{}", decade)}, {"told", "killed"}};
  }
  const Json not_tried = row.value("not_tried", Json::object());
  if (not_tried.contains(column)) return {{"text", "n/a"}, {"look", "none"}, {"told", not_tried.at(column)}};
  const bool survived = kills.contains(column);
  return {{"text", survived ? "–" : ""}, {"look", "none"}, {"told", survived ? "not killed" : "not tried"}};
}

std::string_view tone_of(const std::string& fate) {
  if (fate == "killed") return "good";
  return fate == "equivalent" ? "faint" : "open";
}

}  // namespace

Json matrix_fields(const ReportRows& mutants) {
  const std::vector<std::string> columns = columns_of(mutants);
  std::map<std::string, std::size_t> fates;
  Json rows = Json::array();
  for (const Json& row : mutants) {
    const std::string fate = row.at("fate");
    ++fates[fate];
    Json cells = Json::array();
    for (const std::string& column : columns) cells.push_back(cell_of(row, column));
    rows.push_back({{"mutant", row.at("mutant")},
                    {"version", row.at("version")},
                    {"wrong", text_in(row, "wrong")},
                    {"fate", fate},
                    {"tone", tone_of(fate)},
                    {"oracle", text_in(row, "oracle")},
                    {"verdict", fate == "killed" ? text_in(row, "verdict") : ""},
                    {"scenario", text_in(row, "scenario")},
                    {"reason", text_in(row, "reason")},
                    {"cells", std::move(cells)}});
  }
  Json power = Json::array();
  for (const std::string& column : columns) {
    const auto kills = std::count_if(mutants.begin(), mutants.end(), [&](const Json& row) {
      return row.at("kills").contains(column) && !row.at("kills").at(column).is_null();
    });
    power.push_back({{"name", column}, {"kills", kills}});
  }
  return {{"any_mutants", !mutants.empty()}, {"mutants", std::move(rows)},    {"mutant_count", mutants.size()},
          {"killed", fates["killed"]},       {"survived", fates["survived"]}, {"equivalent", fates["equivalent"]},
          {"columns", std::move(power)}};
}

namespace {

// Executions to a whole search by the number of threads, where the rows differ in nothing else.
LinePlot searches_by_threads(const ReportRows& check) {
  LinePlot plot{"Executions of a whole search", "threads", "executions", Scale::logarithmic, {}};
  std::map<std::string, std::map<double, double>> series;
  for (const Json& row : check) {
    if (row.at("verdict") != "exhausted") continue;
    std::string name = fmt::format(
        "{} {}, {} callback{}", row.at("scenario").get<std::string>(),
        row.at("mutant").is_null() ? row.at("version").get<std::string>() : row.at("mutant").get<std::string>(),
        row.at("callbacks").get<int>(), row.at("callbacks") == 1 ? "" : "s");
    for (const char* const field : {"signal", "fault"}) {
      const int count = row.at(std::string(field) + "s").get<int>();
      if (count != 0) name += fmt::format(", {} {}{}", count, field, count == 1 ? "" : "s");
    }
    name += fmt::format(", {} {}", row.at("strategy").get<std::string>(), text_in(row, "strength"));
    double& executions = series[name][row.at("threads").get<double>()];
    executions = std::max(executions, row.at("executions").get<double>());
  }
  constexpr std::size_t kSeriesMax = 12;
  std::erase_if(series, [](const auto& one) { return one.second.size() < 2; });
  if (series.size() > kSeriesMax) plot.title += fmt::format(" (the first {} of {})", kSeriesMax, series.size());
  for (const auto& [name, points] : series) {
    if (plot.series.size() == kSeriesMax) break;
    plot.series.push_back({name, {}});
    for (const auto& [x, y] : points) plot.series.back().points.push_back({x, y});
  }
  return plot;
}

// What each reduction is worth, as `bench exhausted` measures it; sizes in its order.
LinePlot searches_by_reduction(const ReportRows& bench) {
  LinePlot plot{"Executions by reductions (callback go_1_16)", "threads", "executions", Scale::logarithmic, {}};
  std::map<std::string, std::map<double, double>> series;
  for (const Json& row : bench) {
    if (row.value("group", "") != "exhausted" || row.value("verdict", "") != "exhausted") continue;
    if (row.value("scenario", "") != "callback" || row.value("callbacks", 0) != 1) continue;
    std::string off;
    for (const char* const one : {"symmetry", "locks", "merging"}) {
      if (!row.value(one, true)) off += fmt::format("{}{}", off.empty() ? "without " : ", ", one);
    }
    series[off.empty() ? "all" : off][row.at("threads").get<double>()] = row.at("executions").get<double>();
  }
  for (const auto& [name, points] : series) {
    plot.series.push_back({name, {}});
    for (const auto& [x, y] : points) plot.series.back().points.push_back({x, y});
  }
  return plot;
}

LinePlot callbacks_by_threads(const ReportRows& bench) {
  LinePlot plot{
      "Callbacks a second on one list, real threads (go_1_16)", "threads", "times one thread's", Scale::linear, {}};
  PlotSeries least{"least", {}}, median{"median", {}}, most{"most", {}};
  for (const Json& row : bench) {
    if (row.value("row", "") != "contention") continue;
    const double threads = row.at("threads").get<double>();
    least.points.push_back({threads, row.at("min").get<double>()});
    median.points.push_back({threads, row.at("ratio").get<double>()});
    most.points.push_back({threads, row.at("max").get<double>()});
  }
  plot.series = {median, least, most};
  return plot;
}

Json ratio_rows(const ReportRows& bench) {
  Json rows = Json::array();
  for (const Json& row : bench) {
    const auto ratio = row.find("ratio");
    if (ratio == row.end()) continue;
    const bool nested = ratio->is_object();
    const auto value = [&](const char* inside, const char* outside) {
      return nested ? ratio->at(inside).get<double>() : row.at(outside).get<double>();
    };
    std::string what = row.value("what", row.value("row", row.value("scenario", "")));
    if (row.contains("threads")) what += fmt::format(" {} threads", row.at("threads").get<int>());
    std::string bar = row.contains("bar") ? row.at("bar").get<std::string>() : std::string();
    if (row.contains("at_most")) bar = fmt::format("at most {:g}", row.at("at_most").get<double>());
    rows.push_back({{"group", row.value("group", "")},
                    {"what", what},
                    {"median", fmt::format("{:.3g}", value("median", "ratio"))},
                    {"min", fmt::format("{:.3g}", value("min", "min"))},
                    {"max", fmt::format("{:.3g}", value("max", "max"))},
                    {"bar", bar},
                    {"met", bar.empty() ? "" : (row.value("met", true) ? "met" : "not met")},
                    {"tone", row.value("met", true) ? "good" : "open"}});
  }
  return rows;
}

}  // namespace

Json plot_fields(const SuiteRows& rows) {
  Json plots = Json::array();
  for (const LinePlot& plot :
       {searches_by_threads(rows.check), searches_by_reduction(rows.bench), callbacks_by_threads(rows.bench)}) {
    if (std::string svg = drawn(plot); !svg.empty()) plots.push_back({{"svg", std::move(svg)}});
  }
  Json ratios = ratio_rows(rows.bench);
  return {{"any_scaling", !plots.empty() || !ratios.empty()},
          {"plots", std::move(plots)},
          {"any_ratios", !ratios.empty()},
          {"ratios", std::move(ratios)}};
}

}  // namespace extram
