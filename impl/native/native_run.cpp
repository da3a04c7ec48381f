// The parent's side of run_native: starts the child, waits, and makes a verdict of what is left.
#include "impl/native/native_run.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <thread>

#include "impl/native/child.hpp"
#include "impl/native/race_report.hpp"
#include "impl/native/report_page.hpp"
#include "impl/native/shared_memory.hpp"
#include "impl/native/start_child.hpp"

namespace extram::native {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

// A child looks for hangs of its threads itself, and can say more about them. This is for when it is stuck altogether.
constexpr double kGraceSeconds = 5;
constexpr std::size_t kOutputMax = 64 * 1024;
constexpr int kThreadSanitizerExit = 66;
constexpr std::string_view kSummary = "SUMMARY: ";  // how the sanitizers begin their last line

struct Ended {
  int status = 0;
  bool killed = false;  // by us: it made no progress
};

std::uint64_t callbacks_of(std::uint64_t rounds, const Shape& shape) {
  return rounds * static_cast<std::uint64_t>(shape.threads) * static_cast<std::uint64_t>(shape.callbacks);
}

// What the parent does while it waits: shows how far the run has come, and hears that it shall end.
class Attendance {
 public:
  Attendance(const NativeOptions& options, ReportPage& page, Clock::time_point start)
      : options_(options), page_(page), start_(start) {}
  void attend() const {
    if (options_.interrupted != nullptr && options_.interrupted()) page_.stop = true;
    if (!options_.on_progress) return;
    options_.on_progress({.rounds = page_.rounds,
                          .callbacks = callbacks_of(page_.rounds, page_.parameters.shape),
                          .deliveries = page_.deliveries,
                          .seconds = Seconds(Clock::now() - start_).count()});
  }

 private:
  const NativeOptions& options_;
  ReportPage& page_;
  Clock::time_point start_;
};

// Waits for the child, and kills it when no round ends for too long.
Ended wait_for(pid_t child, const ReportPage& page, const Attendance& attendance) {
  const double patience = page.parameters.hang_seconds + kGraceSeconds;
  std::uint64_t rounds = page.rounds;
  auto progress = Clock::now();
  Ended ended;
  for (auto nap = std::chrono::microseconds(200);; nap = std::min(nap * 2, std::chrono::microseconds(5000))) {
    const pid_t found = ::waitpid(child, &ended.status, WNOHANG);
    if (found == child) return ended;
    if (found < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "waitpid");
    attendance.attend();
    if (page.rounds != rounds) {
      rounds = page.rounds;
      progress = Clock::now();
    }
    if (!ended.killed && Seconds(Clock::now() - progress).count() > patience) {
      ::kill(child, SIGKILL);
      ended.killed = true;
    }
    std::this_thread::sleep_for(nap);
  }
}

std::string read_all(const Descriptor& file) {
  std::string text(kOutputMax, '\0');
  const ssize_t size = ::pread(file.number(), text.data(), text.size(), 0);
  text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return text;
}

void judge_record(const Record& record, NativeResult& result) {
  result.thread = record.thread;
  switch (record.ending) {
    case Ending::failed:
      result.verdict = record.verdict;
      result.oracle = record.oracle;
      result.message = record.text.view();
      return;
    case Ending::exited:
      result.exit_code = record.exit_code;
      if (record.exit_expected) {
        ++result.rounds;
        return;
      }
      result.verdict = Verdict::violation;
      result.oracle = Oracle::user;
      result.message = "the process was ended with code " + std::to_string(record.exit_code) + ": " +
                       line_after(record.text.view(), kSummary);
      return;
    case Ending::unusable:
      throw std::runtime_error(std::string(record.text.view()));
    case Ending::finished:
    case Ending::none:
      return;
  }
}

void judge_race(NativeResult& result) {
  result.verdict = Verdict::data_race;
  result.oracle = Oracle::I20;
  result.message = describe_race(result.output);
  if (result.message.empty()) result.message = line_after(result.output, kSummary);
}

void judge_silence(const Ended& ended, NativeResult& result) {
  if (ended.killed) {
    result.verdict = Verdict::hang;
    result.message = "the process was stuck";
  } else if (WIFSIGNALED(ended.status)) {
    result.verdict = Verdict::crash;
    result.message = std::string("SIG") + ::sigabbrev_np(WTERMSIG(ended.status));
    if (!result.output.empty()) result.message += ": " + line_after(result.output, kSummary);
  } else if (result.output.find("FATAL: ThreadSanitizer") != std::string::npos) {
    throw std::runtime_error(line_after(result.output, "FATAL: "));
  } else if (WEXITSTATUS(ended.status) == kThreadSanitizerExit && has_race(result.output)) {
    judge_race(result);
  } else {
    result.verdict = Verdict::crash;
    result.message = "the process ended with code " + std::to_string(WEXITSTATUS(ended.status)) + " and no word";
    if (!result.output.empty()) result.message += ": " + line_after(result.output, kSummary);
  }
}

// One child. Good news leaves the verdict `sampled`.
void run_child(const PageFile& file, int script, const Attendance& attendance, NativeResult& result) {
  ReportPage& page = *file;
  const Descriptor output("extram-stderr");
  result.exit_code.reset();
  const Ended ended = wait_for(start_child(file.memory(), output, script), page, attendance);
  result.output = read_all(output);
  result.rounds = page.rounds;
  result.verdict = Verdict::sampled;
  const bool complete = page.state == ReportPage::State::complete;
  const bool good_end = WIFEXITED(ended.status) && WEXITSTATUS(ended.status) == 0;
  if (complete && (page.record.ending != Ending::finished || good_end)) {
    judge_record(page.record, result);
  } else {
    judge_silence(ended, result);
  }
  page.rounds = result.rounds;
}

// Other kinds of faults than calls that fail are the models' alone.
bool asks_for_failures(const Shape& shape) { return shape.faults > 0 && shape.fault_kinds.contains(FaultKind::call); }

void judge_amount(const Shape& shape, const NativeOptions& options, NativeResult& result) {
  if (result.verdict != Verdict::sampled) return;
  if (options.interrupted != nullptr && options.interrupted() && result.rounds < options.rounds) {
    result.verdict = Verdict::truncated;
    result.message = "interrupted";
    return;
  }
  if (result.counted > 0) {
    result.verdict = Verdict::violation;
    result.message += " (" + std::to_string(result.counted) + " times)";
    if (info_of(options.fault).each && result.counted != result.faults) {
      result.oracle = Oracle::user;
      result.message += ", and the fault has struck " + std::to_string(result.faults) + " times";
    }
    return;
  }
  const bool has_script = options.script >= 0;  // it says what is delivered and what fails
  if (result.rounds == 0) {
    result.verdict = Verdict::vacuous;
    result.message = "no round was run";
  } else if (!has_script && options.fault == Fault::none &&
             (options.signal_rate > 0 || options.storm_rate > 0 || shape.signals > 0) && result.deliveries == 0) {
    result.verdict = Verdict::vacuous;
    result.message = "signals were asked for and none was delivered";
  } else if (!has_script && (options.fail_nth > 0 || asks_for_failures(shape) || options.fault != Fault::none) &&
             result.faults == 0) {
    result.verdict = Verdict::vacuous;
    result.message = options.fault == Fault::none ? "a failure was asked for and no call was made to fail"
                                                  : "the fault that was asked for never struck";
  } else if (options.rounds != kUntilTimeIsOver && result.rounds < options.rounds) {
    result.verdict = Verdict::truncated;
    result.message = "the time was over before all rounds were run";
  }
}

}  // namespace

NativeResult run_native(const Entry& entry, const Shape& shape, const NativeOptions& options) {
  const auto start = Clock::now();
  const auto seconds = [&] { return Seconds(Clock::now() - start).count(); };
  const PageFile page(entry, shape, options);
  const Attendance attendance(options, *page, start);

  NativeResult result;
  result.verdict = Verdict::sampled;
  // An exit that the scenario expects ends the child, not the run.
  while (result.verdict == Verdict::sampled && result.rounds < options.rounds && seconds() < options.seconds_max &&
         !page->stop) {
    page->state = ReportPage::State::empty;
    page->parameters.seconds_max = options.seconds_max - seconds();
    run_child(page, options.script, attendance, result);
  }
  result.deliveries = page->deliveries;
  result.deliveries_at = read_deliveries(*page);
  result.delays = page->delays;
  result.faults = page->faults;
  result.waits = page->waits;
  result.counted = page->counted;
  if (result.counted > 0 && result.verdict == Verdict::sampled) {
    result.oracle = page->counted_oracle;
    result.message = page->counted_text.view();
  }
  result.callbacks = callbacks_of(result.rounds, shape);
  judge_amount(shape, options, result);
  result.seconds = seconds();
  return result;
}

}  // namespace extram::native
