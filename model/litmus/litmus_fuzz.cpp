// Whatever a file of litmus tests holds, it is tests or is refused in one line.
#include <cstdint>

#include "impl/world/fuzz_one_line.hpp"
#include "model/litmus/litmus_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const extram::litmus::Cases read = extram::litmus::read_cases(text, "input");
  if (read.cases.empty() || !read.error.empty()) extram::must_be_one_line(read.error);
  return 0;
}
