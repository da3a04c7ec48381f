#include "impl/native/result_row.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "impl/native/tsan_limits.hpp"

namespace extram::native {
namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }

std::string text_of(Answer answer) {
  std::string text(name_of(answer.verdict));
  if (answer.oracle != Oracle::none) text += fmt::format("({})", name_of(answer.oracle));
  return text;
}

// What a good verdict leaves open, in words.
std::vector<std::string> limits_of_run() {
  std::vector<std::string> limits{"a sample: the schedules that the kernel happened to make"};
  if (kThreadSanitizer) {
    limits.insert(limits.end(), kLimitsOfThreadSanitizer.begin(), kLimitsOfThreadSanitizer.end());
  } else {
    limits.emplace_back("data races: this program was built without ThreadSanitizer");
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

Json as_json(const RunCommand& command, const NativeResult& result) {
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
          {"fault", text_or_null(info_of(command.options.fault).name)},
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
          {"waits", result.waits},
          {"violations_counted", result.counted},
          {"deliveries", deliveries_of(result)},
          {"delays", result.delays},
          {"seconds", result.seconds},
          {"cpu_seconds", seconds_of(children.ru_utime) + seconds_of(children.ru_stime)},
          {"peak_rss_kb", children.ru_maxrss},
          {"seed", command.options.seed},
          {"schedule", nullptr},
          {"expected", command.expected ? Json(text_of(*command.expected)) : Json(nullptr)},
          {"limits", limits_of_run()}};
}

std::string storm_text(const RunCommand& command, const NativeResult& result) {
  const DeliveriesSplit split = native::split(result.deliveries_at);
  return fmt::format(
      "  signals: {} inside callbacks, {} between callbacks, {} nested in handlers; {} delays; seed {}\n",
      split.inside_callbacks, split.between_callbacks, split.nested, result.delays, command.options.seed);
}

std::string fault_row(const RunCommand& command, const NativeResult& result) {
  const Answer answer{result.verdict, result.oracle};
  std::string held;
  if (command.expected) held = *command.expected == answer ? "held    " : "FAILED  ";
  // Of runs that end the process, nobody knows how many callbacks they came to.
  const bool ends = info_of(command.options.fault).exit_code != 0;
  const std::string amount = ends ? "" : fmt::format(", {} callbacks, {} signals", result.callbacks, result.deliveries);
  std::string line = fmt::format("{}{:<13}  {:<8}  {}x{}  {:<14}  {} faults{}  {:.2f} s", held,
                                 info_of(command.options.fault).name, variant_of(*command.entry), command.shape.threads,
                                 command.shape.callbacks, text_of(answer), result.faults, amount, result.seconds);
  if (result.waits > 0) line += fmt::format("  {} children wait for the list", result.waits);
  if (command.expected && *command.expected != answer) {
    line += fmt::format("  {} is expected", text_of(*command.expected));
  }
  if (!result.message.empty()) line += "  " + result.message;
  return line + "\n";
}

}  // namespace

std::string_view variant_of(const Entry& entry) { return entry.mutant.empty() ? entry.version : entry.mutant; }

std::string text_row(const RunCommand& command, const NativeResult& result) {
  if (command.options.fault != Fault::none) return fault_row(command, result);
  std::string line = fmt::format("{}  {}  {}x{}  {}  {}  {} callbacks, {} signals  {:.2f} s", command.entry->info.name,
                                 variant_of(*command.entry), command.shape.threads, command.shape.callbacks,
                                 text_of({result.verdict, result.oracle}), strength_of(result), result.callbacks,
                                 result.deliveries, result.seconds);
  if (!result.message.empty()) line += "  " + result.message;
  return line + "\n" + (command.strategy == "stress" ? storm_text(command, result) : "");
}

std::string json_row(const RunCommand& command, const NativeResult& result) {
  return as_json(command, result).dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace extram::native
