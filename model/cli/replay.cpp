// `extram replay`: the execution of a schedule file again, step by step.
#include <fmt/format.h>
#include <fmt/ostream.h>

#include "model/cli/replay_lockstep.hpp"
#include "model/cli/replay_once.hpp"
#include "model/cli/verbs.hpp"
#include "model/report/json_trace.hpp"
#include "model/schedule/schedule.hpp"

namespace extram {
namespace {

Exit refuse(const Console& console, std::string_view why, Exit exit = Exit::usage) {
  fmt::print(console.err, "extram replay: {}\n", why);
  return exit;
}

void tell(const Console& console, const ReplayOptions& options, const Schedule& schedule, const Replayed& replayed) {
  const RunResult& result = replayed.result;
  const std::string end = verdict_line(result.verdict, result.oracle, result.message,
                                       options.trace == TraceFormat::text ? console.colour : Colour::off) +
                          replay_line(options.schedule);
  if (options.trace == TraceFormat::json) {
    console.out << json_trace(replayed.trace) << std::flush;
    console.err << end;
    return;
  }
  const TraceView view{.threads = schedule.shape.threads,
                       .colour = console.colour,
                       .plain = options.verbose ? PlainAccesses::shown : PlainAccesses::hidden};
  console.out << text_trace(replayed.trace, view) << end << std::flush;
}

Exit rebase(const Console& console, const std::string& path, Schedule schedule, const Replayed& replayed,
            std::uint64_t now) {
  schedule.fingerprint = now;
  schedule.decisions = replayed.result.decisions;
  schedule.message = replayed.result.message;
  if (const auto why = write(schedule, path)) return refuse(console, *why);
  fmt::print(console.err, "extram replay: written anew: {}\n", path);
  return Exit::good;
}

}  // namespace

Exit replay(const ReplayOptions& options, const Console& console) {
  const ReadSchedule read = read_schedule(options.schedule, options.edited ? Checksum::edited : Checksum::must_match);
  if (!read.schedule) return refuse(console, read.error);
  const Schedule& schedule = *read.schedule;
  const Found found = entry_of(schedule);
  if (found.entry == nullptr) return refuse(console, fmt::format("{}: {}", options.schedule, found.error));

  if (options.lockstep) {
    if (const std::string needs = needs_the_model(schedule); !needs.empty()) return refuse(console, needs);
  }

  const std::uint64_t now = fingerprint(*found.entry, schedule.shape);
  if (now != schedule.fingerprint) {
    fmt::print(console.err, "extram replay: warning: the model has changed since (fingerprint {:016x}, now {:016x})\n",
               schedule.fingerprint, now);
  }
  const Replayed replayed = replay_once(
      {found.entry, schedule.shape, schedule.oracles, schedule.depth, schedule.decisions, options.hang_seconds});
  if (const std::string differs = difference(replayed, schedule.verdict, schedule.oracle); !differs.empty()) {
    return refuse(console, "diverged: " + differs, Exit::diverged);
  }
  if (options.gdb) return debug(options, schedule, console);
  tell(console, options, schedule, replayed);
  if (options.lockstep) {
    if (const Exit real = replay_on_real_threads(options, schedule, replayed, console); real != Exit::good) return real;
  }
  if (!options.rebase.empty()) {
    if (const Exit written = rebase(console, options.rebase, schedule, replayed, now); written != Exit::good) {
      return written;
    }
  }
  return is_bad(schedule.verdict) ? Exit::bad : Exit::good;
}

}  // namespace extram
