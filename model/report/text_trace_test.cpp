#include "model/report/text_trace.hpp"

#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>
#include <pty.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include "impl/world/scenario.hpp"
#include "model/report/json_trace.hpp"
#include "model/report/pages_for_test.hpp"

namespace extram {
namespace {

Event event(EventKind kind, int thread, int depth, std::string site, std::string what, bool stale = false) {
  Event event = event_for_test(kind, thread, depth, std::move(site), std::move(what));
  event.stale = stale;
  return event;
}

Trace sample() {
  return {event(EventKind::step, 0, 0, "lockextra.load", "extram: M1"),
          event(EventKind::step, 0, 0, "lockextra.cas", "extram: M1 -> locked"),
          event(EventKind::data, 0, 0, "lockextra.cas", "M1.needextram = true"),
          event(EventKind::data, 0, 0, "lockextra.cas", "extraMCount is 1"),
          event(EventKind::data, 0, 0, "lockextra.cas", "extraMCount is 1"),
          event(EventKind::signal, 0, 0, "unlockextra.store", "SIGUSR1 delivered: g is nil"),
          event(EventKind::waits, 0, 1, "lockextra.load", "waits for ever"),
          event(EventKind::fault, 1, 0, "allocm.new", "fails"),
          event(EventKind::step, 1, 0, "lockextra.load", "extram: nil", true),
          event(EventKind::failure, 1, 0, "lockextra.load", "long story")};
}

std::size_t widest(const std::string& text) {
  std::istringstream lines(text);
  std::size_t width = 0;
  for (std::string line; std::getline(lines, line);) {
    const auto bytes = std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xc0) != 0x80; });
    width = std::max(width, static_cast<std::size_t>(bytes));
  }
  return width;
}

TEST(TextTrace, ReadsLikeAPage) {
  EXPECT_EQ(text_trace(sample(), {.threads = 2, .plain = PlainAccesses::shown}),
            " step  thread 0                                                thread 1\n"
            "    1  lockextra.load  extram: M1\n"
            "    2  lockextra.cas   extram: M1 -> locked\n"
            "       · M1.needextram = true, extraMCount is 1\n"
            "    3  | SIGUSR1 delivered: g is nil\n"
            "       | lockextra.load  waits for ever\n"
            "    4                                                          allocm.new      fault: fails\n"
            "    5                                                          lockextra.load  extram: nil (stale)\n"
            "                                                               X fails here\n");
}

TEST(TextTrace, PlainAccessesAreForThoseWhoAsk) {
  EXPECT_EQ(text_trace(sample(), {}).find("needextram"), std::string::npos);
  EXPECT_EQ(text_trace(sample(), {}).find("extraMCount"), std::string::npos);
}

TEST(TextTrace, AReturnFromAHandlerIsDrawnWithIt) {
  const std::string text = text_trace({event(EventKind::handled, 0, 0, "x", "handler returns")}, {.threads = 1});
  EXPECT_NE(text.find("       | handler returns\n"), std::string::npos) << text;
}

TEST(TextTrace, FiveThreadsFitOnThePage) {
  Trace trace;
  for (int t = 0; t < kMaxThreads; ++t) {
    trace.push_back(
        event(EventKind::step, t, t, "minit.altstack_install", "a_word_that_is_much_too_long_for_any_column x"));
  }
  const std::string text = text_trace(trace, {.threads = kMaxThreads});
  EXPECT_LE(widest(text), 120U);
  EXPECT_NE(text.find("…"), std::string::npos) << text;
  EXPECT_NE(text.find("| | | | minit"), std::string::npos) << text;
}

TEST(TextTrace, LongTextsGoOnBelow) {
  const std::string text =
      text_trace({event(EventKind::step, 1, 0, "lockextra.cas", "extram: fails, locked is not M1, as one two three")},
                 {.threads = 3, .width = 100});
  EXPECT_EQ(text,
            " step  thread 0                       thread 1                       thread 2\n"
            "    1                                 lockextra.cas  extram: fails,\n"
            "                                        locked is not M1, as one two\n"
            "                                        three\n");
}

TEST(TextTrace, ColoursAreForThoseWhoAsk) {
  EXPECT_EQ(text_trace(sample(), {}).find('\x1b'), std::string::npos);
  const std::string text = text_trace(sample(), {.colour = Colour::on, .plain = PlainAccesses::shown});
  EXPECT_NE(text.find("\x1b[2m· M1"), std::string::npos) << text;
  EXPECT_NE(text.find("\x1b[33mlockextra.load  extram: nil (stale)\x1b[0m"), std::string::npos) << text;
}

class Terminal : public testing::Test {
 protected:
  Terminal() {
    unsetenv("NO_COLOR");
    setenv("TERM", "xterm", 1);
    const winsize size{.ws_row = 24, .ws_col = 77, .ws_xpixel = 0, .ws_ypixel = 0};
    is_there_ = openpty(&master_, &terminal_, nullptr, nullptr, &size) == 0 && pipe(pipe_) == 0;
  }
  ~Terminal() override {
    for (const int file : {master_, terminal_, pipe_[0], pipe_[1]}) close(file);
    unsetenv("NO_COLOR");
  }
  void SetUp() override { ASSERT_TRUE(is_there_); }
  bool is_there_ = false;
  int master_ = -1, terminal_ = -1;
  int pipe_[2] = {-1, -1};
};

TEST_F(Terminal, HasColoursWhereItsOwnerDidNotRefuseThem) {
  EXPECT_EQ(colour_for(terminal_), Colour::on);
  EXPECT_EQ(colour_for(pipe_[1]), Colour::off);
  setenv("NO_COLOR", "", 1);
  EXPECT_EQ(colour_for(terminal_), Colour::on) << "an empty one refuses nothing";
  setenv("NO_COLOR", "0", 1);
  EXPECT_EQ(colour_for(terminal_), Colour::off) << "whatever it says";
  unsetenv("NO_COLOR");
  setenv("TERM", "dumb", 1);
  EXPECT_EQ(colour_for(terminal_), Colour::off);
}

TEST_F(Terminal, IsAsWideAsItIs) {
  EXPECT_EQ(width_for(terminal_), 77);
  EXPECT_EQ(width_for(pipe_[1]), kUsualWidth);
  const std::string text = text_trace(sample(), {.threads = 2, .width = 77, .plain = PlainAccesses::shown});
  EXPECT_LE(widest(text), 77U) << text;
}

TEST(TextTrace, OfALongOneTheEndIsShown) {
  const Trace trace(5000, event(EventKind::step, 0, 0, "spin", "again"));
  const std::string text = text_trace(trace, {});
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1002);
  EXPECT_NE(text.find("the first 4000 rows are left out"), std::string::npos);
  EXPECT_NE(text.find(" 5000  spin"), std::string::npos);
}

TEST(TextTrace, AnEmptyOneIsAHead) { EXPECT_EQ(text_trace({}, {.threads = 1}), " step  thread 0\n"); }

TEST(VerdictLine, NamesTheOracle) {
  EXPECT_EQ(verdict_line(Verdict::deadlock, Oracle::I2, "thread 0 waits"), " deadlock (I2): thread 0 waits\n");
  EXPECT_EQ(verdict_line(Verdict::exhausted, Oracle::none, ""), " exhausted\n");
  EXPECT_EQ(verdict_line(Verdict::leak, Oracle::none, "x", Colour::on), " \x1b[1;31mleak\x1b[0m: x\n");
}

TEST(ReplayLine, CanBePastedIntoAShell) {
  EXPECT_EQ(replay_line("schedules/a-2x1.sched"), " replay:   extram replay schedules/a-2x1.sched\n");
  EXPECT_EQ(replay_line("my dir/it's.sched"), " replay:   extram replay 'my dir/it'\\''s.sched'\n");
  EXPECT_EQ(replay_line("-a.sched"), " replay:   extram replay './-a.sched'\n");
}

TEST(MinimiseLine, CanBePastedToo) {
  EXPECT_EQ(minimise_line("a-2x1.sched"), "        smaller: extram minimise a-2x1.sched\n");
  EXPECT_EQ(minimise_line("my dir/a.sched"), "        smaller: extram minimise 'my dir/a.sched'\n");
}

TEST(JsonTrace, IsOneObjectALine) {
  std::istringstream lines(json_trace(sample()));
  std::vector<nlohmann::json> rows;
  for (std::string line; std::getline(lines, line);) rows.push_back(nlohmann::json::parse(line));
  ASSERT_EQ(rows.size(), sample().size());
  EXPECT_EQ(rows[0], (nlohmann::json{{"kind", "step"},
                                     {"thread", 0},
                                     {"depth", 0},
                                     {"site", "lockextra.load"},
                                     {"what", "extram: M1"},
                                     {"stale", false}}));
  EXPECT_EQ(rows[5]["kind"], "signal");
  EXPECT_EQ(rows[6]["kind"], "waits");
  EXPECT_EQ(rows[7]["kind"], "fault");
  EXPECT_EQ(rows[8]["stale"], true);
  EXPECT_EQ(rows[9]["kind"], "failure");
}

TEST(JsonTrace, ANameThatIsNoUtf8CostsNothing) {
  EXPECT_NE(json_trace({event(EventKind::step, 0, 0, "\xff", "x")}).find("\xef\xbf\xbd"), std::string::npos);
}

}  // namespace
}  // namespace extram
