#include "impl/native/commands.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "impl/native/interrupt.hpp"
#include "impl/native/masks.hpp"
#include "impl/native/progress.hpp"
#include "impl/native/sanitizers.hpp"
#include "impl/world/registry.hpp"

namespace extram::native {
namespace {

using Json = nlohmann::ordered_json;

std::string_view variant_of(const Entry& entry) { return entry.mutant.empty() ? entry.version : entry.mutant; }

Json text_or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }

Json list_row(const Entry& entry) {
  const Shape& shape = entry.info.shape;
  return {{"scenario", entry.info.name},
          {"question", entry.info.question},
          {"version", entry.version},
          {"mutant", text_or_null(entry.mutant)},
          {"wrong", text_or_null(entry.mutant_text)},
          {"threads_min", entry.info.threads_min},
          {"threads", shape.threads},
          {"callbacks", shape.callbacks},
          {"ms", shape.ms},
          {"ps", shape.ps},
          {"stack_kib", shape.stack_kib},
          {"body", kBodies[static_cast<std::size_t>(shape.body)]},
          {"profile", kProfiles[static_cast<std::size_t>(shape.profile)]}};
}

// What a good verdict leaves open, in words.
std::vector<std::string> limits_of_run() {
  std::vector<std::string> limits{"a sample: the schedules that the kernel happened to make"};
  if (!kThreadSanitizer) limits.emplace_back("data races: this program was built without ThreadSanitizer");
  if (DefaultMasks::kNeverMasked != Mask{}) {
    limits.emplace_back("blocking of signals 32 and 33: libc's mask calls leave them open");
  }
  return limits;
}

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

std::string strength_of(const NativeResult& result) { return fmt::format("sampled({})", result.rounds); }

Json deliveries_of(const NativeResult& result) {
  const DeliveriesSplit split = native::split(result.deliveries_at);
  Json sites = Json::object();
  for (const DeliveriesAt& one : result.deliveries_at) sites[one.site] = one.outermost;
  return {{"inside_callbacks", split.inside_callbacks},
          {"between_callbacks", split.between_callbacks},
          {"nested", split.nested},
          {"outermost_at", sites}};
}

Json json_row(const RunCommand& command, const NativeResult& result) {
  rusage children{};
  ::getrusage(RUSAGE_CHILDREN, &children);
  const Entry& entry = *command.entry;
  const Shape& shape = command.shape;
  return {{"scenario", entry.info.name},
          {"version", entry.version},
          {"mutant", text_or_null(entry.mutant)},
          {"world", "native"},
          {"strategy", command.strategy},
          {"threads", shape.threads},
          {"callbacks", shape.callbacks},
          {"ms", shape.ms},
          {"signals", std::max(command.options.signal_rate, command.options.storm_rate)},
          {"faults", command.options.fail_nth},
          {"verdict", name_of(result.verdict)},
          {"strength", strength_of(result)},
          {"oracle", text_or_null(result.oracle == Oracle::none ? "" : name_of(result.oracle))},
          {"message", result.message},
          {"executions", result.rounds},
          {"blocked", 0},
          {"steps", result.callbacks},
          {"decisions_max", 0},
          {"signals_delivered", result.deliveries},
          {"faults_injected", result.faults},
          {"deliveries", deliveries_of(result)},
          {"delays", result.delays},
          {"seconds", result.seconds},
          {"cpu_seconds", seconds_of(children.ru_utime) + seconds_of(children.ru_stime)},
          {"peak_rss_kb", children.ru_maxrss},
          {"seed", command.options.seed},
          {"schedule", nullptr},
          {"expected", nullptr},
          {"limits", limits_of_run()}};
}

std::string storm_text(const RunCommand& command, const NativeResult& result) {
  const DeliveriesSplit split = native::split(result.deliveries_at);
  return fmt::format(
      "  signals: {} inside callbacks, {} between callbacks, {} nested in handlers; {} delays; seed {}\n",
      split.inside_callbacks, split.between_callbacks, split.nested, result.delays, command.options.seed);
}

std::string text_row(const RunCommand& command, const NativeResult& result) {
  std::string verdict(name_of(result.verdict));
  if (result.oracle != Oracle::none) verdict += fmt::format("({})", name_of(result.oracle));
  std::string line = fmt::format("{}  {}  {}x{}  {}  {}  {} callbacks, {} signals  {:.2f} s", command.entry->info.name,
                                 variant_of(*command.entry), command.shape.threads, command.shape.callbacks, verdict,
                                 strength_of(result), result.callbacks, result.deliveries, result.seconds);
  if (!result.message.empty()) line += "  " + result.message;
  return line + "\n" + (command.strategy == "stress" ? storm_text(command, result) : "");
}

void write_json(const RunCommand& command, const NativeResult& result) {
  if (command.json.empty()) return;
  const std::string row = json_row(command, result).dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  if (command.json == "-") {
    fmt::print("{}", row);
    return;
  }
  std::ofstream file(command.json, std::ios::app);
  if (!(file << row).flush()) throw std::runtime_error("cannot write to " + command.json);
}

Exit exit_of(Verdict verdict) {
  if (is_bad(verdict)) return Exit::bad;
  if (verdict == Verdict::truncated) return Exit::truncated;
  if (verdict == Verdict::vacuous) return Exit::vacuous;
  return Exit::good;
}

NativeResult run_and_show(const RunCommand& command) {
  NativeOptions options = command.options;
  options.interrupted = &interrupted;
  ProgressLine line(stderr, progress_style(),
                    fmt::format("{} {}", command.entry->info.name, variant_of(*command.entry)), options.seconds_max);
  options.on_progress = [&line](const NativeProgress& progress) { line.show(progress); };
  return run_native(*command.entry, command.shape, options);
}

}  // namespace

void list_scenarios(ListFormat format) {
  if (format == ListFormat::json) {
    Json rows = Json::array();
    for (const Entry& entry : Registry::entries()) rows.push_back(list_row(entry));
    fmt::print("{}\n", Json{{"world", "native"}, {"scenarios", rows}}.dump(2));
    return;
  }
  std::string_view scenario;
  for (const Entry& entry : Registry::entries()) {
    if (entry.info.name != scenario) fmt::print("{}: {}\n", entry.info.name, entry.info.question);
    scenario = entry.info.name;
    fmt::print("  {:<28}{}\n", variant_of(entry), entry.mutant_text);
  }
}

Exit run_scenario(const RunCommand& command) {
  const NativeResult result = run_and_show(command);
  write_json(command, result);
  std::FILE* const people = command.json == "-" ? stderr : stdout;
  fmt::print(people, "{}", text_row(command, result));
  if (is_bad(result.verdict) && !result.output.empty()) fmt::print(stderr, "{}", result.output);
  return exit_of(result.verdict);
}

}  // namespace extram::native
