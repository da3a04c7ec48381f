// Whatever a checkpoint holds behind its head, it is taken up or refused in one line; and what was read is written as
// it can be read. An input is the part between the rows of the search and the checksum, or bytes made up would not get
// far.
#include <cstdint>
#include <cstdlib>

#include <fmt/format.h>

#include "model/schedule/checkpoint.hpp"
#include "model/schedule/schedule_header.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  (void)extram::parse_checkpoint(input, {});
  std::string text = "extram-checkpoint 1\n" + std::string(input);
  text += extram::detail::header_line("checksum", fmt::format("{:016x}", extram::detail::checksum_of(text)));
  const extram::ReadCheckpoint read = extram::parse_checkpoint(text, {});
  if (!read.saved) {
    if (read.error.empty() || read.error.find('\n') != std::string::npos) std::abort();
    return 0;
  }
  const std::string written = checkpoint_text({}, *read.saved);
  const extram::ReadCheckpoint again = extram::parse_checkpoint(written, {});
  if (!again.saved || checkpoint_text({}, *again.saved) != written) std::abort();
  return 0;
}
