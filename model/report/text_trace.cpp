#include "model/report/text_trace.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "model/report/trace_rows.hpp"

namespace extram {
namespace {

constexpr int kStepWidth = 7;  // "   12  "
constexpr int kColumnWidthMax = 56;
constexpr int kColumnWidthMin = 16;
constexpr std::size_t kSiteWidthMax = 22;

// What a terminal takes for the start of one look; the empty text is the plain one.
std::string_view look_of(const Event& event) {
  if (event.stale) return "\x1b[33m";
  switch (event.kind) {
    case EventKind::data: return "\x1b[2m";
    case EventKind::signal:
    case EventKind::handled: return "\x1b[35m";
    case EventKind::fault:
    case EventKind::waits: return "\x1b[33m";
    case EventKind::failure: return "\x1b[1;31m";
    default: return {};
  }
}

std::string painted(std::string_view text, std::string_view look, Colour colour) {
  if (colour == Colour::off || look.empty()) return std::string(text);
  return fmt::format("{}{}\x1b[0m", look, text);
}

// UTF-8: a character is as many columns wide as it has bytes that do not continue one. Enough for names and numbers.
std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

// The first `width` columns, never half a character.
std::string_view cut(std::string_view text, std::size_t width) {
  std::size_t end = 0;
  while (end < text.size() && columns(text.substr(0, end + 1)) <= width) ++end;
  return text.substr(0, end);
}

std::string padded(std::string text, std::size_t width) {
  const std::size_t wide = columns(text);
  if (wide < width) text.append(width - wide, ' ');
  return text;
}

bool is_glue(std::string_view word) { return word == "=" || word == "is" || word == "->"; }

// Where the word that starts at `begin` ends. "a = b" is one word, as long as it fits on a line.
std::size_t end_of_word(std::string_view text, std::size_t begin, std::size_t width) {
  std::size_t end = std::min(text.find(' ', begin), text.size());
  while (end < text.size()) {
    const std::size_t glue_end = std::min(text.find(' ', end + 1), text.size());
    if (glue_end == text.size() || !is_glue(text.substr(end + 1, glue_end - end - 1))) break;
    const std::size_t longer = std::min(text.find(' ', glue_end + 1), text.size());
    if (columns(text.substr(begin, longer - begin)) > width) break;
    end = longer;
  }
  return end;
}

// Lines of at most `width` columns, broken at spaces; from the second one on they are indented. A word that fits on no
// line ends with an ellipsis.
std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  constexpr std::string_view kIndent = "  ";
  std::vector<std::string> lines(1);
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t begin = std::min(text.find_first_not_of(' ', at), text.size());
    const std::size_t end = end_of_word(text, begin, width - kIndent.size());
    const std::string_view space = text.substr(at, begin - at);
    std::string word(text.substr(begin, end - begin));
    at = end;
    const bool first = lines.back().find_first_not_of(' ') == std::string::npos;
    if (!first && columns(lines.back()) + space.size() + columns(word) > width) {
      lines.emplace_back(kIndent);
    } else {
      lines.back() += space;
    }
    const std::size_t room = width - std::min(width, columns(lines.back()));
    if (columns(word) > room) word = std::string(cut(word, room - std::min(room, std::size_t{1}))) + "…";
    lines.back() += word;
  }
  return lines;
}

bool shows_site(EventKind kind) { return has_number(kind) && kind != EventKind::signal; }

// Plain accesses in a row are one event to people, each of them told once.
Trace gathered(const Trace& trace, PlainAccesses plain) {
  Trace rows;
  std::vector<std::string_view> told;
  for (const Event& event : trace) {
    if (event.kind == EventKind::setup) continue;
    if (event.kind == EventKind::data && plain == PlainAccesses::hidden) continue;
    const bool goes_on = !rows.empty() && event.kind == EventKind::data && rows.back().kind == EventKind::data &&
                         rows.back().thread == event.thread && rows.back().depth == event.depth;
    if (!goes_on) {
      rows.push_back(event);
      told.assign(1, event.what);
    } else if (std::find(told.begin(), told.end(), event.what) == told.end()) {
      rows.back().what += ", " + event.what;
      told.push_back(event.what);
    }
  }
  return rows;
}

class Sheet {
 public:
  Sheet(const Trace& trace, const TraceView& view) : view_(view), threads_(view.threads) {
    for (const Event& event : trace) {
      threads_ = std::max(threads_, event.thread + 1);
      if (shows_site(event.kind)) site_width_ = std::max(site_width_, std::min(event.site.size(), kSiteWidthMax));
    }
    threads_ = std::max(threads_, 1);
    width_ = std::clamp((view.width - kStepWidth) / threads_, kColumnWidthMin, kColumnWidthMax);
  }

  [[nodiscard]] std::string head() const {
    std::string line = " step  ";
    for (int t = 0; t < threads_; ++t) line += padded(fmt::format("thread {}", t), column());
    return trimmed(line);
  }

  [[nodiscard]] std::string row(const Event& event, std::size_t step) const {
    // A delivery and a return are told from outside the handler, and are drawn with it.
    const bool is_edge = event.kind == EventKind::signal || event.kind == EventKind::handled;
    std::string bars;
    for (int i = 0; i < event.depth + (is_edge ? 1 : 0); ++i) bars += "| ";
    const std::size_t width = column() - std::min(column() - 8, bars.size() + 1);
    std::string text;
    bool first = true;
    for (const std::string& line : wrapped(body(event, width), width)) {
      const std::string number = first && has_number(event.kind) ? fmt::format("{:>5}  ", step) : std::string(7, ' ');
      const std::string left(static_cast<std::size_t>(event.thread) * column(), ' ');
      text += trimmed(number + left + painted(bars + line, look_of(event), view_.colour));
      first = false;
    }
    return text;
  }

 private:
  [[nodiscard]] std::size_t column() const { return static_cast<std::size_t>(width_); }

  static std::string trimmed(std::string line) {
    line.resize(line.find_last_not_of(' ') + 1);
    return line + "\n";
  }

  // The words of an event. What stands alone says where it is; a plain access belongs to the step above it.
  [[nodiscard]] std::string body(const Event& event, std::size_t width) const {
    const std::string site = padded(event.site, std::min(site_width_, width / 2));
    const std::string stale = event.stale && event.what.find("stale") == std::string::npos ? " (stale)" : "";
    switch (event.kind) {
      case EventKind::data: return "· " + event.what;
      case EventKind::signal: return event.what.empty() ? "signal delivered" : event.what;
      case EventKind::handled: return event.what.empty() ? "handler returns" : event.what;
      case EventKind::fault: return fmt::format("{}  fault: {}", site, event.what);
      case EventKind::failure: return "X fails here";  // how stands in the last line
      default: return fmt::format("{}  {}{}", site, event.what, stale);
    }
  }

  TraceView view_;
  int threads_;
  int width_ = 0;
  std::size_t site_width_ = 0;
};

}  // namespace

Colour colour_for(int file) {
  const char* const refused = std::getenv("NO_COLOR");
  const char* const terminal = std::getenv("TERM");
  const bool dumb = terminal != nullptr && std::string_view(terminal) == "dumb";
  const bool wanted = isatty(file) == 1 && (refused == nullptr || *refused == '\0') && !dumb;
  return wanted ? Colour::on : Colour::off;
}

int width_for(int file) {
  winsize size{};
  const bool known = isatty(file) == 1 && ioctl(file, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? static_cast<int>(size.ws_col) : kUsualWidth;
}

std::string text_trace(const Trace& events, const TraceView& view) {
  const Trace trace = gathered(events, view.plain);
  const Sheet sheet(trace, view);
  std::string text = sheet.head();
  const std::size_t left_out = trace.size() - std::min(trace.size(), view.rows_max);
  if (left_out > 0) {
    text += fmt::format("       (the first {} rows are left out: --trace json shows all)\n", left_out);
  }
  std::size_t step = 0;
  for (std::size_t i = 0; i < trace.size(); ++i) {
    if (has_number(trace[i].kind)) ++step;
    if (i >= left_out) text += sheet.row(trace[i], step);
  }
  return text;
}

std::string verdict_line(Verdict verdict, Oracle oracle, const std::string& message, Colour colour) {
  std::string head(name_of(verdict));
  if (oracle != Oracle::none) head += fmt::format(" ({})", name_of(oracle));
  head = painted(head, is_bad(verdict) ? "\x1b[1;31m" : "\x1b[1m", colour);
  return message.empty() ? fmt::format(" {}\n", head) : fmt::format(" {}: {}\n", head, message);
}

std::string path_for_shell(const std::string& path) {
  const bool plain = !path.empty() && path.front() != '-' && std::all_of(path.begin(), path.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("._-/+=:,@").find(c) != std::string::npos;
  });
  const std::string word = path.starts_with('-') ? "./" + path : path;
  if (plain) return word;
  std::string inside;
  for (const char c : word) inside += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return "'" + inside + "'";
}

std::string replay_line(const std::string& path) {
  return fmt::format(" replay:   extram replay {}\n", path_for_shell(path));
}

std::string minimise_line(const std::string& path) {
  return fmt::format("        smaller: extram minimise {}\n", path_for_shell(path));
}

}  // namespace extram
