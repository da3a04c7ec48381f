#include "model/schedule/checkpoint.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/explore/result_json.hpp"
#include "model/schedule/atomic_file.hpp"
#include "model/schedule/schedule_header.hpp"

namespace extram {
namespace {

using namespace detail;
using Json = nlohmann::ordered_json;

constexpr std::string_view kFirst = "extram-checkpoint 1\n";
constexpr std::string_view kAnew = "restore it, or start anew without --resume";

std::string one_line(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

// Reads a text from its start to its end, and throws where it is not what was written.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  std::string_view value_of(std::string_view key) {
    const auto end = text_.find('\n');
    const std::string_view line = text_.substr(0, end);
    const auto space = line.find(' ');
    if (end == std::string_view::npos || line.substr(0, space) != key) throw std::invalid_argument(std::string(key));
    text_.remove_prefix(end + 1);
    const auto begin = line.find_first_not_of(' ', space);
    return begin == std::string_view::npos ? std::string_view() : line.substr(begin);
  }
  Json json_of_key(std::string_view key) { return Json::parse(value_of(key)); }
  std::string_view bytes(std::size_t count) {
    if (count >= text_.size() || text_[count] != '\n') throw std::invalid_argument("bytes");
    const std::string_view taken = text_.substr(0, count);
    text_.remove_prefix(count + 1);
    return taken;
  }

 private:
  std::string_view text_;
};

Saved saved_in(Cursor& cursor) {
  Saved saved;
  const Json progress = cursor.json_of_key("progress");
  saved.counts = counts_in(progress.at("counts"));
  progress.at("limits").get_to(saved.limits);
  saved.signals = signals_in(progress.at("signals"));
  progress.at("seconds").get_to(saved.seconds);
  progress.at("cpu_seconds").get_to(saved.cpu_seconds);
  progress.at("peak_rss_kb").get_to(saved.peak_rss_kb);
  progress.at("share").get_to(saved.share);
  progress.at("plan").get_to(saved.plan.hash);
  progress.at("units").get_to(saved.plan.units);
  if (const std::string_view result = cursor.value_of("result"); result != kNothing) {
    saved.result = result_in(Json::parse(result));
  }
  const auto items = cursor.json_of_key("items").get<std::size_t>();
  for (std::size_t i = 0; i < items; ++i) {
    const Json item = cursor.json_of_key("item");
    saved.items.push_back({std::string(cursor.bytes(item.at("bytes").get<std::size_t>())),
                           item.at("unit").get<std::size_t>(), item.at("share").get<double>(),
                           item.at("deaths").get<int>()});
  }
  saved.learnt = cursor.bytes(cursor.json_of_key("learnt").get<std::size_t>());
  return saved;
}

// Another search, or the same of another model. Empty: it is this one.
std::string difference(Cursor& cursor, const SearchRows& search) {
  std::string first;
  for (const auto& [key, value] : search) {
    const std::string_view there = cursor.value_of(key);
    if (there == value || !first.empty()) continue;
    first = key == "fingerprint"
                ? fmt::format("the model has changed since (fingerprint {}, now {}); start anew without --resume",
                              there, value)
                : fmt::format("it is of another search, whose {} is {}, not {}; resume that one, or name another file",
                              key, there, value);
  }
  return first;
}

std::optional<std::string> text_of_file(const std::string& path, std::string& error) {
  std::error_code why;
  if (!std::filesystem::is_regular_file(path, why)) {
    error = fmt::format("cannot read {}: {}; start anew without --resume", path, why ? why.message() : "it is no file");
    return std::nullopt;
  }
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (file) return text;
  error = fmt::format("cannot read {}: {}", path, std::generic_category().message(errno));
  return std::nullopt;
}

}  // namespace

SearchRows search_rows(const Schedule& schedule) {
  constexpr std::array<std::string_view, 3> kOfAnEnd{"verdict", "oracle", "message"};
  SearchRows rows;
  for (const HeaderRow& row : header_rows()) {
    if (row.is_usual != nullptr && row.is_usual(schedule)) continue;
    if (std::find(kOfAnEnd.begin(), kOfAnEnd.end(), row.key) == kOfAnEnd.end()) {
      rows.emplace_back(row.key, row.get(schedule));
    }
  }
  return rows;
}

std::uint64_t id_of(const SearchRows& search) {
  std::string text;
  for (const auto& [key, value] : search) text += header_line(key, value);
  return checksum_of(text);
}

SearchRows with_shard(SearchRows search, const std::optional<Shard>& shard) {
  search.emplace_back("shard", shard ? fmt::format("{}/{}", shard->index, shard->count) : std::string(kNothing));
  return search;
}

std::string checkpoint_text(const SearchRows& search, const Saved& saved) {
  std::string text(kFirst);
  for (const auto& [key, value] : search) text += header_line(key, value);
  text += header_line("progress", one_line({{"counts", json_of(saved.counts)},
                                            {"limits", saved.limits},
                                            {"signals", json_of(saved.signals)},
                                            {"seconds", saved.seconds},
                                            {"cpu_seconds", saved.cpu_seconds},
                                            {"peak_rss_kb", saved.peak_rss_kb},
                                            {"share", saved.share},
                                            {"plan", saved.plan.hash},
                                            {"units", saved.plan.units}}));
  text += header_line("result", saved.result ? one_line(json_of(*saved.result)) : std::string(kNothing));
  text += header_line("items", fmt::to_string(saved.items.size()));
  for (const WorkItem& item : saved.items) {
    text += header_line(
        "item",
        one_line({{"unit", item.unit}, {"share", item.share}, {"deaths", item.deaths}, {"bytes", item.work.size()}}));
    text += item.work;
    text += '\n';
  }
  text += header_line("learnt", fmt::to_string(saved.learnt.size()));
  text += saved.learnt;
  text += '\n';
  return text + header_line("checksum", fmt::format("{:016x}", checksum_of(text)));
}

ReadCheckpoint parse_checkpoint(std::string_view text, const SearchRows& search) {
  if (!text.starts_with(kFirst)) {
    return {std::nullopt, fmt::format("not a checkpoint: the first line is not '{}'; name one that `extram check "
                                      "--checkpoint` wrote",
                                      kFirst.substr(0, kFirst.size() - 1))};
  }
  const std::string end = header_line("checksum", fmt::format("{:016x}", 0));
  const auto covered = text.size() - std::min(end.size(), text.size());
  if (text.substr(covered) != header_line("checksum", fmt::format("{:016x}", checksum_of(text.substr(0, covered))))) {
    return {std::nullopt, fmt::format("the checksum does not match: the file was damaged; {}", kAnew)};
  }
  try {
    Cursor cursor(text.substr(kFirst.size(), covered - kFirst.size()));
    if (std::string differs = difference(cursor, search); !differs.empty()) return {std::nullopt, std::move(differs)};
    return {saved_in(cursor), {}};
  } catch (const std::exception&) {  // of a cursor, of JSON, of a name that is none
    return {std::nullopt, fmt::format("not as this program writes it; {}", kAnew)};
  }
}

ReadCheckpoint read_checkpoint(const std::string& path, const SearchRows& search) {
  std::string error;
  const auto text = text_of_file(path, error);
  if (!text) return {std::nullopt, error};
  ReadCheckpoint read = parse_checkpoint(*text, search);
  if (!read.saved) read.error = fmt::format("{}: {}", path, read.error);
  return read;
}

std::optional<std::string> why_no_checkpoint(const std::string& path) {
  if (auto why = why_not_writable(path)) return why;
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  std::string first(kFirst.size(), ' ');
  file.read(first.data(), static_cast<std::streamsize>(first.size()));
  if (std::filesystem::is_regular_file(path, error) && first == kFirst) return std::nullopt;
  return fmt::format("{} is there and is no checkpoint: it would be lost; name another file", path);
}

}  // namespace extram
