// Whatever a file holds, it is a schedule or is refused in one line; and what was read is written as it can be read.
#include <cstdint>
#include <cstdlib>

#include "model/schedule/schedule.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)extram::parse_schedule(text);
  // The checksum keeps bytes that are made up from all that comes behind it.
  const extram::ReadSchedule read = extram::parse_schedule(text, extram::Checksum::edited);
  if (!read.schedule) {
    if (read.error.empty() || read.error.find('\n') != std::string::npos) std::abort();
    return 0;
  }
  const std::string written = to_text(*read.schedule);
  const extram::ReadSchedule again = extram::parse_schedule(written);
  if (!again.schedule || to_text(*again.schedule) != written) std::abort();
  return 0;
}
