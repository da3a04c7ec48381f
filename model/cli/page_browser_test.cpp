// The report as a browser shows it: its scripts run, its keys step, light and dark.
#include "model/cli/shell_fixture.hpp"

namespace extram {
namespace {

std::size_t count_of(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

class InChromium : public Shell {
 protected:
  void SetUp() override {
    const Ended found = shell("command -v chromium || command -v chromium-browser || command -v google-chrome");
    ASSERT_EQ(found.code, 0) << "no Chromium here: ci/setup.sh chromium installs it";
    browser_ = found.text.substr(0, found.text.find('\n')) +
               " --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --hide-scrollbars --user-data-dir=" +
               (folder_ / "profile").string() + " ";
    ASSERT_EQ(shell("$EXTRAM check signal_window --version go_1_15 --html pages").code, 1);
    page_ = (folder_ / "pages/signal_window-go_1_15-2x1.html").string();
  }

  // The document once its scripts have run; whatever the console said is a failure.
  std::string dom(const std::string& page, const std::string& options = "") const {
    EXPECT_EQ(
        shell(browser_ + options + " --enable-logging=stderr --dump-dom 'file://" + page + "' > dom.html 2> log.txt")
            .code,
        0);
    EXPECT_EQ(said_by_console(), "");
    return content_of(folder_ / "dom.html");
  }

  std::string said_by_console() const { return shell("grep CONSOLE log.txt").text; }

  // The page with somebody at its keyboard.
  std::string typed(const std::string& script) const {
    std::string text = content_of(page_);
    text.insert(text.rfind("</body>"),
                "<script>const key = (k) => document.dispatchEvent(new KeyboardEvent('keydown', {key: k, "
                "bubbles: true, cancelable: true}));" +
                    script + "</script>");
    std::ofstream(folder_ / "typed.html") << text;
    return dom((folder_ / "typed.html").string());
  }

  std::string picture(const std::string& name, const std::string& options) const {
    EXPECT_EQ(shell(browser_ + options + " --screenshot=" + (folder_ / name).string() + " 'file://" + page_ + "'").code,
              0);
    return content_of(folder_ / name);
  }

  std::string browser_;
  std::string page_;
};

TEST_F(InChromium, TheWindowOfTheDeadlockIsThere) {
  const std::string page = dom(page_);
  EXPECT_NE(page.find("data-ready=\"yes\""), std::string::npos) << "the script came to its end";
  EXPECT_EQ(count_of(page, "<g class=\"lane\""), 1U) << "the minimised one needs one thread, and is shown first";
  EXPECT_EQ(count_of(page, "<rect class=\"lock-span\" x=\"4"), 1U) << "of the lane, beside that of the legend";
  EXPECT_EQ(count_of(page, "class=\"strip window\" x="), 1U);
  EXPECT_EQ(count_of(page, "class=\"strip blocked-span\" x="), 1U) << "in the handler";
  EXPECT_EQ(count_of(page, "<rect class=\"handler\" x=") - 1, 1U);
  EXPECT_EQ(count_of(page, "class=\"read wait\""), 1U) << "an arrow from who took the lock to who waits";
  EXPECT_NE(page.find("holds the list lock, and signals are still open"), std::string::npos);
  EXPECT_NE(page.find("extram is locked since step 3, by this thread itself"), std::string::npos);
  EXPECT_NE(page.find("locked by thread 0"), std::string::npos) << "in the state beside it";
  EXPECT_NE(page.find("aria-valuetext=\"thread 0, in its handler: fails here\""), std::string::npos);
  EXPECT_EQ(count_of(page, "role=\"tab\""), 2U);
  EXPECT_NE(page.find(">extram replay schedules/signal_window-go_1_15-2x1.min.sched<"), std::string::npos);

  const std::string found = dom(page_ + "#run=run2");
  EXPECT_EQ(count_of(found, "<g class=\"lane\""), 2U) << "as it was found it had two";
  EXPECT_GE(count_of(found, "class=\"read "), 2U) << "and loads that read the other's stores";

  const std::string index = dom((folder_ / "pages/index.html").string());
  EXPECT_NE(index.find("data-ready=\"yes\""), std::string::npos);
  EXPECT_NE(index.find("href=\"./signal_window-go_1_15-2x1.html\""), std::string::npos);
}

TEST_F(InChromium, KeysStepAndTheStateFollows) {
  const std::string start = typed("key('Home');");
  EXPECT_NE(start.find("data-at=\"0\""), std::string::npos);
  EXPECT_NE(start.find("<span>M1</span>→<span>nil</span>"), std::string::npos) << "the list as it was";
  EXPECT_NE(start.find("data-name=\"signals blocked\">empty<"), std::string::npos);
  const std::string second = typed("key('Home'); key('ArrowRight'); key('ArrowDown');");
  EXPECT_NE(second.find("data-at=\"2\""), std::string::npos);
  EXPECT_NE(second.find("thread 0: lockextra.cas  extram: M1 -&gt; locked"), std::string::npos);
  EXPECT_NE(typed("key('Home'); key('ArrowLeft');").find("data-at=\"0\""), std::string::npos) << "no further";
  EXPECT_NE(typed("key('Home'); key('End');").find("data-at=\"5\""), std::string::npos);
}

TEST_F(InChromium, TheConsoleIsListenedTo) {
  std::ofstream(folder_ / "bad.html") << "<script>nobody();</script>";
  (void)shell(browser_ + "--enable-logging=stderr --dump-dom file://" + (folder_ / "bad.html").string() +
              " 2> log.txt");
  EXPECT_NE(said_by_console().find("nobody is not defined"), std::string::npos) << "or the checks above see nothing";
}

TEST_F(InChromium, LightAndDarkWideAndNarrow) {
  const std::string light = picture("light.png", "--window-size=1400,900");
  const std::string dark = picture("dark.png", "--window-size=1400,900 --blink-settings=preferredColorScheme=0");
  const std::string narrow = picture("narrow.png", "--window-size=480,1000");
  for (const std::string& one : {light, dark, narrow}) {
    EXPECT_TRUE(one.starts_with("\x89PNG"));
    EXPECT_GT(one.size(), 30'000U) << "an empty page takes a tenth of that";
  }
  EXPECT_NE(light, dark);
  const std::string paper =
      "<script>document.body.dataset.paper = getComputedStyle(document.body).backgroundColor;</script>";
  std::string text = content_of(page_);
  text.insert(text.rfind("</body>"), paper);
  std::ofstream(folder_ / "paper.html") << text;
  const std::string page = (folder_ / "paper.html").string();
  EXPECT_NE(dom(page).find("data-paper=\"rgb(255, 255, 255)\""), std::string::npos);
  EXPECT_NE(dom(page, "--blink-settings=preferredColorScheme=0").find("data-paper=\"rgb(20, 24, 31)\""),
            std::string::npos);
}

}  // namespace
}  // namespace extram
