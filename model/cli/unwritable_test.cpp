// Places that nothing can be written to: each option that names one, of each verb, says so in one line, before any work
// where that can be known; what lies there stays, and nothing else is left.
#include <array>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include "model/cli/shell_fixture.hpp"

namespace extram {
namespace {

enum class What : std::uint8_t { file, folder };

// A command that ends well, or with the failure that it finds, where {} can be written.
struct Writes {
  std::string_view verb;
  std::string_view option;
  What what;
  std::string_view command;
};
constexpr std::string_view kCallback = "check callback --version go_1_16";
constexpr std::array kWrites{
    Writes{"check", "--json", What::file, "check callback --version go_1_16 --json {}"},
    Writes{"check", "--junit", What::file, "check callback --version go_1_16 --junit {}"},
    Writes{"check", "--sarif", What::file, "check callback --version go_1_16 --sarif {}"},
    Writes{"check", "--checkpoint", What::file, "check callback --version go_1_16 --checkpoint {}"},
    Writes{"check", "--html", What::folder, "check signal_window --version go_1_15 --schedules . --html {}"},
    Writes{"check", "--schedules", What::folder, "check signal_window --version go_1_15 --schedules {}"},
    Writes{"replay", "--output", What::file, "replay a.sched --trace html -o {}"},
    Writes{"replay", "--output", What::file, "replay a.sched --trace chrome -o {}"},
    Writes{"replay", "--output", What::file, "replay a.sched --trace text -o {}"},
    Writes{"replay", "--output", What::file, "replay a.sched --rebase -o {}"},
    Writes{"minimise", "--output", What::file, "minimise a.sched -o {}"},
    Writes{"litmus", "--json", What::file, "litmus a.jsonl --json {}"},
    Writes{"litmus", "--junit", What::file, "litmus a.jsonl --junit {}"},
    Writes{"bench", "--json", What::file, "bench hunt --rounds 1 --json {}"},
    Writes{"bench", "--html", What::folder, "bench hunt --rounds 1 --html {}"},
    Writes{"bench", "--plots", What::folder, "bench hunt --rounds 1 --plots {}"},
    Writes{"merge", "--json", What::file, "merge s1.jsonl s2.jsonl --json {}"},
    Writes{"merge", "--junit", What::file, "merge s1.jsonl s2.jsonl --junit {}"},
    Writes{"mutants", "--json", What::file, "mutants unlock_relaxed --quick --json {}"},
    Writes{"mutants", "--junit", What::file, "mutants unlock_relaxed --quick --junit {}"},
    Writes{"mutants", "--html", What::folder, "mutants unlock_relaxed --quick --html {}"},
    Writes{"mutants", "--schedules", What::folder, "mutants unlock_relaxed --quick --schedules {}"},
    Writes{"necessity", "--json", What::file, "necessity dropm.sigblock --version go_1_16 --json {}"},
    Writes{"necessity", "--schedules", What::folder, "necessity dropm.sigblock --version go_1_16 --schedules {}"},
    Writes{"coverage", "--json", What::file, "coverage --version go_1_16 --json {}"},
    Writes{"coverage", "--html", What::folder, "coverage --version go_1_16 --html {}"},
    Writes{"new", "DIR", What::folder, "new mine {}"},
};
constexpr std::string_view kVerbsThatWrite[] = {"check", "replay", "minimise", "litmus",    "bench",    "merge",
                                                "plan",  "list",   "mutants",  "necessity", "coverage", "new"};
constexpr std::string_view kOld = "what was here before\n";

// Mounts of this process alone. False: this machine gives none to whoever runs this.
bool has_own_mounts() {
  static const bool has = [] {
    const std::string users = fmt::format("0 {} 1\n", getuid());
    const std::string groups = fmt::format("0 {} 1\n", getgid());
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
    std::ofstream("/proc/self/setgroups") << "deny" << std::flush;
    const bool mapped = std::ofstream("/proc/self/uid_map") << users << std::flush &&
                        std::ofstream("/proc/self/gid_map") << groups << std::flush;
    return mapped && mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
  }();
  return has;
}

class Unwritable : public Shell {
 protected:
  Unwritable() {
    EXPECT_EQ(shell("$EXTRAM check signal_window --version go_1_15 --threads 1 && exit; mv schedules/* a.sched; "
                    "rmdir schedules; for i in 1 2; do $EXTRAM check callback --version go_1_16 --threads 3 --strategy "
                    "exhaustive --shard $i/2 --json s$i.jsonl; done")
                  .code,
              0);
    std::ofstream(folder_ / "a.jsonl")
        << R"({"name":"one","locs":["x"],"threads":[[{"op":"st","loc":"x","val":1,"ord":"rlx"}]]})"
        << "\n";
    fs::create_directory(folder_ / "place");
  }
  ~Unwritable() override { (void)umount2((folder_ / "place").c_str(), MNT_DETACH); }

  void expect_told(const std::string& command, const std::string& because, int code) const {
    const Ended ended = shell(command + " > out");
    EXPECT_EQ(ended.code, code) << command << "\n" << ended.text;
    EXPECT_EQ(std::count(ended.text.begin(), ended.text.end(), '\n'), 1) << command << "\n" << ended.text;
    EXPECT_NE(ended.text.find(because), std::string::npos) << command << "\n" << ended.text;
    EXPECT_TRUE(code != 2 || content_of(folder_ / "out").empty()) << command << " is told before any work";
  }

  // Every command, at a path that is new and, where it may be there already, at one that is not.
  void expect_all_told(const std::string& place, const std::string& because) const {
    for (const Writes& row : kWrites) {
      expect_told("$EXTRAM " + fmt::format(fmt::runtime(row.command), place + "/new"), because, 2);
      if (row.what == What::file && row.option != "--checkpoint" && fs::exists(folder_ / place / "old")) {
        expect_told("$EXTRAM " + fmt::format(fmt::runtime(row.command), place + "/old"), because, 2);
      }
    }
  }

  void expect_only_the_old() const {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_ / "place")) names.insert(entry.path().filename());
    EXPECT_EQ(names, std::set<std::string>{"old"});
    EXPECT_EQ(content_of(folder_ / "place/old"), kOld);
  }

  void fill_with_old() const { std::ofstream(folder_ / "place/old") << kOld; }

  // So many pages, the first of which `old` has.
  void mount_disk(int pages) const {
    const std::string size = fmt::format("size={}", pages * getpagesize());
    ASSERT_EQ(mount("none", (folder_ / "place").c_str(), "tmpfs", 0, size.c_str()), 0);
    fill_with_old();
  }
};

// Whoever adds an option that writes adds a row above.
TEST_F(Unwritable, EveryOptionThatWritesIsTried) {
  std::set<std::pair<std::string_view, std::string>> tried;
  for (const Writes& row : kWrites) tried.emplace(row.verb, row.option);
  for (const std::string_view verb : kVerbsThatWrite) {
    const Ended options =
        shell(fmt::format("$EXTRAM {} --help | sed -nE 's/^ +(-o,)?(--[a-z-]+) (FILE|DIR|FILE[|]-) .*/\\2/p'", verb));
    std::istringstream lines(options.text);
    for (std::string option; std::getline(lines, option);) {
      if (option == "--litmus") continue;  // is read
      EXPECT_TRUE(tried.contains({verb, option})) << verb << " " << option;
    }
  }
}

TEST_F(Unwritable, AFolderThatIsNotThere) {
  for (const Writes& row : kWrites) {
    if (row.what == What::folder) continue;  // those are made
    expect_told("$EXTRAM " + fmt::format(fmt::runtime(row.command), "missing/new"), "missing/new: No such file", 2);
    expect_told("$EXTRAM " + fmt::format(fmt::runtime(row.command), "place"), "'place': it names a folder", 2);
  }
  expect_told("$EXTRAM stress --version go_1_16 --seconds 0.1 --json missing/new", "missing/new: No such file", 2);
  EXPECT_FALSE(fs::exists(folder_ / "missing"));
}

TEST_F(Unwritable, AFileInTheFoldersPlace) {
  for (const Writes& row : kWrites) {
    expect_told("$EXTRAM " + fmt::format(fmt::runtime(row.command), "a.sched/new"), "Not a directory", 2);
  }
}

TEST_F(Unwritable, ADiskThatCannotBeWritten) {
  if (!has_own_mounts()) GTEST_SKIP() << "no mounts of one's own here: unshare is refused";
  fill_with_old();
  const std::string place = folder_ / "place";
  ASSERT_EQ(mount(place.c_str(), place.c_str(), nullptr, MS_BIND, nullptr), 0);
  ASSERT_EQ(mount(nullptr, place.c_str(), nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr), 0);
  expect_all_told("place", "Read-only file system: name a place that you may write to");
  expect_told("$EXTRAM stress --version go_1_16 --seconds 0.1 --json place/new", "Read-only", 2);
  expect_only_the_old();
  // Who has named no folder is warned, since most runs need none; and who needs one is told.
  const Ended good = shell(fmt::format("cd place && $EXTRAM {} 2>&1 > /dev/null", kCallback));
  EXPECT_EQ(good.code, 0) << good.text;
  EXPECT_TRUE(good.text.starts_with("extram check: warning: the schedule of a failure could not be kept")) << good.text;
  const Ended bad = shell("cd place && $EXTRAM check signal_window --version go_1_15");
  EXPECT_EQ(bad.code, 70) << bad.text;
  EXPECT_NE(bad.text.find(" deadlock (I2): "), std::string::npos) << bad.text;
  expect_only_the_old();
}

TEST_F(Unwritable, AFullDisk) {
  if (!has_own_mounts()) GTEST_SKIP() << "no mounts of one's own here: unshare is refused";
  mount_disk(1);
  expect_all_told("place", "No space left on device: make room there");
  expect_told("$EXTRAM stress --version go_1_16 --seconds 0.1 --json place/new", "No space left", 70);
  expect_only_the_old();
}

// It has room for a page, so that nobody can tell before.
TEST_F(Unwritable, ADiskThatBecomesFull) {
  if (!has_own_mounts()) GTEST_SKIP() << "no mounts of one's own here: unshare is refused";
  mount_disk(2);
  expect_told("$EXTRAM replay a.sched --trace html -o place/old", "No space left", 70);
  expect_told("$EXTRAM replay a.sched --trace html -o place/new", "No space left", 70);
  expect_told("$EXTRAM check signal_window --version go_1_15 --schedules . --html place/html", "No space left", 70);
  fs::remove_all(folder_ / "place/html");
  expect_told("$EXTRAM mutants unlock_relaxed --quick --html place/html", "No space left", 70);
  fs::remove_all(folder_ / "place/html");
  expect_told("$EXTRAM new mine place/mine", "No space left", 70);
  expect_only_the_old();
  const std::string run = "$EXTRAM check callback --version go_1_16 --threads 4 --strategy exhaustive";
  const Ended cut = shell(run + " --checkpoint place/a.cp --max-seconds 0.3 2>&1 > /dev/null");
  EXPECT_EQ(cut.code, 70);
  EXPECT_NE(cut.text.find("cannot write place/a.cp: No space left"), std::string::npos) << cut.text;
  // What was kept last is whole, and goes on where there is room.
  EXPECT_EQ(shell("cp place/a.cp . && rm place/a.cp").code, 0);
  expect_only_the_old();
  ASSERT_EQ(shell(run + " --json whole.jsonl && " + run + " --checkpoint a.cp --resume --json rest.jsonl").code, 0);
  EXPECT_EQ(shell("sed -E 's/.*\"executions\":([0-9]+).*/\\1/' whole.jsonl rest.jsonl | uniq | wc -l").text, "1\n");
}

// Where no disk can be mounted, a limit of file sizes is as good as a small one.
TEST_F(Unwritable, FilesThatMayNotGrow) {
  for (const Writes& row : kWrites) {
    const std::string command = fmt::format(fmt::runtime(row.command), "place/new");
    const Ended ended = shell("ulimit -f 0; $EXTRAM " + command + " 2>&1 > /dev/null");
    EXPECT_EQ(ended.code, 2) << command;
    EXPECT_NE(ended.text.find("File too large: raise the limit"), std::string::npos) << command << "\n" << ended.text;
    EXPECT_EQ(std::count(ended.text.begin(), ended.text.end(), '\n'), 1) << command << "\n" << ended.text;
  }
  EXPECT_TRUE(fs::is_empty(folder_ / "place"));
  const Ended kept =
      shell("ulimit -f 0; $EXTRAM stress --version go_1_16 --seconds 0.1 --json place/new 2>&1 >/dev/null");
  EXPECT_EQ(kept.code, 70) << kept.text;
  EXPECT_TRUE(fs::is_empty(folder_ / "place"));
}

// What stands at the end of a pipe, or is a device, is written and not replaced; a link stays one.
TEST_F(Unwritable, PlacesThatAreNoFiles) {
  const std::string run = fmt::format("$EXTRAM {} ", kCallback);
  EXPECT_EQ(shell(run + "--json /dev/null && test -c /dev/null").code, 0);
  EXPECT_EQ(shell("$EXTRAM replay a.sched -o /dev/null; test -c /dev/null").code, 0);
  EXPECT_EQ(shell("$EXTRAM minimise a.sched -o /dev/full; test $? = 70 -a -c /dev/full").code, 0);
  EXPECT_EQ(shell("$EXTRAM replay a.sched --rebase -o /dev/full > /dev/null; test $? = 70 -a -c /dev/full").code, 0);
  EXPECT_EQ(shell(run + "--json /dev/stdout > both && grep -c '^good\\|^{' both").text, "2\n");
  EXPECT_EQ(shell("mkfifo p; cat p > read & " + run + "--json p > /dev/null; wait; test -p p && wc -l < read").text,
            "1\n");
  EXPECT_EQ(shell("ln -s real.jsonl link; touch real.jsonl; " + run +
                  "--json link > /dev/null; test -L link && wc -l < real.jsonl")
                .text,
            "1\n");
}

TEST_F(Unwritable, NobodyReadsStandardOutput) {
  const std::array commands{std::string("list"),
                            std::string("--help"),
                            std::string(kCallback),
                            std::string("replay a.sched"),
                            std::string(kCallback) + " --json -",
                            std::string("minimise a.sched -o b.sched"),
                            std::string("litmus a.jsonl"),
                            std::string("merge s1.jsonl s2.jsonl"),
                            std::string("plan callback --version go_1_16 --strategy exhaustive"),
                            std::string("mutants unlock_relaxed --quick --jobs 2"),
                            std::string("necessity dropm.sigblock --version go_1_16"),
                            std::string("coverage --version go_1_16"),
                            std::string("stress --version go_1_16 --seconds 0.1"),
                            std::string("new mine"),
                            std::string("stress --version go_1_16 --seconds 0.1 --json -")};
  // Somebody has opened the pipe, and closed it again.
  ASSERT_EQ(shell("mkfifo pipe").code, 0);
  const std::string open_pipe = "sleep 0 < pipe & exec 3> pipe; wait; ";
  for (const std::string& command : commands) {
    for (const auto& [where, why] : {std::pair{">&-", "standard output is closed"},
                                     std::pair{"> /dev/full", "standard output cannot be written: No space left"},
                                     std::pair{">&3", "standard output cannot be written: Broken pipe"}}) {
      const Ended ended = shell(fmt::format(
          "rm -rf mine; {}{{ $EXTRAM {} {}; }} 2> error; c=$?; tail -n 1 error; exit $c", open_pipe, command, where));
      EXPECT_EQ(ended.code, 70) << command << " " << where << "\n" << ended.text;
      EXPECT_NE(ended.text.find(why), std::string::npos) << command << " " << where << "\n" << ended.text;
    }
  }
}

// The number of a closed stream is not that of the socket to a worker: what is printed would go there.
TEST_F(Unwritable, AllStreamsAreClosed) {
  EXPECT_EQ(shell(fmt::format("$EXTRAM {} --jobs 2 --json a <&- 2>&-", kCallback)).code, 0);
  EXPECT_EQ(shell("grep -c '\"exhausted\"' a").text, "1\n");
  EXPECT_EQ(shell(fmt::format("$EXTRAM {} --jobs 2 <&- >&- 2>&-", kCallback)).code, 70);
}

// A suite whose reader has gone does not run to its end.
TEST_F(Unwritable, TheReaderGoesAway) {
  const Ended ended = shell(
      "{ $EXTRAM check --quick --junit a.xml 2> error; echo $? > code; } | head -c 1 > /dev/null; cat error code");
  EXPECT_EQ(last_line(ended.text), "70") << ended.text;
  EXPECT_NE(ended.text.find("standard output cannot be written: Broken pipe"), std::string::npos) << ended.text;
  EXPECT_TRUE(content_of(folder_ / "a.xml").ends_with("</testsuites>\n"));
}

}  // namespace
}  // namespace extram
