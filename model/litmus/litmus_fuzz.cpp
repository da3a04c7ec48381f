// Whatever a file of litmus tests holds, it is tests or is refused in one line.
#include <cstdint>
#include <cstdlib>

#include "model/litmus/litmus_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const extram::litmus::Cases read = extram::litmus::read_cases(text, "input");
  const bool refused = read.cases.empty() || !read.error.empty();
  if (refused && (read.error.empty() || read.error.find('\n') != std::string::npos)) std::abort();
  return 0;
}
