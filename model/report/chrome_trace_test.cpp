#include "model/report/chrome_trace.hpp"

#include <map>
#include <set>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/report/pages_for_test.hpp"

namespace extram {
namespace {

using Json = nlohmann::json;

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

// Every slice of a track lies wholly within another one, or beside it.
void expect_nested(const Json& events) {
  std::map<int, std::vector<std::pair<int, std::string>>> open;  // by track: when it ends, or -1 for a B
  std::map<int, int> last;
  for (const Json& event : events) {
    const std::string phase = event.at("ph");
    if (phase != "B" && phase != "E" && phase != "X") continue;
    const int track = event.at("tid");
    const int ts = event.at("ts");
    EXPECT_GE(ts, last[track]) << event;
    last[track] = ts;
    auto& stack = open[track];
    while (!stack.empty() && stack.back().first >= 0 && stack.back().first <= ts) stack.pop_back();
    if (phase == "E") {
      ASSERT_FALSE(stack.empty()) << event;
      EXPECT_EQ(stack.back().first, -1) << "a step sticks out of its handler: " << event;
      stack.pop_back();
      continue;
    }
    const int end = phase == "X" ? ts + event.at("dur").get<int>() : -1;
    if (!stack.empty() && stack.back().first >= 0) {
      EXPECT_LE(end, stack.back().first) << event;
    }
    stack.emplace_back(end, event.value("name", ""));
  }
  for (const auto& [track, stack] : open) {
    for (const auto& [end, name] : stack) EXPECT_NE(end, -1) << name << " on track " << track << " never ends";
  }
}

TEST(ChromeTrace, HasATrackForEachThreadByName) {
  std::map<int, std::string> names;
  for (const Json& event : of_phase(events_of(window_for_test()), "M")) {
    if (event.at("name") == "thread_name") names[event.at("tid")] = event.at("args").at("name");
  }
  EXPECT_EQ(names.at(0), "thread 0");
  EXPECT_EQ(names.at(1), "thread 1");
  EXPECT_EQ(names.size(), 4U) << "and one for the lock and the signals of each";
}

TEST(ChromeTrace, SlicesNest) {
  const Json events = events_of(window_for_test());
  expect_nested(events);
  int handlers = 0;
  for (const Json& event : of_phase(events, "B")) handlers += event.at("cat") == "handler" ? 1 : 0;
  EXPECT_EQ(handlers, 2);
}

TEST(ChromeTrace, ArrowsHaveTwoEndsInsideOfSlices) {
  const Json events = events_of(window_for_test());
  std::map<int, Json> starts;
  for (const Json& event : of_phase(events, "s")) starts[event.at("id")] = event;
  const std::vector<Json> ends = of_phase(events, "f");
  ASSERT_EQ(ends.size(), 3U) << "an update, an older value, and what is waited for";
  EXPECT_EQ(starts.size(), ends.size());
  std::set<std::string> names;
  for (const Json& end : ends) {
    ASSERT_TRUE(starts.contains(end.at("id"))) << end;
    const Json& start = starts[end.at("id")];
    EXPECT_LT(start.at("ts"), end.at("ts"));
    EXPECT_EQ(start.at("name"), end.at("name")) << "by name, category and id the two find each other";
    EXPECT_EQ(end.at("bp"), "e");
    names.insert(end.at("name"));
    for (const Json& one : {start, end}) {
      bool inside = false;
      for (const Json& slice : of_phase(events, "X")) {
        inside |= slice.at("tid") == one.at("tid") && slice.at("ts") <= one.at("ts") &&
                  one.at("ts").get<int>() <= slice.at("ts").get<int>() + slice.at("dur").get<int>();
      }
      EXPECT_TRUE(inside) << one;
    }
  }
  EXPECT_EQ(names, (std::set<std::string>{"reads from", "reads from (stale)"}));
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

TEST(ChromeTrace, OfNothingIsATraceToo) { EXPECT_FALSE(events_of({}).empty()); }

}  // namespace
}  // namespace extram
