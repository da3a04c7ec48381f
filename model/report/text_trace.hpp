// An execution for people: a line for each step, a column for each thread, handlers indented under the thread that
// they interrupt, and at the end what went wrong and the command that shows it again.
#pragma once

#include <string>

#include "impl/world/verdict.hpp"
#include "model/explore/trace.hpp"

namespace extram {

enum class Colour : std::uint8_t { off, on };
enum class PlainAccesses : std::uint8_t { hidden, shown };

// Colours are for a terminal whose owner did not refuse them (NO_COLOR).
[[nodiscard]] Colour colour_for(int file);

inline constexpr int kUsualWidth = 120;
// Of a terminal as many columns as it has; of a file or a pipe the usual.
[[nodiscard]] int width_for(int file);

struct TraceView {
  int threads = 2;
  int width = kUsualWidth;      // columns of the page
  std::size_t rows_max = 1000;  // of a longer trace the end is shown
  Colour colour = Colour::off;
  PlainAccesses plain = PlainAccesses::hidden;
};

[[nodiscard]] std::string text_trace(const Trace& trace, const TraceView& view);

// " deadlock (I2): thread 0 waits ...", the last line but one of a failing output.
[[nodiscard]] std::string verdict_line(Verdict verdict, Oracle oracle, const std::string& message,
                                       Colour colour = Colour::off);

// As one word of a command, and not as one of its options.
[[nodiscard]] std::string path_for_shell(const std::string& path);

// " replay:   extram replay PATH", the last line. The path is quoted where a shell would take it apart.
[[nodiscard]] std::string replay_line(const std::string& path);

// "        smaller: extram minimise PATH", below the result of the run that wrote it.
[[nodiscard]] std::string minimise_line(const std::string& path);

}  // namespace extram
