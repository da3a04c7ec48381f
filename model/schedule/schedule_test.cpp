#include "model/schedule/schedule.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/schedule/folder_for_test.hpp"
#include "model/schedule/schedule_header.hpp"

namespace extram {
namespace {

Schedule sample() {
  Schedule s;
  s.scenario = "signal_window";
  s.version = "go_1_15";
  s.shape = {.threads = 2, .callbacks = 1, .ms = 1, .signals = 1};
  s.strategy = "bounded(p=3)";
  s.verdict = Verdict::deadlock;
  s.oracle = Oracle::I2;
  s.message = "thread 0 waits in its handler for the list lock that thread 0 holds";
  s.fingerprint = 0x0123456789abcdef;
  s.decisions = {{DecisionKind::thread, 0, "lockextra.load", 0, 2},
                 {DecisionKind::signal, 0, "lockextra.cas", 1, 2},
                 {DecisionKind::thread, 1, "treiber_stack.hpp:31", 1, 2},
                 {DecisionKind::stale_load, 1, "", 1, 3}};
  return s;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

// A text whose checksum holds, whatever else is wrong with it.
std::string with_checksum(std::string text) {
  text.resize(text.rfind("checksum"));
  std::ostringstream line;
  line << "checksum      " << std::hex;
  line.width(16);
  line.fill('0');
  line << detail::checksum_of(text) << "\n";
  return text + line.str();
}

void expect_refused(const std::string& text, const std::string& because) {
  const ReadSchedule read = parse_schedule(text);
  EXPECT_FALSE(read.schedule.has_value()) << because;
  EXPECT_NE(read.error.find(because), std::string::npos) << read.error;
  EXPECT_EQ(read.error.find('\n'), std::string::npos) << read.error;
}

std::size_t files_in(const Folder& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder.path()), {}));
}

TEST(Schedule, ReadsWhatItWrites) {
  const ReadSchedule read = parse_schedule(to_text(sample()));
  ASSERT_TRUE(read.schedule) << read.error;
  const Schedule& s = *read.schedule;
  EXPECT_EQ(s.scenario, "signal_window");
  EXPECT_EQ(s.version, "go_1_15");
  EXPECT_EQ(s.mutant, "");
  EXPECT_EQ(s.shape, sample().shape);
  EXPECT_EQ(s.world, "relacy");
  EXPECT_EQ(s.strategy, "bounded(p=3)");
  EXPECT_EQ(s.verdict, Verdict::deadlock);
  EXPECT_EQ(s.oracle, Oracle::I2);
  EXPECT_EQ(s.message, sample().message);
  EXPECT_EQ(s.fingerprint, 0x0123456789abcdefU);
  EXPECT_EQ(s.depth, 20'000U);
  EXPECT_TRUE(s.oracles.contains(Oracle::I22));
  EXPECT_EQ(s.decisions, sample().decisions);
}

TEST(Schedule, IsTextThatPeopleCanRead) {
  const std::string text = to_text(sample());
  EXPECT_TRUE(
      text.starts_with("extram-schedule 1\nscenario      signal_window\nversion       go_1_15\nmutant        -\n"));
  EXPECT_NE(text.find("\ndecisions     4\n"
                      "    0  0  lockextra.load        thread            0/2\n"
                      "    1  0  lockextra.cas         signal            1/2\n"
                      "    2  1  treiber_stack.hpp:31  thread            1/2\n"
                      "    3  1  -                     stale_load        1/3\n"
                      "checksum      "),
            std::string::npos)
      << text;
}

TEST(Schedule, AMessageBecomesOneLine) {
  Schedule s = sample();
  s.message = "  first\r\nsecond\tthird\n" + std::string(1, '\0') + std::string(5000, 'x');
  const ReadSchedule read = parse_schedule(to_text(s));
  ASSERT_TRUE(read.schedule) << read.error;
  EXPECT_TRUE(read.schedule->message.starts_with("first  second third"));
  EXPECT_EQ(read.schedule->message.find_first_of("\r\n\t"), std::string::npos);
  s.message = " \n ";
  EXPECT_EQ(parse_schedule(to_text(s)).schedule->message, "");
}

RC_GTEST_PROP(Schedule, AnyScheduleComesBack, ()) {
  const auto word = [] {
    return rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::oneOf(
        rc::gen::inRange('a', 'z'), rc::gen::inRange('0', '9'), rc::gen::elementOf(std::string("._:-")))));
  };
  Schedule s;
  s.scenario = *word();
  s.version = *word();
  s.mutant = "m" + *word();
  s.shape.threads = *rc::gen::inRange(1, kMaxThreads + 1);
  s.shape.callbacks = *rc::gen::inRange(0, 1000);
  s.shape.ms = *rc::gen::inRange(0, 1000);
  s.shape.body = *rc::gen::element(Body::just_return, Body::rendezvous);
  s.shape.signal_points = *rc::gen::element(SignalPoints::distinct, SignalPoints::all);
  s.shape.profile = *rc::gen::element(Profile::same, Profile::mixed, Profile::own_altstack);
  s.strategy = *word();
  s.seed = *rc::gen::arbitrary<std::uint64_t>();
  s.fingerprint = *rc::gen::arbitrary<std::uint64_t>();
  s.verdict = kVerdicts[*rc::gen::inRange(std::size_t{0}, kVerdicts.size())].first;
  s.oracle = kOracles[*rc::gen::inRange(std::size_t{0}, kOracles.size())].id;
  s.oracles = OracleSet(s.oracle, Oracle::I7);
  s.depth = *rc::gen::inRange(1U, 1'000'000U);
  s.message = "m" + *word();
  s.decisions = *rc::gen::container<std::vector<RecordedDecision>>(rc::gen::exec([&] {
    RecordedDecision d;
    d.kind = static_cast<DecisionKind>(*rc::gen::inRange(0, static_cast<int>(kDecisionKinds.size())));
    d.thread = *rc::gen::inRange(0, 256);
    d.site = "s" + *word();
    d.arity = *rc::gen::inRange(1, 65'536);
    d.index = *rc::gen::inRange(0, d.arity);
    return d;
  }));
  const std::string text = to_text(s);
  const ReadSchedule read = parse_schedule(text);
  RC_ASSERT(read.schedule.has_value());
  RC_ASSERT(to_text(*read.schedule) == text);
  RC_ASSERT(read.schedule->decisions == s.decisions);
  RC_ASSERT(read.schedule->shape == s.shape);
}

RC_GTEST_PROP(Schedule, AnyBytesAreReadOrRefused, (const std::string& tail)) {
  const ReadSchedule read = parse_schedule(to_text(sample()).substr(0, *rc::gen::inRange(0, 700)) + tail);
  RC_ASSERT(read.schedule.has_value() == read.error.empty());
}

TEST(Schedule, EveryHeaderLineIsNeeded) {
  std::istringstream lines(to_text(sample()));
  std::vector<std::string> all;
  for (std::string line; std::getline(lines, line);) all.push_back(line);
  for (std::size_t missing = 0; missing < all.size(); ++missing) {
    std::string text;
    for (std::size_t i = 0; i < all.size(); ++i) text += i == missing ? "" : all[i] + "\n";
    if (missing + 1 < all.size()) text = with_checksum(text);
    EXPECT_FALSE(parse_schedule(text).schedule) << all[missing];
  }
}

TEST(Schedule, EveryFlippedBitIsRefused) {
  const std::string text = to_text(sample());
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = text;
      damaged[i] = static_cast<char>(damaged[i] ^ (1 << bit));
      ASSERT_FALSE(parse_schedule(damaged).schedule) << "byte " << i << " bit " << bit;
    }
  }
}

TEST(Schedule, EveryTruncationAndEveryTailIsRefused) {
  const std::string text = to_text(sample());
  for (std::size_t size = 0; size < text.size(); ++size) {
    ASSERT_FALSE(parse_schedule(text.substr(0, size)).schedule) << size;
  }
  expect_refused(text + "\n", "something follows the checksum");
  expect_refused(text + text, "something follows the checksum");
}

TEST(Schedule, SaysWhatIsWrong) {
  const std::string text = to_text(sample());
  const auto changed = [&](const char* from, const char* to) { return with_checksum(replaced(text, from, to)); };
  expect_refused("", "the file is empty");
  expect_refused(
      "\x7f"
      "ELF",
      "not a schedule");
  expect_refused("{\"a\": 1}\n", "not a schedule");
  expect_refused(std::string("extram-schedule 1\n\0", 19), "NUL bytes");
  expect_refused(replaced(text, "1\n", "1\r\n"), "tr -d");
  expect_refused(changed("schedule 1", "schedule 2"), "line 1: 'extram-schedule 2' is a format");
  expect_refused(changed("version ", "colour  "), "line 3: 'version' should stand here");
  expect_refused(changed("threads       2", "threads       6"),
                 "line 5: 'threads' is '6', and has to be a number from");
  expect_refused(changed("threads       2", "threads       -1"), "has to be a number from 1 to 5");
  expect_refused(changed("threads       2", "threads       99999999999999999999"), "has to be");
  expect_refused(changed("threads       2", "threads"), "'threads' has no value");
  expect_refused(changed("ms            1", "ms            1001"), "a number from 0 to 1000");
  expect_refused(changed("stack_kib     64", "stack_kib     1048577"), "a number from 1 to 1048576");
  expect_refused(changed("body          return", "body          sleep"), "return or rendezvous");
  expect_refused(changed("oracle        I2", "oracle        I99"), "an oracle's id");
  expect_refused(changed("oracles       all", "oracles       I1,,I2"), "such as I1,I5");
  expect_refused(changed("deadlock", "sunshine"), "a verdict");
  expect_refused(changed("0123456789abcdef", "0123456789abcde"), "16 hexadecimal digits");
  expect_refused(changed("decisions     4", "decisions     400000000"), "a number up to");
  expect_refused(changed("decisions     4", "decisions     3"), "the checksum should stand here");
  expect_refused(changed("decisions     4", "decisions     5"), "is not a decision");
  expect_refused(changed(" 0/2", " 2/2"), "is not a decision");
  expect_refused(changed(" 0/2", " 0/0"), "is not a decision");
  expect_refused(changed(" 0/2", " 0/65536"), "is not a decision");
  expect_refused(changed(" 0/2", " 0/2 0"), "is not a decision");
  expect_refused(changed("    1  0", "    2  0"), "is not a decision");
  expect_refused(changed("    1  0", "    1  256"), "is not a decision");
  expect_refused(changed("signal   ", "sign   "), "is not a decision");
  expect_refused(replaced(text, "go_1_15", "go_1_16"), "the checksum does not match");
  expect_refused(changed("thread 0 waits", std::string(5000, 'x').c_str()), "longer than 4096 bytes");
  expect_refused(std::string((16U << 20U) + 1, 'x'), "larger than");
}

TEST(Schedule, AnEditedOneNeedsNoChecksum) {
  const std::string edited = replaced(to_text(sample()), "go_1_15", "go_1_16");
  const ReadSchedule read = parse_schedule(edited, Checksum::edited);
  ASSERT_TRUE(read.schedule) << read.error;
  EXPECT_EQ(read.schedule->version, "go_1_16");
  EXPECT_TRUE(parse_schedule(edited.substr(0, edited.rfind("checksum")), Checksum::edited).schedule);
  EXPECT_FALSE(parse_schedule(replaced(edited, "deadlock", "sunshine"), Checksum::edited).schedule);
}

TEST(Schedule, FileRoundTrip) {
  const Folder folder;
  const std::string path = folder.file("a.sched");
  for (int n = 0; n < 2; ++n) EXPECT_EQ(write(sample(), path), std::nullopt) << "the second goes over the first";
  EXPECT_EQ(files_in(folder), 1U);
  const ReadSchedule read = read_schedule(path);
  ASSERT_TRUE(read.schedule) << read.error;
  EXPECT_EQ(to_text(*read.schedule), to_text(sample()));
  struct stat info {};
  ASSERT_EQ(stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0400, 0400U);
}

TEST(Schedule, WhatIsNoFileIsRefused) {
  const Folder folder;
  EXPECT_NE(read_schedule(folder.file("")).error.find("is not a file"), std::string::npos);
  EXPECT_NE(read_schedule(folder.file("nothing")).error.find("cannot read"), std::string::npos);
  ASSERT_EQ(mkfifo(folder.file("pipe").c_str(), 0600), 0);
  EXPECT_NE(read_schedule(folder.file("pipe")).error.find("is not a file"), std::string::npos);
  EXPECT_NE(read_schedule("/dev/zero").error.find("is not a file"), std::string::npos);
  EXPECT_NE(read_schedule("/bin/sh").error.find("not a"), std::string::npos);
}

TEST(Schedule, WritingSaysWhyNot) {
  const Folder folder;
  EXPECT_NE(write(sample(), folder.file("missing/a.sched"))->find("No such file"), std::string::npos);
  EXPECT_NE(write(sample(), "/proc/a.sched")->find("cannot write /proc/a.sched"), std::string::npos);
  EXPECT_NE(write(sample(), folder.file(""))->find("names a folder"), std::string::npos);
  Schedule s = sample();
  s.decisions.front().site = "my file.hpp:12";
  EXPECT_NE(write(s, folder.file("a.sched"))->find("without spaces"), std::string::npos);
  EXPECT_EQ(files_in(folder), 0U);
}

TEST(Schedule, NamesDiffer) {
  Schedule s = sample();
  const Shape usual{.threads = 2, .callbacks = 1, .ms = 1, .signals = 1};
  EXPECT_EQ(default_name(s, usual, StrategyInName::hidden), "signal_window-go_1_15-2x1.sched");
  EXPECT_EQ(default_name(s, usual, StrategyInName::shown), "signal_window-go_1_15-2x1-bounded_p3.sched");
  s.shape.signals = 2;
  s.shape.profile = Profile::mixed;
  EXPECT_EQ(default_name(s, usual, StrategyInName::hidden), "signal_window-go_1_15-2x1-signals2-mixed.sched");
  s.mutant = "no_sigblock";
  s.strategy = "random";
  s.seed = 7;
  EXPECT_EQ(default_name(s, usual, StrategyInName::shown),
            "signal_window-no_sigblock-2x1-signals2-mixed-random_7.sched");
  s.strategy = "pct(d=3)";
  EXPECT_EQ(default_name(s, usual, StrategyInName::shown),
            "signal_window-no_sigblock-2x1-signals2-mixed-pct_d3_7.sched");
  s.strategy = "bounded(p=2,f=1)";
  s.shape = usual;
  EXPECT_EQ(default_name(s, usual, StrategyInName::shown), "signal_window-no_sigblock-2x1-bounded_p2_f1.sched");
  s.mutant.clear();
  s.version = "-";
  s.strategy = "full";
  EXPECT_EQ(default_name(s, usual, StrategyInName::shown), "signal_window-2x1-full.sched");
}

}  // namespace
}  // namespace extram
