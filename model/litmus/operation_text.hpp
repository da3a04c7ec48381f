// Reads the operations of one thread of a litmus file.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "scenarios/litmus/test.hpp"

namespace extram::litmus {

// What is wrong with a line. Never leaves this room.
class Malformed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

[[nodiscard]] std::string name_in(const nlohmann::json& value, const std::string& what);
[[nodiscard]] int integer_in(const nlohmann::json& value, const std::string& what);

// `operations` counts those of the whole test.
[[nodiscard]] Thread read_thread(const nlohmann::json& json, const std::vector<Location>& locations, int& operations);

}  // namespace extram::litmus
