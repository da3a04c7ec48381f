// The search for the smallest execution that fails as a schedule does, with what it tells on the way.
#pragma once

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>

#include "impl/console/progress_line.hpp"
#include "model/schedule/schedule.hpp"

namespace extram {

// "a.sched" becomes "a.min.sched"; what is minimised already is minimised in its place.
[[nodiscard]] std::string minimised_path(const std::string& path);

// Empty where the schedule tells of a failure that can be run again and again in one process.
[[nodiscard]] std::string why_not_minimised(const Schedule& schedule);

struct MinimiseSettings {
  std::uint64_t executions_max = 0;  // looked at between two searches; 0: as many as it takes
  ProgressStyle progress = ProgressStyle::silent;
  std::ostream* progress_out = nullptr;
};

struct Minimised {
  Schedule schedule;
  std::uint64_t executions = 0;  // that it took
};

// Of a schedule of `entry` that fails as it says. In this process: a scenario that crashes takes it along.
[[nodiscard]] Minimised minimised(const Schedule& schedule, const Entry& entry, const MinimiseSettings& settings);

}  // namespace extram
