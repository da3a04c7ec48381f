#include "model/cli/replay_lockstep.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <nlohmann/json.hpp>

#include "model/cli/lockstep_program.hpp"
#include "model/report/result_line.hpp"

namespace extram {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct ShownStep {
  std::string_view kind;
  int thread;
  int depth;
  std::string site;
  friend bool operator==(const ShownStep&, const ShownStep&) = default;
};

// The steps of the model that real threads have as well; plain accesses belong to the step before.
std::vector<ShownStep> steps_of(const Trace& trace) {
  std::vector<ShownStep> steps;
  for (const Event& event : trace) {
    switch (event.kind) {
      case EventKind::step:
        steps.push_back({"step", event.thread, event.depth, event.site});
        break;
      case EventKind::local:
        steps.push_back({"local", event.thread, event.depth, event.site});
        break;
      case EventKind::signal:
        steps.push_back({"signal", event.thread, event.depth, event.site});
        break;
      case EventKind::handled:
        steps.push_back({"handled", event.thread, event.depth, event.site});
        break;
      case EventKind::fault:
        steps.push_back({"fault", event.thread, event.depth, event.site});
        break;
      case EventKind::data:
      case EventKind::waits:
      case EventKind::failure:
      case EventKind::setup:
        break;
    }
  }
  return steps;
}

std::vector<ShownStep> steps_of(const Json& answer) {
  std::vector<ShownStep> steps;
  for (const Json& row : answer.at("steps")) {
    const std::string& kind = row.at(0).get_ref<const std::string&>();
    steps.push_back({kind, row.at(1), row.at(2), row.at(3)});
  }
  return steps;
}

std::string describe(const ShownStep& step) {
  return fmt::format("thread {} at {}{}", step.thread, step.site, step.depth > 0 ? " in its handler" : "");
}

// Where the two part, in words; empty: nowhere.
std::string difference(const Schedule& schedule, const Trace& trace, const Json& answer) {
  const std::string verdict = answer.at("verdict");
  const std::string oracle = answer.at("oracle");
  if (verdict == name_of(Verdict::diverged)) return answer.at("message");
  const std::vector<ShownStep> model = steps_of(trace);
  const std::vector<ShownStep> real = steps_of(answer);
  for (std::size_t i = 0; i < std::min(model.size(), real.size()); ++i) {
    if (model[i] == real[i]) continue;
    return fmt::format("at the {}. step the model has {}, on real threads there is {}", i + 1, describe(model[i]),
                       describe(real[i]));
  }
  const bool good = !is_bad(schedule.verdict) && verdict == name_of(Verdict::sampled);
  const bool bad = verdict == name_of(schedule.verdict) && oracle == name_of(schedule.oracle);
  if (!good && !bad) {
    return fmt::format("the schedule says {}, on real threads it ends with {}{}: {}",
                       verdict_text(schedule.verdict, schedule.oracle), verdict,
                       oracle == "none" ? "" : "(" + oracle + ")", answer.at("message").get<std::string>());
  }
  if (answer.at("steps_are_all") && model.size() != real.size()) {
    return fmt::format("the model takes {} steps, real threads take {}", model.size(), real.size());
  }
  return {};
}

Exit diverged(const Console& console, std::string_view how) {
  fmt::print(console.err, "extram replay: diverged on real threads: {}\n", how);
  return Exit::diverged;
}

constexpr std::string_view kRaceReport = "WARNING: ThreadSanitizer";

}  // namespace

std::string needs_the_model(const Schedule& schedule) {
  if (schedule.shape.faults > 0 && schedule.shape.fault_kinds != FaultKinds(FaultKind::call)) {
    return fmt::format("faults of the kinds {} are the model's alone: replay it with --world relacy",
                       text_of(schedule.shape.fault_kinds));
  }
  for (std::size_t i = 0; i < schedule.decisions.size(); ++i) {
    const RecordedDecision& d = schedule.decisions[i];
    if (d.kind != DecisionKind::stale_load || d.index == 0) continue;
    return fmt::format(
        "step {}: thread {} reads an older value at {} (stale_load {}/{}), which only the memory model has: replay it "
        "with --world relacy, or look whether `extram minimise` finds a failure without",
        i, d.thread, d.site, d.index, d.arity);
  }
  return {};
}

std::string difference_on_real_threads(const ReplayOptions& options, const Schedule& schedule,
                                       const Replayed& replayed) {
  const fs::path program = lockstep_program({options.native, options.tsan});
  const Json answer = ask_lockstep(program, lockstep_request(schedule, options.hang_seconds));
  if (options.tsan && answer.at("limits").empty()) throw std::invalid_argument("not built with ThreadSanitizer");
  std::string how = difference(schedule, replayed.trace, answer);
  const bool reported = answer.at("output").get<std::string>().find(kRaceReport) != std::string::npos;
  if (how.empty() && options.tsan && !reported) how = "ThreadSanitizer does not report the race";
  return how;
}

Exit replay_on_real_threads(const ReplayOptions& options, const Schedule& schedule, const Replayed& replayed,
                            const Console& console) {
  Json answer;
  try {
    const fs::path program = lockstep_program({options.native, options.tsan});
    answer = ask_lockstep(program, lockstep_request(schedule, options.hang_seconds));
    if (options.tsan && answer.at("limits").empty()) {
      throw std::invalid_argument(program.string() + " is not built with ThreadSanitizer: take the preset tsan-gcc");
    }
  } catch (const std::invalid_argument& error) {
    fmt::print(console.err, "extram replay: {}\n", error.what());
    return Exit::usage;
  }
  if (const std::string how = difference(schedule, replayed.trace, answer); !how.empty()) return diverged(console, how);
  const std::string output = answer.at("output");
  const bool is_for_people = options.trace == TraceFormat::text || !options.output.empty();
  std::ostream& out = is_for_people ? console.out : console.err;
  if (options.tsan) {
    fmt::print(console.err, "extram replay: in a build with ThreadSanitizer, so not covered: {}\n",
               fmt::join(answer.at("limits").get<std::vector<std::string>>(), "; "));
    fmt::print(out, "{}", output);
    if (schedule.verdict == Verdict::data_race && output.find(kRaceReport) == std::string::npos) {
      return diverged(console, "ThreadSanitizer does not report the race");
    }
  }
  fmt::print(out, " on real threads: the same {} steps and {} switches, the same end{}\n", answer.at("steps").size(),
             answer.at("switches").get<std::uint64_t>(),
             options.tsan ? (output.find(kRaceReport) == std::string::npos ? "; ThreadSanitizer is silent"
                                                                           : "; ThreadSanitizer reports it too")
                          : "");
  return Exit::good;
}

Exit debug(const ReplayOptions& options, const Schedule& schedule, const Console& console) {
  try {
    std::string program = lockstep_program({options.native, options.tsan}).string();
    const MemoryFile request;
    request.write(lockstep_request(schedule, 1e6));  // somebody looks at it for as long as he likes
    std::vector<std::string> words{program, "--debugger", std::to_string(request.number()), "gdb", "-q"};
    for (const char* command :
         {"set confirm off", "set breakpoint pending on", "handle SIGUSR1 SIGUSR2 SIGCHLD nostop noprint pass",
          "break extram_run_ends", "run", "info threads", "backtrace 40", "call (void)extram_lockstep_where()"}) {
      words.insert(words.end(), {"-ex", command});
    }
    words.emplace_back("--args");
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    console.out << std::flush;
    ::execv(program.c_str(), arguments.data());
    throw std::system_error(errno, std::generic_category(), "cannot start " + program);
  } catch (const std::invalid_argument& error) {
    fmt::print(console.err, "extram replay: {}\n", error.what());
    return Exit::usage;
  }
}

}  // namespace extram
