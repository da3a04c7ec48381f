// What a litmus file may hold, and that whatever else it holds is told in one line with its place.
#include "model/litmus/litmus_file.hpp"

#include <random>

#include <gtest/gtest.h>

#include "model/litmus/expression_text.hpp"

namespace extram::litmus {
namespace {

int value_of(std::string_view text) {
  const std::vector<int> registers{3, 5};
  const ReadExpression read = read_expression(text, [](std::string_view name) {
    return name == "a" ? 0 : name == "b" ? 1 : -1;
  });
  EXPECT_EQ(read.error, "") << text;
  return read.expression.evaluate(registers);
}

std::string error_of(std::string_view text) {
  return read_expression(text, [](std::string_view) { return -1; }).error;
}

TEST(LitmusExpression, IsReadAsPythonReadsIt) {
  EXPECT_EQ(value_of("1 + 2 * 3"), 7);
  EXPECT_EQ(value_of("(1 + 2) * 3"), 9);
  EXPECT_EQ(value_of("1 + (a ^ a)"), 1);
  EXPECT_EQ(value_of("a + b"), 8);
  EXPECT_EQ(value_of("-a - -1"), -2);
  EXPECT_EQ(value_of("10 - 3 - 2"), 5);
  EXPECT_EQ(value_of("a > 2"), 1);
  EXPECT_EQ(value_of("1 == a & 1"), 1) << "& binds tighter than == in Python";
  EXPECT_EQ(value_of("not a == 4"), 1) << "not (a == 4)";
  EXPECT_EQ(value_of("!a == 0"), 1) << "(!a) == 0";
  EXPECT_EQ(value_of("a == 4 or b == 5 and not never_set"), 1);
  EXPECT_EQ(value_of("nothing || android"), 0) << "words that begin like operators";
}

TEST(LitmusExpression, SaysWhatItDoesNotUnderstand) {
  EXPECT_EQ(error_of("1 +"), "'1 +': ends too early");
  EXPECT_EQ(error_of("(1"), "'(1': a ')' is missing");
  EXPECT_EQ(error_of("1 2"), "'1 2': unexpected '2'");
  EXPECT_EQ(error_of("1 < 2 < 3"), "'1 < 2 < 3': comparisons do not chain; use parentheses");
  EXPECT_EQ(error_of("99999999999"), "'99999999999': a number is too large");
  EXPECT_EQ(error_of("1 + not 2"), "'1 + not 2': 'not' needs parentheses here");
  EXPECT_NE(error_of(std::string(100, '(')), "");
  EXPECT_NE(error_of(std::string(100, '-') + "1"), "");
  std::string sum = "1";
  for (int i = 0; i < 40; ++i) sum += "+1";
  EXPECT_NE(error_of(sum), "") << "more terms than an evaluation has room for";
}

std::string error_in(std::string_view text) { return read_cases(text, "f.jsonl").error; }

std::string test_with(std::string_view operation) {
  return R"({"name":"t","locs":["x"],"threads":[[)" + std::string(operation) + "]]}";
}

TEST(LitmusFile, ReadsTestsAndWhatTheyExpect) {
  const Cases cases = read_cases(
      "\n"
      R"({"name":"one","locs":["x"],"init":{"x":4},"threads":[[{"op":"ld","loc":"x","reg":"r","ord":"acq"}]],)"
      R"("required":[{"0:r":4,"x":4}],"permitted_beyond":[{"x":5}],"race":false,"family":"others are ignored"})"
      "\n\n",
      "f.jsonl");
  ASSERT_EQ(cases.error, "");
  ASSERT_EQ(cases.cases.size(), 1U);
  const Case& one = cases.cases.front();
  EXPECT_EQ(one.test.locations[0].init, 4);
  EXPECT_EQ(one.test.outcome_names(), (std::vector<std::string>{"0:r", "x"}));
  EXPECT_EQ(one.test.threads[0].body[0].label, "1.ld_x");
  EXPECT_EQ(*one.required, (std::vector<Outcome>{{{"0:r", 4}, {"x", 4}}}));
  EXPECT_EQ(one.permitted_beyond, (std::vector<Outcome>{{{"x", 5}}}));
  EXPECT_EQ(one.race, false);
}

TEST(LitmusFile, SaysWhereAndWhatIsWrong) {
  const std::string good = test_with(R"({"op":"st","loc":"x","val":1,"ord":"rlx"})");
  EXPECT_EQ(error_in(good), "");
  EXPECT_EQ(error_in(good + "\n[]"), "f.jsonl:2: a test is a JSON object; one litmus test a line, as JSON");
  EXPECT_NE(error_in("{").find("f.jsonl:1: not JSON"), std::string::npos);
  EXPECT_EQ(error_in(test_with(R"({"op":"st","loc":"y","val":1,"ord":"rlx"})")),
            "f.jsonl:1: thread 0, operation 1: 'loc' is 'y', which is not in 'locs'; one litmus test a line, as JSON");
  for (const char* wrong : {
           R"({"op":"st","loc":"x","val":1,"ord":"acq"})",
           R"({"op":"st","loc":"x","val":1})",
           R"({"op":"st","loc":"x","val":1.5,"ord":"rlx"})",
           R"({"op":"st","loc":"x","val":4294967296,"ord":"rlx"})",
           R"({"op":"st","loc":"x","val":"1 +","ord":"rlx"})",
           R"({"op":"ld","loc":"x","reg":"r","ord":"rel"})",
           R"({"op":"ld","loc":"x","reg":7,"ord":"rlx"})",
           R"({"op":"rmw_add","loc":"x","val":1,"ord":"na"})",
           R"({"op":"cas","loc":"x","val":1,"expect":0,"ord":"rlx","ord_fail":"sc"})",
           R"({"op":"cas","loc":"x","val":1,"ord":"rlx"})",
           R"({"op":"await","loc":"x","val":1,"until":">","ord":"rlx"})",
           R"({"op":"choice","reg":"r","n":1000000})",
           R"({"op":"choice","n":2})",
           R"({"op":"fence","ord":"rlx"})",
           R"({"op":"jump"})",
           R"({"op":"cas_weak","loc":"x","val":1,"expect":0,"ord":"rlx"})",
           R"({"op":"if","cond":1,"then":7})",
           "7",
       }) {
    EXPECT_NE(error_in(test_with(wrong)), "") << wrong;
  }
  EXPECT_NE(error_in(R"({"name":"t","locs":["x"],"threads":[[],[],[],[],[],[]]})"), "") << "six threads";
  EXPECT_NE(error_in(R"({"name":"t","locs":["x","x"],"threads":[[]]})"), "");
  EXPECT_NE(error_in(R"({"name":"t","locs":["x"],"init":{"y":1},"threads":[[]]})"), "");
  EXPECT_NE(error_in(R"({"name":"t","locs":["x"],"threads":[[]],"required":[{"0:r":1}]})"), "");
  EXPECT_NE(error_in(""), "") << "no test at all";
  EXPECT_NE(read_cases_file("/nowhere/at/all").error, "");
}

TEST(LitmusFile, NestingIsBounded) {
  std::string nested;
  for (int i = 0; i < 2000; ++i) nested += R"({"op":"if","cond":1,"then":[)";
  for (int i = 0; i < 2000; ++i) nested += "]}";
  EXPECT_NE(error_in(test_with(nested)).find("deep"), std::string::npos);
  EXPECT_NE(error_in(std::string(100'000, '[')), "");
}

// Whatever the bytes are: tests or one printable line.
TEST(LitmusFile, SurvivesDamage) {
  const std::string good = test_with(
      R"({"op":"if","cond":"not r","then":[{"op":"cas","loc":"x","val":1,"expect":"r","reg":"r","ord":"sc"}]})");
  std::mt19937 random(7);
  int refused = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string damaged = good;
    for (int n = 0; n <= round % 3; ++n) damaged[random() % damaged.size()] = static_cast<char>(random());
    if (round % 5 == 0) damaged.resize(random() % damaged.size());
    const std::string error = error_in(damaged);
    refused += error.empty() ? 0 : 1;
    for (const char c : error) ASSERT_TRUE(c >= 0x20 && c < 0x7f) << damaged;
  }
  EXPECT_GT(refused, 1000);
  EXPECT_LT(refused, 3000);
}

}  // namespace
}  // namespace extram::litmus
