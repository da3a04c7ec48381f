// The schedule file: one execution that can be run again, on another machine and in another year.
//
//   extram-schedule 1
//   scenario      signal_window
//   ...                                      one line for each row of the header (schedule_header.cpp), in its order
//   decisions     2
//       0  0  lockextra.load   thread        0/2
//       1  0  lockextra.load   signal        1/2
//   checksum      af63bd4c8601b7df
//
// The checksum covers every byte above its line, so that damage is told from a model that has changed. What a reader
// gets from a file is within bounds, whoever wrote the file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "impl/world/scenario.hpp"
#include "impl/world/verdict.hpp"
#include "model/explore/replay.hpp"

namespace extram {

// Of the counts of a shape, on the command line and in a file: a model of more is none that anybody could follow.
inline constexpr int kShapeCountMax = 1000;
inline constexpr int kStackKibMax = 1 << 20;

struct Schedule {
  std::string scenario;
  std::string version;
  std::string mutant;  // empty: a version as it is
  Shape shape{};
  std::string world = "relacy";
  std::string strategy;  // that found it, with its bounds: "bounded(p=2)"
  std::uint64_t seed = 0;
  OracleSet oracles = OracleSet::all();  // that were asked for: another set may end the execution elsewhere
  std::uint32_t depth = 20'000;          // the limit in force: a livelock is one only against a limit
  Verdict verdict = Verdict::violation;
  Oracle oracle = Oracle::none;
  std::string message;
  std::uint64_t fingerprint = 0;
  std::vector<RecordedDecision> decisions;

  [[nodiscard]] const std::string& variant() const { return mutant.empty() ? version : mutant; }
};

// Whether a schedule's name tells the strategy that found it. It does where somebody asked for that one, so that
// schedules of several lie side by side.
enum class StrategyInName : std::uint8_t { shown, hidden };

// "signal_window-go_1_15-2x1.sched". `usual` is the scenario's own size: what differs from it is in the name.
[[nodiscard]] std::string default_name(const Schedule& schedule, const Shape& usual, StrategyInName strategy);

// The whole file. A message becomes one line.
[[nodiscard]] std::string to_text(const Schedule& schedule);

// What went wrong, in one line; nullopt: written. Nothing half-written is ever left behind.
[[nodiscard]] std::optional<std::string> write(const Schedule& schedule, const std::string& path);

struct ReadSchedule {
  std::optional<Schedule> schedule;
  std::string error;  // one line: where, what, how to mend
};

// `edited` takes a file that somebody changed by hand: its checksum is not looked at.
enum class Checksum : std::uint8_t { must_match, edited };

[[nodiscard]] ReadSchedule parse_schedule(std::string_view text, Checksum checksum = Checksum::must_match);
[[nodiscard]] ReadSchedule read_schedule(const std::string& path, Checksum checksum = Checksum::must_match);

}  // namespace extram
