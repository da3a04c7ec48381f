// Shards and `merge`: together they are the whole search, or they are refused.
#include <fmt/format.h>
#include <pugixml.hpp>

#include "model/cli/verbs_fixture.hpp"
#include "model/report/shard_rows.hpp"

namespace extram {
namespace {

Arguments run_of(const std::string& variant, int threads) {
  const bool is_mutant = variant == "lost_update";
  return {"check",       "counting",  is_mutant ? "--mutant" : "--version",
          variant,       "--threads", std::to_string(threads),
          "--callbacks", "2",         "--strategy",
          "full"};
}

class Merge : public Verbs {
 protected:
  static std::string file_of(int shard) { return "s" + std::to_string(shard) + ".jsonl"; }

  // Runs every shard, and returns how to join them.
  static Arguments shards(const Arguments& run, int count, const Arguments& more = {}) {
    Arguments merge{"merge"};
    for (int shard = 1; shard <= count; ++shard) {
      Arguments arguments = run;
      arguments.insert(arguments.end(),
                       {"--shard", std::to_string(shard) + "/" + std::to_string(count), "--json", file_of(shard)});
      arguments.insert(arguments.end(), more.begin(), more.end());
      EXPECT_EQ(run_extram(arguments).err, "");
      merge.push_back(file_of(shard));
    }
    return merge;
  }
  static std::string content_of(int shard) {
    std::ifstream file(file_of(shard));
    return {std::istreambuf_iterator<char>(file), {}};
  }
};

TEST_F(Merge, ShardsAreTheWholeSearch) {
  for (const int threads : {1, 2, 3}) {
    Arguments alone = run_of("two_steps", threads);
    alone.insert(alone.end(), {"--json", "-"});
    const nlohmann::json whole = rows_of(run_extram(alone).out).front();
    for (const int count : {1, 2, 3, 7}) {
      Arguments merge = shards(run_of("two_steps", threads), count);
      merge.insert(merge.end(), {"--json", "-"});
      const Ran ran = run_extram(merge);
      EXPECT_EQ(ran.exit, Exit::good) << ran.err;
      const nlohmann::json joined = rows_of(ran.out).front();
      for (const char* field : {"verdict", "strength", "executions", "blocked", "steps", "decisions_max", "limits"}) {
        EXPECT_EQ(joined[field], whole[field]) << field << " of " << threads << " threads in " << count;
      }
    }
  }
}

TEST_F(Merge, AShardAloneDoesNotSayThatItIsComplete) {
  (void)shards(run_of("two_steps", 3), 2);
  const nlohmann::json row = rows_of(content_of(2)).front();
  EXPECT_EQ(row["strength"], "shard(2/2)");
  EXPECT_EQ(row["limits"][0], "the other 1 shards");
  EXPECT_GE(row["units"], 16);
}

TEST_F(Merge, WhatIsNoPartitionIsRefused) {
  (void)shards(run_of("two_steps", 3), 3);
  expect_refused({"merge", "s1.jsonl", "s3.jsonl"}, "shard 2/3 is missing", Exit::harness);
  expect_refused({"merge", "s1.jsonl", "s2.jsonl", "s2.jsonl", "s3.jsonl"}, "shard 2/3 is there twice", Exit::harness);
  std::filesystem::rename("s3.jsonl", "third.jsonl");
  (void)shards(run_of("two_steps", 3), 2);
  expect_refused({"merge", "s1.jsonl", "s2.jsonl", "third.jsonl"}, "cut the search in different ways", Exit::harness);
  (void)shards(run_of("one_step", 2), 1);
  const Ran two_searches = run_extram({"merge", "s1.jsonl", "s2.jsonl"});
  EXPECT_EQ(two_searches.exit, Exit::harness) << "one of them is whole, the other is not";
  EXPECT_NE(two_searches.err.find("shard 1/2 is missing"), std::string::npos) << two_searches.err;
}

TEST_F(Merge, AShardThatWasCutByABudget) {
  const Ran ran = run_extram(shards(run_of("two_steps", 3), 2, {"--max-executions", "40"}));
  EXPECT_EQ(ran.exit, Exit::truncated) << ran.out;
  EXPECT_NE(ran.out.find("executions: stopped after 40"), std::string::npos) << ran.out;
}

TEST_F(Merge, AFailureOfAnyShardIsThatOfTheWhole) {
  const Ran ran = run_extram(shards(run_of("lost_update", 2), 2));
  EXPECT_EQ(ran.exit, Exit::bad) << ran.out << ran.err;
  EXPECT_NE(ran.out.find("violation(I7)"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("extram replay schedules/"), std::string::npos) << ran.out;
}

// What is no answer is an error there, and never passed: a shard that was cut, and a search that is not all there.
TEST_F(Merge, TheWholeIsACaseForBuildServers) {
  const auto ends = [](Arguments merge, const char* kind) {
    merge.insert(merge.end(), {"--junit", "m.xml"});
    (void)run_extram(merge);
    pugi::xml_document xml;
    EXPECT_TRUE(xml.load_file("m.xml"));
    const auto test = xml.child("testsuites").child("testsuite").child("testcase");
    EXPECT_EQ(xml.child("testsuites").attribute("tests").as_int(), 1);
    return kind == nullptr ? !test.child("failure") && !test.child("error") : !!test.child(kind);
  };
  EXPECT_TRUE(ends(shards(run_of("two_steps", 2), 2), nullptr));
  EXPECT_TRUE(ends({"merge", "s1.jsonl"}, "error"));
  EXPECT_TRUE(ends(shards(run_of("two_steps", 3), 2, {"--max-executions", "40"}), "error"));
  EXPECT_TRUE(ends(shards(run_of("lost_update", 2), 2), "failure"));
}

TEST_F(Merge, EveryDamagedByteIsRefused) {
  const Arguments merge = shards(run_of("two_steps", 2), 2);
  const std::string whole = content_of(2);
  for (std::size_t at = 0; at + 1 < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    std::ofstream(file_of(2), std::ios::trunc) << damaged;
    expect_refused(merge, "s2.jsonl:1: the line ");
  }
  std::ofstream(file_of(2), std::ios::trunc) << "";
  expect_refused(merge, "the file is empty");
  std::ofstream(file_of(2), std::ios::trunc) << "{}\n";
  expect_refused(merge, "is no result of a shard");
  expect_refused({"merge", "none.jsonl"}, "cannot read none.jsonl");
}

// A checksum says that a row is as it was written, not that all that is joined was written.
TEST_F(Merge, ARowThatLacksAFieldIsRefusedThoughItsChecksumIsRight) {
  for (const std::string variant : {"two_steps", "lost_update"}) {
    const Arguments merge = shards(run_of(variant, 2), 2);
    const nlohmann::ordered_json whole = nlohmann::ordered_json::parse(content_of(1));
    std::vector<std::string> needed{"plan", "search", "shard", "shards", "units", "units_done", "verdict"};
    if (variant == "lost_update") needed.insert(needed.end(), {"message", "oracle", "schedule", "strategy"});
    for (const std::string& field : needed) {
      nlohmann::ordered_json row = whole;
      row.erase("checksum");
      ASSERT_EQ(row.erase(field), 1U) << field;
      std::ofstream(file_of(1), std::ios::trunc) << with_checksum(row.dump()) << "\n";
      expect_refused(merge, field == "shard" ? "is no result of a shard" : "lacks what the result of a shard has");
    }
  }
}

TEST_F(Merge, AFieldOfAnotherKindIsRefused) {
  const Arguments merge = shards(run_of("two_steps", 2), 2);
  const nlohmann::ordered_json whole = nlohmann::ordered_json::parse(content_of(1));
  using Row = nlohmann::ordered_json;
  for (const auto& [field, value] : {std::pair<std::string, Row>{"executions", -1},
                                     {"executions", 1.5},
                                     {"executions", nullptr},
                                     {"oracle", 7},
                                     {"units_done", Row::array({"0"})},
                                     {"limits", "none"},
                                     {"fault_space", Row::array({Row::object()})},
                                     {"outcomes", {{"lost", "many"}}},
                                     {"fault_kinds", "death"}}) {
    Row row = whole;
    row.erase("checksum");
    row[field] = value;
    std::ofstream(file_of(1), std::ios::trunc) << with_checksum(row.dump()) << "\n";
    expect_refused(merge, "lacks what the result of a shard has");
  }
}

// Whoever writes such a value out again goes as deep as it does: that was the end of the stack.
TEST_F(Merge, ARowOfAHundredThousandBracketsIsRefused) {
  const Arguments merge = shards(run_of("two_steps", 2), 2);
  std::string row = content_of(1);
  row.erase(row.rfind(",\"checksum\""));
  const std::string brackets = std::string(100'000, '[') + std::string(100'000, ']');
  std::ofstream(file_of(1), std::ios::trunc) << with_checksum(row + ",\"more\":" + brackets + "}") << "\n";
  expect_refused(merge, "is no JSON object");
}

TEST_F(Merge, ThePlanSaysTheCommands) {
  const Ran ran = run_extram({"plan", "--shards", "2", "counting", "--version", "two_steps", "--threads", "3"});
  EXPECT_EQ(ran.exit, Exit::good);
  EXPECT_EQ(ran.out,
            "extram check counting --version two_steps --threads 3 --shard 1/2 --json shard-1-of-2.jsonl\n"
            "extram check counting --version two_steps --threads 3 --shard 2/2 --json shard-2-of-2.jsonl\n"
            "extram merge shard-1-of-2.jsonl shard-2-of-2.jsonl\n");
  EXPECT_EQ(parse({"plan", "counting", "--frobnicate"}).exit, Exit::usage);
}

}  // namespace
}  // namespace extram
