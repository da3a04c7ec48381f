// The page of a failing schedule: one HTML file that needs nothing beside it, with a timeline to step through.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "impl/world/scenario.hpp"
#include "impl/world/verdict.hpp"
#include "model/explore/trace.hpp"
#include "model/schedule/schedule.hpp"

namespace extram {

// One execution of the page. The first is shown first.
struct PageRun {
  std::string title;  // "minimised", "as found"
  Schedule schedule;
  std::string path;  // of the schedule, as its commands name it
  const Trace* trace = nullptr;
  bool on_real_threads = true;  // whether they can follow it
};

struct SchedulePage {
  const Entry* entry = nullptr;
  std::vector<PageRun> runs;  // of one failure, so that they share verdict and oracle
  std::string message;        // what is wrong, in one line
  std::string strength;       // of the search; empty: nobody knows
  std::vector<std::string> limits;
  std::string index;  // a link to the page of all runs; empty: there is none
};

[[nodiscard]] std::string schedule_page(const SchedulePage& page);

}  // namespace extram
