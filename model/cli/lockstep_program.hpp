// extram-lockstep, the program that follows a schedule on real threads: where it is, what it is asked, what it answers.
#pragma once

#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

#include "model/schedule/schedule.hpp"

namespace extram {

struct LockstepPlace {
  std::string native;  // the program, or the folder that it is in; empty: beside this program
  bool tsan = false;   // the build with ThreadSanitizer
};

// Throws std::invalid_argument where it is nowhere, and says how to build it.
[[nodiscard]] std::filesystem::path lockstep_program(const LockstepPlace& where);

[[nodiscard]] std::string lockstep_request(const Schedule& schedule, double hang_seconds);

// A file in memory that has no name.
class MemoryFile {
 public:
  MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile();

  [[nodiscard]] int number() const { return number_; }
  void write(std::string_view text) const;
  [[nodiscard]] std::string read() const;

 private:
  int number_;
};

// What the program answers; throws std::runtime_error where it does not.
[[nodiscard]] nlohmann::ordered_json ask_lockstep(const std::filesystem::path& program, const std::string& request);

}  // namespace extram
