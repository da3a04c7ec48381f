#include <algorithm>

#include <fmt/format.h>

#include "model/schedule/atomic_file.hpp"
#include "model/schedule/schedule_header.hpp"
#include "model/schedule/shape_text.hpp"

namespace extram {
namespace {

using namespace detail;

// A message may come from anybody's scenario: what would break the line becomes a space, the ends are trimmed.
std::string one_line(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
  }
  text.resize(std::min(text.size(), kMessageSizeMax));
  const auto last = text.find_last_not_of(' ');
  text.resize(last == std::string::npos ? 0 : last + 1);
  text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
  return text;
}

// As a part of a file's name: "-bounded_p1", "-random_7", "-pct_d3_7".
std::string strategy_name(const Schedule& schedule) {
  if (schedule.strategy.empty()) return {};
  std::string name = "-";
  for (const char c : schedule.strategy) {
    if (c == '(' || c == ',') name += '_';
    if (c != '(' && c != ')' && c != ',' && c != '=') name += c;
  }
  const bool draws = schedule.strategy == "random" || schedule.strategy.starts_with("pct");
  return draws ? fmt::format("{}_{}", name, schedule.seed) : name;
}

std::optional<std::string> why_not_writable(const Schedule& schedule) {
  if (schedule.decisions.size() > kDecisionsMax) {
    return fmt::format("a schedule of {} decisions is not written: {} are the most", schedule.decisions.size(),
                       kDecisionsMax);
  }
  for (const RecordedDecision& d : schedule.decisions) {
    if (!d.site.empty() && !is_word(d.site)) {
      return fmt::format("a step is called '{}': a schedule needs names without spaces", one_line(d.site));
    }
  }
  return std::nullopt;
}

}  // namespace

std::string default_name(const Schedule& schedule, const Shape& usual, StrategyInName strategy) {
  std::string name = schedule.scenario;
  // What a machine made has one name in all versions.
  if (schedule.mutant.find(':') != std::string::npos) name += "-" + schedule.version;
  if (schedule.variant() != kNothing) name += "-" + schedule.variant();
  return fmt::format("{}-{}{}.sched", name, size_name(schedule.shape, usual),
                     strategy == StrategyInName::shown ? strategy_name(schedule) : "");
}

std::string to_text(const Schedule& schedule) {
  Schedule plain = schedule;
  plain.message = one_line(schedule.message);
  std::string text = fmt::format("{} {}\n", kMagic, kFormat);
  for (const HeaderRow& row : header_rows()) {
    if (row.is_usual == nullptr || !row.is_usual(plain)) text += header_line(row.key, row.get(plain));
  }
  text += header_line("decisions", fmt::to_string(plain.decisions.size()));
  std::size_t width = 0;
  for (const RecordedDecision& d : plain.decisions) width = std::max(width, d.site.size());
  for (std::size_t i = 0; i < plain.decisions.size(); ++i) {
    const RecordedDecision& d = plain.decisions[i];
    text += fmt::format("{:>5}  {}  {:<{}}  {:<16}  {}/{}\n", i, d.thread, d.site.empty() ? kNothing : d.site, width,
                        name_of(d.kind), d.index, d.arity);
  }
  return text + header_line("checksum", fmt::format("{:016x}", checksum_of(text)));
}

std::optional<std::string> write(const Schedule& schedule, const std::string& path) {
  if (auto why = why_not_writable(schedule)) return why;
  return write_atomically(path, to_text(schedule));
}

}  // namespace extram
