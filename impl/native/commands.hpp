// What `extram-native` can be asked to do, once the command line is understood.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "impl/native/native_run.hpp"
#include "impl/world/scenario.hpp"

namespace extram::native {

// The exit codes of every program of ours, as far as this one has a use for them.
enum class Exit : std::uint8_t { good = 0, bad = 1, usage = 2, truncated = 3, vacuous = 4, harness = 70 };

// What a run comes to, or should come to.
struct Answer {
  Verdict verdict = Verdict::sampled;
  Oracle oracle = Oracle::none;
  friend bool operator==(const Answer&, const Answer&) = default;
};

struct RunCommand {
  const Entry* entry = nullptr;
  Shape shape{};
  NativeOptions options{};
  std::string_view strategy = "native";  // or "stress": then the end of the time is the end of the run
  std::optional<Answer> expected{};      // then that is what makes the run good or bad
  std::string json;                      // "-" or a file; empty: none. With "-" the line for people goes to stderr.
};

enum class ListFormat : std::uint8_t { text, json };

// Before a run: why its row could not be kept; empty: nothing speaks against it.
[[nodiscard]] std::string why_no_row(const RunCommand& command);

void list_scenarios(ListFormat format);
[[nodiscard]] Exit run_scenario(const RunCommand& command);

}  // namespace extram::native
