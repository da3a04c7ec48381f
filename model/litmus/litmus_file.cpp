#include "model/litmus/litmus_file.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/litmus/operation_text.hpp"

namespace extram::litmus {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kFileMax = std::size_t{64} << 20U;
constexpr std::size_t kLineMax = std::size_t{1} << 20U;
constexpr std::size_t kOutcomesMax = 4096;

const Json& member(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) throw Malformed(fmt::format("'{}' is missing", name));
  return *found;
}

const Json& list(const Json& object, const char* name, std::size_t min, std::size_t max) {
  const Json& value = member(object, name);
  if (!value.is_array() || value.size() < min || value.size() > max) {
    throw Malformed(fmt::format("'{}' must be a list of {} to {}", name, min, max));
  }
  return value;
}

std::vector<Location> read_locations(const Json& json) {
  std::vector<Location> locations;
  for (const Json& name : list(json, "locs", 0, kLocationsMax)) {
    locations.push_back({name_in(name, "a location"), 0});
    for (std::size_t i = 0; i + 1 < locations.size(); ++i) {
      if (locations[i].name == locations.back().name) throw Malformed("'locs' names a location twice");
    }
  }
  const auto init = json.find("init");
  if (init == json.end()) return locations;
  if (!init->is_object()) throw Malformed("'init' must be an object: location -> value");
  for (const auto& [name, value] : init->items()) {
    const auto location = std::find_if(locations.begin(), locations.end(),
                                       [&, &name = name](const Location& l) { return l.name == name; });
    if (location == locations.end()) throw Malformed(fmt::format("'init' names '{}', which is not in 'locs'", name));
    location->init = integer_in(value, "a value of 'init'");
  }
  return locations;
}

std::vector<Outcome> read_outcomes(const Json& value, const char* name, const std::vector<std::string>& known) {
  if (!value.is_array() || value.size() > kOutcomesMax) {
    throw Malformed(fmt::format("'{}' must be a list of at most {} outcomes", name, kOutcomesMax));
  }
  std::vector<Outcome> outcomes;
  for (const Json& row : value) {
    if (!row.is_object()) throw Malformed(fmt::format("'{}' must hold objects: name -> value", name));
    Outcome outcome;
    for (const auto& [key, number] : row.items()) {
      if (std::find(known.begin(), known.end(), key) == known.end()) {
        throw Malformed(
            fmt::format("'{}' names '{}', which is neither thread:register nor a location of this test", name, key));
      }
      outcome[key] = integer_in(number, "a value of an outcome");
    }
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

Case read_case(const Json& json) {
  if (!json.is_object()) throw Malformed("a test is a JSON object");
  Case one;
  one.test.name = name_in(member(json, "name"), "'name'");
  one.test.locations = read_locations(json);
  int operations = 0;
  for (const Json& thread : list(json, "threads", 1, kThreadsMax)) {
    try {
      one.test.threads.push_back(read_thread(thread, one.test.locations, operations));
    } catch (const Malformed& wrong) {
      throw Malformed(fmt::format("thread {}, {}", one.test.threads.size(), wrong.what()));
    }
  }
  prepare(one.test);
  const std::vector<std::string> names = one.test.outcome_names();
  if (json.contains("required")) one.required = read_outcomes(json["required"], "required", names);
  if (json.contains("permitted_beyond")) {
    one.permitted_beyond = read_outcomes(json["permitted_beyond"], "permitted_beyond", names);
  }
  if (const auto race = json.find("race"); race != json.end()) {
    if (!race->is_boolean()) throw Malformed("'race' must be true or false");
    one.race = race->get<bool>();
  }
  return one;
}

Json parse(std::string_view line) {
  if (line.size() > kLineMax) throw Malformed(fmt::format("the line is longer than {} bytes", kLineMax));
  try {
    return Json::parse(line);
  } catch (const Json::exception& error) {
    throw Malformed(fmt::format("not JSON: {}", error.what()));
  }
}

// What came from a file may hold anything, and goes to a terminal.
std::string printable(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7f) c = '?';
  }
  return text;
}

}  // namespace

Cases read_cases(std::string_view text, std::string_view path) {
  Cases all;
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    try {
      all.cases.push_back(read_case(parse(line)));
      all.cases.back().source = line;
    } catch (const Malformed& wrong) {
      return {{}, printable(fmt::format("{}:{}: {}; one litmus test a line, as JSON", path, number, wrong.what()))};
    }
  }
  if (all.cases.empty()) all.error = fmt::format("{}: holds no test; one litmus test a line, as JSON", path);
  return all;
}

Cases read_cases_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return {{}, fmt::format("{}: cannot be read; name a file of litmus tests", path)};
  std::ostringstream text;
  std::array<char, 65'536> part;
  std::size_t size = 0;
  while (file.read(part.data(), part.size()) || file.gcount() > 0) {
    size += static_cast<std::size_t>(file.gcount());
    if (size > kFileMax) return {{}, fmt::format("{}: more than {} bytes; split it", path, kFileMax)};
    text.write(part.data(), file.gcount());
  }
  if (file.bad()) return {{}, fmt::format("{}: cannot be read; name a file of litmus tests", path)};
  return read_cases(std::move(text).str(), path);
}

}  // namespace extram::litmus
