#include <algorithm>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/schedule/schedule_header.hpp"

namespace extram {
namespace {

using namespace detail;

constexpr std::string_view kMend = "restore the file, or make it anew with `extram check`";

// What a damaged line says, as far as a terminal can be trusted with it.
std::string quote(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text.substr(0, 60)) quoted += static_cast<unsigned char>(c) < ' ' || c == '\x7f' ? '?' : c;
  return quoted + (text.size() > 60 ? "...'" : "'");
}

class Parser {
 public:
  Parser(std::string_view text, Checksum checksum) : text_(text), checksum_(checksum) {}

  ReadSchedule parse() {
    Schedule schedule;
    if (is_text() && first_line() && header(schedule) && decisions(schedule) && last_line()) {
      return {std::move(schedule), {}};
    }
    return {std::nullopt, std::move(error_)};
  }

 private:
  bool fails(std::string_view what, std::string_view mend = kMend) {
    error_ = line_ == 0 ? fmt::format("{}; {}", what, mend) : fmt::format("line {}: {}; {}", line_, what, mend);
    return false;
  }

  // The next line, without its end. False at the end of the file, or where a line is too long or has no end.
  bool next_line(std::string_view& line, std::string_view wanted) {
    ++line_;
    if (at_ == text_.size()) return fails(fmt::format("the file ends where {} should stand", wanted));
    const auto end = text_.find('\n', at_);
    if (end == std::string_view::npos) return fails("the file ends in the middle of a line");
    line = text_.substr(at_, end - at_);
    if (line.size() > kLineSizeMax) return fails(fmt::format("longer than {} bytes", kLineSizeMax));
    at_ = end + 1;
    return true;
  }

  bool is_text() {
    if (text_.empty()) return fails("the file is empty");
    if (text_.size() > kFileSizeMax) return fails(fmt::format("the file is larger than {} bytes", kFileSizeMax));
    if (text_.find('\0') != std::string_view::npos) return fails("not a text file: it holds NUL bytes");
    if (text_.find('\r') != std::string_view::npos) {
      return fails("lines end with CR LF or a carriage return", "convert the file: tr -d '\\r' < FILE > NEW");
    }
    return true;
  }

  bool first_line() {
    if (!text_.starts_with(kMagic)) {
      return fails(fmt::format("not a schedule: the first line is not '{} {}'", kMagic, kFormat));
    }
    std::string_view line;
    if (!next_line(line, "the first line")) return false;
    if (line == fmt::format("{} {}", kMagic, kFormat)) return true;
    return fails(
        fmt::format("{} is a format that this program does not know, it reads '{} {}'", quote(line), kMagic, kFormat),
        "use the extram that wrote it");
  }

  // A line of the header: `key`, at least one space, the value.
  bool value_of(std::string_view key, std::string_view& value) {
    std::string_view line;
    if (!next_line(line, fmt::format("'{}'", key))) return false;
    const auto space = line.find(' ');
    if (line.substr(0, space) != key) return fails(fmt::format("'{}' should stand here, not {}", key, quote(line)));
    const auto begin = line.find_first_not_of(' ', space);
    if (begin == std::string_view::npos) return fails(fmt::format("'{}' has no value", key));
    value = line.substr(begin);
    return true;
  }

  bool header(Schedule& schedule) {
    for (const HeaderRow& row : header_rows()) {
      if (row.is_usual != nullptr && !text_.substr(at_).starts_with(row.key)) continue;
      std::string_view value;
      if (!value_of(row.key, value)) return false;
      if (!row.set(schedule, value)) {
        return fails(fmt::format("'{}' is {}, and has to be {}", row.key, quote(value), row.wants));
      }
    }
    return true;
  }

  bool decisions(Schedule& schedule) {
    std::string_view value;
    if (!value_of("decisions", value)) return false;
    std::uint64_t count = 0;
    if (!read_number(value, kDecisionsMax, count)) {
      return fails(fmt::format("'decisions' is {}, and has to be a number up to {}", quote(value), kDecisionsMax));
    }
    for (std::uint64_t step = 0; step < count; ++step) {
      std::string_view line;
      if (!next_line(line, fmt::format("decision {}", step))) return false;
      RecordedDecision decision;
      if (!decision_of(line, step, decision)) {
        return fails(fmt::format("{} is not a decision: '{} thread site kind index/arity'", quote(line), step));
      }
      schedule.decisions.push_back(std::move(decision));
    }
    return true;
  }

  static std::string_view next_word(std::string_view& line) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    const std::string_view word = line.substr(0, line.find(' '));
    line.remove_prefix(word.size());
    return word;
  }

  static bool decision_of(std::string_view line, std::uint64_t step, RecordedDecision& decision) {
    std::uint64_t number = 0;
    std::uint64_t thread = 0;
    std::uint64_t index = 0;
    std::uint64_t arity = 0;
    if (!read_number(next_word(line), kDecisionsMax, number) || number != step) return false;
    if (!read_number(next_word(line), 255, thread)) return false;
    const std::string_view site = next_word(line);
    const auto kind = decision_kind_named(next_word(line));
    const std::string_view choice = next_word(line);
    const auto slash = choice.find('/');
    if (!is_word(site) || !kind || slash == std::string_view::npos || !line.empty()) return false;
    if (!read_number(choice.substr(slash + 1), 65'535, arity)) return false;
    if (!read_number(choice.substr(0, slash), 65'535, index) || index >= arity) return false;
    decision = {*kind, static_cast<int>(thread), std::string(site == kNothing ? std::string_view() : site),
                static_cast<int>(index), static_cast<int>(arity)};
    return true;
  }

  bool last_line() {
    const std::string_view covered = text_.substr(0, at_);
    if (checksum_ == Checksum::edited && at_ == text_.size()) return true;
    std::string_view line;
    if (!next_line(line, "the checksum")) return false;
    if (!line.starts_with("checksum ")) {
      return fails(fmt::format("the checksum should stand here, not {}", quote(line)));
    }
    if (at_ != text_.size()) {
      ++line_;
      return fails("something follows the checksum, which is the last line");
    }
    const std::string wanted = header_line("checksum", fmt::format("{:016x}", checksum_of(covered)));
    if (checksum_ == Checksum::edited || text_.substr(covered.size()) == wanted) return true;
    return fails("the checksum does not match: the file was damaged or edited",
                 "restore it, or try an edited one with `extram replay --edited`");
  }

  std::string_view text_;
  Checksum checksum_;
  std::size_t at_ = 0;
  std::size_t line_ = 0;
  std::string error_;
};

class File {
 public:
  // Not to block: a pipe that nobody writes to is refused like anything else that is no file.
  explicit File(const std::string& path) : handle_(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)) {}
  ~File() {
    if (handle_ >= 0) (void)close(handle_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  [[nodiscard]] bool is_open() const { return handle_ >= 0; }
  [[nodiscard]] bool is_regular() const {
    struct stat info {};
    return fstat(handle_, &info) == 0 && S_ISREG(info.st_mode);
  }
  // At most `size_max` bytes and one more, whatever the file system says of its size. False: errno says why.
  [[nodiscard]] bool read_into(std::string& text, std::size_t size_max) const {
    char buffer[16 * 1024];
    while (text.size() <= size_max) {
      const ssize_t got = read(handle_, buffer, sizeof buffer);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return false;
      if (got == 0) return true;
      text.append(buffer, static_cast<std::size_t>(got));
    }
    return true;
  }

 private:
  int handle_;
};

std::string system_error() { return std::generic_category().message(errno); }

}  // namespace

ReadSchedule parse_schedule(std::string_view text, Checksum checksum) { return Parser(text, checksum).parse(); }

ReadSchedule read_schedule(const std::string& path, Checksum checksum) {
  const File file(path);
  const std::string name = quote(path);
  if (!file.is_open()) {
    return {std::nullopt,
            fmt::format("cannot read {}: {}; name a file that `extram check` wrote", name, system_error())};
  }
  if (!file.is_regular()) {
    return {std::nullopt, fmt::format("{} is not a file; name a file that `extram check` wrote", name)};
  }
  std::string text;
  if (!file.read_into(text, kFileSizeMax)) {
    return {std::nullopt, fmt::format("cannot read {}: {}; {}", name, system_error(), kMend)};
  }
  ReadSchedule result = parse_schedule(text, checksum);
  if (!result.schedule) result.error = fmt::format("{}: {}", path, result.error);
  return result;
}

}  // namespace extram
