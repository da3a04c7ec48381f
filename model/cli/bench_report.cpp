#include "model/cli/bench_report.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ostream.h>

#include "impl/console/interrupt.hpp"
#include "model/explore/child_process.hpp"
#include "model/explore/isolation.hpp"
#include "model/explore/own_bounded.hpp"
#include "model/explore/result_json.hpp"
#include "model/schedule/shape_text.hpp"

namespace extram {

Spread spread_of(std::vector<double> values) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  const double median = values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  return {median, values.front(), values.back(), values.size()};
}

std::string text_of(const Spread& spread) {
  return fmt::format("{:.4g} ({:.4g} to {:.4g})", spread.median, spread.min, spread.max);
}

BenchJson json_of(const Spread& spread) {
  return {{"median", spread.median}, {"min", spread.min}, {"max", spread.max}, {"rounds", spread.rounds}};
}

std::string Bar::text() const { return fmt::format("at {} {:g}", side == Side::at_least ? "least" : "most", value); }

BenchPace slowest_of(const BenchOptions& options) {
  if (options.slow) return BenchPace::slow;
  return options.quick ? BenchPace::quick : BenchPace::usual;
}

BenchReport::BenchReport(const BenchOptions& options, const Console& console)
    : options_(options),
      json_(options.json, console.out),
      text_(options.json == kStandardOutput ? console.err : console.out),
      err_(console.err),
      style_(progress_style()) {}

void BenchReport::heading(std::string_view group, std::string_view text) {
  progress("");
  fmt::print(text_, "{}{}: {}\n", group_.empty() ? "" : "\n", group, text);
  text_.flush();
  group_ = group;
}

void BenchReport::line(std::string_view text) {
  progress("");
  fmt::print(text_, "  {}\n", text);
  text_.flush();
}

void BenchReport::row(std::string_view text, BenchJson json) {
  this->line(text);
  BenchJson whole{{"group", group_}};
  whole.update(json);
  const std::string line = whole.dump(-1, ' ', false, BenchJson::error_handler_t::replace) + "\n";
  json_.add(line);
  lines_ += line;
}

void BenchReport::ratio(std::string_view what, const Spread& spread, const Bar& bar, BenchJson json) {
  json["ratio"] = json_of(spread);
  json["bar"] = bar.text();
  json["met"] = bar.holds(spread.median);
  row(fmt::format("{:<62}  {:>26}  bar: {}, {}", what, text_of(spread), bar.text(),
                  bar.holds(spread.median) ? "met" : "not met"),
      std::move(json));
}

void BenchReport::wrong(std::string_view why) {
  wrong_ = true;
  line(fmt::format("WRONG: {}", why));
}

void BenchReport::progress(std::string_view text) {
  constexpr std::string_view kClearLine = "\r\x1b[K";
  if (style_ == ProgressStyle::terminal) fmt::print(err_, "{}{}", kClearLine, text.substr(0, 79));
  err_.flush();
}

RunRequest BenchReport::request_of(const Asked& asked) const {
  RunRequest request;
  request.entry = Registry::find(asked.scenario, asked.version);
  request.shape = asked.shape;
  request.limits = asked.limits;
  if (asked.strategy.samples()) request.limits.executions_max = 0;
  request.on_progress = [](const Progress&) { return !interrupted(); };
  return request;
}

RunResult BenchReport::search(const Asked& asked) {
  RunRequest request = request_of(asked);
  const std::string title =
      fmt::format("{} {} {} {}", asked.scenario, asked.version, size_text(asked.shape), asked.strategy.text());
  ProgressLine line(err_, style_, title);
  request.on_progress = [&line](const Progress& progress) {
    show(line, progress);
    return !interrupted();
  };
  Isolation isolation;
  isolation.jobs = asked.jobs;
  return run_isolated(request, *asked.strategy.make(), isolation).result;
}

RunResult BenchReport::own_search(const Asked& asked, int context_bound) {
  const RunRequest request = request_of(asked);
  progress(fmt::format("{} {} {} Relacy's own bounded search", asked.scenario, asked.version, size_text(asked.shape)));
  const BenchJson result = apart([&] { return json_of(run_own_bounded(request, context_bound)); });
  if (!result.is_null()) return result_in(result);
  RunResult died;
  died.verdict = Verdict::crash;
  died.message = "the process that ran it died";
  return died;
}

BenchJson BenchReport::apart(const std::function<BenchJson()>& body) {
  ChildProcess child([&](Channel& channel) { (void)channel.send(body()); });
  std::optional<BenchJson> message;
  for (bool is_there = true; is_there && !message && !interrupted();) {
    child.channel().wait(100);
    is_there = child.channel().gather();
    message = child.channel().next();
  }
  if (!message) child.kill();
  (void)child.wait();
  return message ? std::move(*message) : BenchJson();
}

}  // namespace extram
