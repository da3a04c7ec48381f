// What readers of the trace-event format take for granted, held against a file of it.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace extram {

struct SliceForTest {
  int track = 0, from = 0, to = -1;
  std::string name;
};

// The slices, by when they start. Each lies wholly within another one of its track or beside it, and each B has its E.
inline std::vector<SliceForTest> slices_of(const nlohmann::json& events) {
  std::vector<SliceForTest> all;
  std::map<int, std::vector<std::size_t>> open;  // of each track, by place in `all`
  for (const auto& event : events) {
    const std::string phase = event.at("ph");
    const int ts = event.at("ts");
    auto& stack = open[event.at("tid")];
    while (!stack.empty() && all[stack.back()].to >= 0 && all[stack.back()].to <= ts) stack.pop_back();
    if (phase == "E") {
      if (stack.empty()) ADD_FAILURE() << "ends what never began: " << event;
      if (stack.empty()) continue;
      EXPECT_EQ(all[stack.back()].to, -1) << "a step sticks out of what it is in: " << event;
      EXPECT_EQ(event.value("name", all[stack.back()].name), all[stack.back()].name) << event;
      all[stack.back()].to = ts;
      stack.pop_back();
    } else if (phase == "B" || phase == "X") {
      const int to = phase == "X" ? ts + event.at("dur").get<int>() : -1;
      if (!stack.empty() && all[stack.back()].to >= 0) {
        EXPECT_LE(to, all[stack.back()].to) << event;
      }
      stack.push_back(all.size());
      all.push_back({event.at("tid"), ts, to, event.at("name")});
    }
  }
  for (const SliceForTest& slice : all) EXPECT_GE(slice.to, slice.from) << slice.name << " never ends";
  return all;
}

// An arrow's two ends have one name, category and id; each is inside of the slice that it belongs to.
inline void expect_arrows(const nlohmann::json& events, const std::vector<SliceForTest>& slices) {
  std::map<int, nlohmann::json> starts;
  for (const auto& event : events) {
    const std::string phase = event.at("ph");
    if (phase != "s" && phase != "f") continue;
    const int ts = event.at("ts");
    EXPECT_TRUE(std::any_of(slices.begin(), slices.end(), [&](const SliceForTest& slice) {
      return slice.track == event.at("tid") && slice.from <= ts && ts <= slice.to;
    })) << event;
    const int id = event.at("id");
    if (phase == "s") {
      EXPECT_TRUE(starts.emplace(id, event).second) << "two arrows with one id: " << event;
      continue;
    }
    EXPECT_EQ(event.at("bp"), "e") << "or it belongs to the slice that follows: " << event;
    if (!starts.contains(id)) ADD_FAILURE() << "ends what never began: " << event;
    for (const char* field : {"name", "cat"}) EXPECT_EQ(starts[id].value(field, ""), event.at(field)) << event;
    EXPECT_LT(starts[id].value("ts", ts), ts) << event;
    starts[id]["ended"] = true;
  }
  for (const auto& [id, start] : starts) EXPECT_TRUE(start.value("ended", false)) << "has no end: " << start;
}

inline void expect_trace_events(const nlohmann::json& events) {
  std::map<int, std::string> tracks;
  int last = 0;
  for (const auto& event : events) {
    EXPECT_GE(event.at("ts").get<int>(), last) << "readers need not sort: " << event;
    last = event.at("ts");
    EXPECT_NE(event.at("tid"), 0) << "the idle thread: " << event;
    if (event.at("name") == "thread_name") tracks[event.at("tid")] = event.at("args").at("name");
    if (event.at("ph") == "M" || event.value("s", "") == "g") continue;
    EXPECT_TRUE(tracks.contains(event.at("tid"))) << "a track without a name: " << event;
    EXPECT_NE(event.at("tid"), event.at("pid")) << "the main thread: " << event;
  }
  expect_arrows(events, slices_of(events));
}

}  // namespace extram
