#include "impl/console/standard_streams.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <initializer_list>
#include <system_error>

#include "impl/console/interrupt.hpp"

namespace extram {
namespace {

constexpr const char* kClosed = "standard output is closed: send it to /dev/null where nobody is to read it";

std::string cannot(const std::string& why) {
  return "standard output cannot be written: " + why +
         ": what was to stand there is lost; run this again, and elsewhere";
}

}  // namespace

void settle_standard_streams() {
  ignore_signals_of_writing();
  // Opened for reading, so that whoever writes there is told that it goes nowhere.
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) < 0 && errno == EBADF) (void)::open("/dev/null", O_RDONLY);
  }
}

std::string why_no_standard_output() {
  const int flags = ::fcntl(STDOUT_FILENO, F_GETFL);
  if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY) return kClosed;
  pollfd output{STDOUT_FILENO, POLLOUT, 0};
  // Of a pipe: nobody reads it any more.
  if (::poll(&output, 1, 0) > 0 && (output.revents & POLLERR) != 0) {
    return cannot(std::generic_category().message(EPIPE));
  }
  return {};
}

std::string what_standard_output_lacks() {
  if (std::string why = why_no_standard_output(); !why.empty()) return why;
  // The number of the first error is gone with the buffer that met it; the next byte meets it again.
  const bool fails = ::write(STDOUT_FILENO, "\n", 1) < 0;
  return cannot(fails ? std::generic_category().message(errno) : "for a time");
}

}  // namespace extram
