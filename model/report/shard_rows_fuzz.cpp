// Whatever the files hold that `extram merge` is given, each line is taken up or refused in one line; and of what is
// taken up the whole can be said, or why it is none. Each line gets its checksum here, or bytes made up would not get
// far.
#include <cstdint>
#include <cstdlib>
#include <map>

#include "model/report/shard_rows.hpp"

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

bool is_one_line(const std::string& text) { return !text.empty() && text.find('\n') == std::string::npos; }

void read(std::string_view text) {
  const extram::ShardRows read = extram::read_shard_rows(text, "rows");
  expect(read.error.empty() ? !read.rows.empty() : is_one_line(read.error));
  if (!read.error.empty()) return;
  std::map<std::string, std::vector<extram::ShardRow>> searches;
  for (const extram::ShardRow& row : read.rows) searches[row.json.at("search").get<std::string>()].push_back(row);
  for (const auto& [search, rows] : searches) {
    if (!extram::why_no_partition(rows).empty()) continue;
    const nlohmann::ordered_json whole = extram::joined(rows);
    const auto verdict = extram::verdict_named(whole.at("verdict").get<std::string>());
    expect(verdict.has_value());
    // What is whole has nothing left out: a failure anywhere, or less than all units, is never exhausted.
    std::uint64_t done = 0;
    bool is_cut = false;
    for (const extram::ShardRow& row : rows) {
      done += row.done.size();
      is_cut |= row.verdict != extram::Verdict::exhausted;
    }
    if (*verdict == extram::Verdict::exhausted) expect(!is_cut && done == rows.front().units);
    expect(!whole.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace).empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  read(input);
  std::string with_checksums;
  for (std::string_view rest = input; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const std::size_t old = line.rfind(R"(,"checksum")");
    const std::string row = old == std::string_view::npos ? std::string(line) : std::string(line.substr(0, old)) + "}";
    with_checksums += extram::with_checksum(row) + "\n";
  }
  read(with_checksums);
  return 0;
}
