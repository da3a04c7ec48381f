#include "impl/native/race_report.hpp"

#include <algorithm>
#include <cctype>

namespace extram::native {
namespace {

constexpr std::string_view kRace = "WARNING: ThreadSanitizer: data race";

// Takes the first line off.
std::string_view take_line(std::string_view& text) {
  const auto end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

// "    #3 function /path/file.hpp:12:5 (program+0x123)" -> "/path/file.hpp:12:5"; empty where a frame has no source.
std::string_view place_of(std::string_view frame) {
  const auto start = frame.find(" /");
  if (start == std::string_view::npos) return {};
  const std::string_view rest = frame.substr(start + 1);
  return rest.substr(0, rest.find(' '));
}

bool belongs_to_algorithm(std::string_view place) {
  return !place.empty() && place.find("/impl/native/") == std::string_view::npos && !place.starts_with("/usr/");
}

// "/path/file.hpp:12:5" -> "file.hpp:12".
std::string_view shortened(std::string_view place) {
  place = place.substr(place.rfind('/') + 1);
  const auto line = place.find(':');
  const auto column = line == std::string_view::npos ? line : place.find(':', line + 1);
  return place.substr(0, column);
}

// "  Previous write of size 8 at 0x7b4800000000 by thread T3:" -> "previous write"; empty for any other line.
std::string access_of(std::string_view line) {
  const auto end = line.find(" of size ");
  if (!line.starts_with("  ") || end == std::string_view::npos) return {};
  std::string access(line.substr(2, end - 2));
  if (!access.ends_with("ead") && !access.ends_with("rite")) return {};
  for (char& c : access) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return access;
}

}  // namespace

bool has_race(std::string_view report) { return report.find(kRace) != std::string_view::npos; }

std::string describe_race(std::string_view report) {
  report.remove_prefix(std::min(report.find(kRace), report.size()));
  std::string text;
  std::string access;
  while (!report.empty()) {
    const std::string_view line = take_line(report);
    if (line.starts_with("SUMMARY:")) break;
    if (const std::string next = access_of(line); !next.empty()) {
      access = next;
    } else if (const auto place = place_of(line); !access.empty() && belongs_to_algorithm(place)) {
      text += (text.empty() ? "" : ", ") + access + " at " + std::string(shortened(place));
      access.clear();
    } else if (line.empty()) {
      access.clear();
    }
  }
  return text;
}

std::string line_after(std::string_view report, std::string_view prefix) {
  std::string_view last;
  while (!report.empty()) {
    const std::string_view line = take_line(report);
    if (line.starts_with(prefix)) return std::string(line.substr(prefix.size()));
    if (!line.empty()) last = line;
  }
  return std::string(last);
}

}  // namespace extram::native
