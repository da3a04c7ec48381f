// `extram plan`: the commands that run a check in shards, one a line, and the one that joins them.
#include <algorithm>
#include <cctype>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ostream.h>

#include "model/cli/plan.hpp"
#include "model/cli/verbs.hpp"

namespace extram {
namespace {

std::string word_for_shell(const std::string& word) {
  const bool plain = !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("._-/+=:,@").find(c) != std::string::npos;
  });
  if (plain) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace

Exit shard_plan(const ShardPlanOptions& options, const Console& console) {
  std::vector<std::string> words = options.check;
  words.insert(words.begin(), "check");
  const Parsed parsed = parse(words);  // its own parts were looked at already
  if (const Plan plan = make_plan(parsed.command->check); !plan.error.empty()) {
    fmt::print(console.err, "extram plan: {}\n", plan.error);
    return plan.exit;
  }
  std::string check = "extram check";
  for (const std::string& word : options.check) check += " " + word_for_shell(word);
  std::string merge = "extram merge";
  for (std::uint32_t shard = 1; shard <= options.shards; ++shard) {
    const std::string file = fmt::format("shard-{}-of-{}.jsonl", shard, options.shards);
    fmt::print(console.out, "{} --shard {}/{} --json {}\n", check, shard, options.shards, file);
    merge += " " + file;
  }
  fmt::print(console.out, "{}\n", merge);
  return Exit::good;
}

}  // namespace extram
