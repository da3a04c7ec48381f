// `extram replay`: the execution of a schedule file again, step by step.
#include <fmt/format.h>
#include <fmt/ostream.h>

#include "model/cli/replay_lockstep.hpp"
#include "model/cli/replay_once.hpp"
#include "model/cli/trace_output.hpp"
#include "model/cli/verbs.hpp"
#include "model/schedule/atomic_file.hpp"
#include "model/schedule/schedule.hpp"

namespace extram {
namespace {

// Standard output is the trace's where it is for a program; a person reads the verdict beside it.
Exit tell(const Console& console, const ReplayOptions& options, const Schedule& schedule, const Entry& entry,
          const Replayed& replayed) {
  const RunResult& result = replayed.result;
  const bool is_text = options.trace == TraceFormat::text;
  const bool is_file = !options.output.empty();
  const TraceView view{.threads = schedule.shape.threads,
                       .width = is_file ? kUsualWidth : console.width,
                       .colour = is_file ? Colour::off : console.colour,
                       .plain = options.verbose ? PlainAccesses::shown : PlainAccesses::hidden};
  const std::string trace =
      trace_as(options.trace, {entry, schedule, options.schedule, replayed.trace, result.message}, view);
  if (is_file) {
    if (const auto why = write_atomically(options.output, trace)) return refuse(console, *why, Exit::harness);
  } else {
    console.out << trace << std::flush;
  }
  std::ostream& said = is_text || is_file ? console.out : console.err;
  const Colour colour = is_text || is_file ? console.colour : Colour::off;
  said << verdict_line(result.verdict, result.oracle, result.message, colour) << replay_line(options.schedule);
  if (is_file) fmt::print(said, " trace:    {}\n", options.output);
  said << std::flush;
  return Exit::good;
}

Exit rebase(const Console& console, const std::string& path, Schedule schedule, const Replayed& replayed,
            std::uint64_t now) {
  schedule.fingerprint = now;
  schedule.decisions = replayed.result.decisions;
  schedule.message = replayed.result.message;
  if (const auto why = write(schedule, path)) return refuse(console, *why, Exit::harness);
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

  for (const std::string& path : {options.output, options.rebase}) {
    const auto why = path.empty() ? std::nullopt : why_not_writable(path);
    if (why) return refuse(console, *why);
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
  if (const Exit told = tell(console, options, schedule, *found.entry, replayed); told != Exit::good) return told;
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
