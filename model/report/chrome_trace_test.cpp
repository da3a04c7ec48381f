#include "model/report/chrome_trace.hpp"

#include <map>
#include <set>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/report/pages_for_test.hpp"
#include "model/report/trace_events_for_test.hpp"

namespace extram {
namespace {

using Json = nlohmann::ordered_json;

Json events_of(const Trace& trace) {
  return Json::parse(chrome_trace(trace, {"signal_window go_1_15", "deadlock(I2)"})).at("traceEvents");
}

std::vector<Json> of_phase(const Json& events, const std::string& phase) {
  std::vector<Json> some;
  for (const Json& event : events) {
    if (event.at("ph") == phase) some.push_back(event);
  }
  return some;
}

TEST(ChromeTrace, HasATrackForEachThreadByName) {
  std::map<int, std::string> names;
  for (const Json& event : of_phase(events_of(window_for_test()), "M")) {
    if (event.at("name") == "thread_name") names[event.at("tid")] = event.at("args").at("name");
  }
  std::multiset<std::string> all;
  for (const auto& [track, name] : names) all.insert(name);
  EXPECT_EQ(all, (std::multiset<std::string>{"thread 0", "thread 0: lock and signals", "thread 1",
                                             "thread 1: lock and signals"}));
}

TEST(ChromeTrace, SlicesNest) {
  const Json events = events_of(window_for_test());
  expect_trace_events(events);
  int handlers = 0;
  for (const Json& event : of_phase(events, "B")) handlers += event.at("cat") == "handler" ? 1 : 0;
  EXPECT_EQ(handlers, 2);
}

TEST(ChromeTrace, ArrowsAreWhoReadsFromWhom) {
  const Json events = events_of(window_for_test());
  std::map<int, std::string> names;
  for (const Json& event : events) {
    if (event.at("name") == "thread_name") names[event.at("tid")] = event.at("args").at("name");
  }
  std::map<int, std::string> arrows;
  for (const Json& event : of_phase(events, "s")) {
    arrows[event.at("id")] = event.at("name").get<std::string>() + ": " + names[event.at("tid")];
  }
  for (const Json& event : of_phase(events, "f")) arrows[event.at("id")] += " to " + names[event.at("tid")];
  std::multiset<std::string> all;
  for (const auto& [id, arrow] : arrows) all.insert(arrow);
  EXPECT_EQ(all, (std::multiset<std::string>{"reads from (stale): thread 1 to thread 1",
                                             "reads from: thread 0 to thread 0", "reads from: thread 1 to thread 0"}));
}

TEST(ChromeTrace, SignalsFaultsAndTheEndAreMarks) {
  std::multiset<std::string> marks;
  for (const Json& event : of_phase(events_of(window_for_test()), "i")) marks.insert(event.at("cat"));
  EXPECT_EQ(marks, (std::multiset<std::string>{"failure", "fault", "signal", "signal", "verdict"}));
}

TEST(ChromeTrace, TheLockAndTheMasksAreSlicesOfTheirOwn) {
  std::multiset<std::string> states;
  for (const Json& event : of_phase(events_of(window_for_test()), "B")) {
    if (event.at("cat") == "state") states.insert(event.at("name"));
  }
  EXPECT_EQ(states, (std::multiset<std::string>{"list lock held", "list lock held", "signals blocked: all",
                                                "signals blocked: all"}))
      << "the lock's slice is cut where the mask changes";
}

TEST(ChromeTrace, OfNothingIsATraceToo) {
  EXPECT_FALSE(events_of({}).empty());
  expect_trace_events(events_of({}));
}

}  // namespace
}  // namespace extram
