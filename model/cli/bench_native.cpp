// What is measured on real threads: a callback against its system calls (a program of its own, extram-native-bench,
// whose rows stand here as they are), and what a step costs that a schedule moves.
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <semaphore>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "impl/console/interrupt.hpp"
#include "model/cli/bench_report.hpp"
#include "model/cli/lockstep_program.hpp"
#include "model/report/result_line.hpp"
#include "model/schedule/shape_text.hpp"

namespace extram {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr const char* kNativeBench = "extram-native-bench";
constexpr int kHandOvers = 2'000;

// What the program prints, line by line, and whether it ends well.
std::string output_of(std::vector<std::string> words, const MemoryFile& json, bool& went_well) {
  const MemoryFile out;
  words.push_back("--json");
  words.push_back(fmt::format("/dev/fd/{}", json.number()));
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, out.number(), STDOUT_FILENO);
  pid_t child = 0;
  const int error = ::posix_spawn(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  int status = 0;
  while (error == 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  went_well = error == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  return error == 0 ? out.read() : std::string();
}

struct Followed {
  double seconds = 0.0;
  double steps = 0.0;
  double switches = 0.0;
};

// One execution of the model, drawn at random, on real threads.
Followed follow(BenchReport& report, const fs::path& program, const Shape& shape, std::uint64_t seed) {
  const RunResult drawn = report.search({.scenario = "callback",
                                         .version = "go_1_16",
                                         .shape = shape,
                                         .strategy = {.name = "random", .seed = seed},
                                         .limits = {.executions_max = 1}});
  Schedule schedule;
  schedule.scenario = "callback";
  schedule.version = "go_1_16";
  schedule.shape = shape;
  schedule.decisions = drawn.decisions;
  constexpr double kPatience = 10;
  const BenchJson answer = ask_lockstep(program, lockstep_request(schedule, kPatience));
  if (answer.at("verdict") != name_of(Verdict::sampled)) throw std::runtime_error(answer.at("message"));
  return {.seconds = answer.at("seconds"),
          .steps = static_cast<double>(answer.at("steps").size()),
          .switches = answer.at("switches")};
}

// Two threads that give each other the turn, and do nothing else.
double seconds_of_hand_over() {
  std::binary_semaphore ping(0), pong(0);
  const auto begin = Clock::now();
  std::thread other([&] {
    for (int i = 0; i < kHandOvers; ++i) {
      ping.acquire();
      pong.release();
    }
  });
  for (int i = 0; i < kHandOvers; ++i) {
    ping.release();
    pong.acquire();
  }
  other.join();
  return std::chrono::duration<double>(Clock::now() - begin).count() / (2 * kHandOvers);
}

}  // namespace

void bench_native(BenchReport& report) {
  report.heading("native", "a callback on real threads by its system calls, and with threads that share the list");
  const fs::path program = fs::read_symlink("/proc/self/exe").parent_path() / kNativeBench;
  if (!fs::exists(program)) return report.wrong(fmt::format("{} is not here", program.string()));
  std::vector<std::string> words{program.string()};
  if (slowest_of(report.options()) == BenchPace::quick) words.push_back("--quick");
  if (const std::string& plots = report.options().plots; !plots.empty()) words.insert(words.end(), {"--plots", plots});
  const MemoryFile json;
  bool went_well = false;
  std::istringstream lines(output_of(words, json, went_well));
  std::istringstream rows(json.read());
  int told = 0;
  for (std::string line, row; std::getline(lines, line) && std::getline(rows, row); ++told) {
    report.row(line, BenchJson::parse(row));
  }
  if ((told == 0 || !went_well) && !interrupted()) report.wrong(fmt::format("{} did not end well", program.string()));
}

// A short execution takes what every one takes to start its process and threads; it is taken off.
void bench_lockstep(BenchReport& report) {
  report.heading("lockstep",
                 "a step on real threads that a schedule moves, by what it takes two threads to give each\n"
                 "  other the turn: random executions of callback go_1_16");
  const Shape shape{.threads = 4, .callbacks = 60, .ms = 1};
  const Shape brief{.threads = 4, .callbacks = 1, .ms = 1};
  std::vector<double> ratios;
  Followed last;
  double step = 0.0, hand_over = 0.0;
  try {
    const fs::path program = lockstep_program({});
    for (int round = 0; round < report.options().rounds && !interrupted(); ++round) {
      const auto seed = static_cast<std::uint64_t>(round) + 1;
      hand_over = seconds_of_hand_over();
      const Followed start = follow(report, program, brief, seed);
      last = follow(report, program, shape, seed);
      step = std::max(last.seconds - start.seconds, 1e-9) / (last.steps - start.steps);
      ratios.push_back(step / hand_over);
    }
  } catch (const std::exception& error) {
    return report.wrong(error.what());
  }
  if (ratios.empty()) return;
  report.ratio(fmt::format("{}: {:.1f} us a step ({:.0f} % with a switch) by {:.1f} us", size_text(shape), step * 1e6,
                           100 * last.switches / last.steps, hand_over * 1e6),
               spread_of(ratios), {Bar::Side::at_most, 3},
               {{"threads", shape.threads},
                {"callbacks", shape.callbacks},
                {"steps", last.steps},
                {"switches", last.switches},
                {"step_us", step * 1e6},
                {"hand_over_us", hand_over * 1e6}});
}

}  // namespace extram
