// `--junit`, `--sarif` and `--github`, over the toy.
#include <algorithm>
#include <cstdlib>
#include <set>
#include <tuple>

#include <pugixml.hpp>

#include "model/cli/verbs_fixture.hpp"
#include "model/report/github.hpp"
#include "model/report/junit.hpp"
#include "model/report/sarif.hpp"

namespace extram {
namespace {

using Json = nlohmann::json;
using nlohmann::literals::operator""_json_pointer;

std::string text_in(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

const Arguments kLostUpdate{"check",     "counting", "--mutant",   "lost_update",
                            "--threads", "2",        "--strategy", "exhaustive"};

Arguments lost_update(Arguments more) {
  more.insert(more.begin(), kLostUpdate.begin(), kLostUpdate.end());
  return more;
}

Entry entry_of(std::string_view scenario) {
  Entry made{};
  made.info.name = scenario;
  made.version = "go_1_15";
  return made;
}

CiRun run_with(Verdict verdict, std::string message) {
  static const Entry entry = entry_of("counting");
  CiRun run;
  run.report.entry = &entry;
  run.report.strategy = "full";
  run.report.result.verdict = verdict;
  run.report.result.message = std::move(message);
  return run;
}

// A place in a file: of the project that asks, or the schedule that lies where it was called.
void expect_physical(const Json& place) {
  const Json& artifact = place.at("artifactLocation");
  const std::string uri = artifact.at("uri");
  EXPECT_FALSE(uri.empty() || uri.starts_with('/') || uri.starts_with("..") || uri.find(':') != std::string::npos)
      << uri;
  EXPECT_EQ(uri.find_first_of(" \\\"<>^`{|}"), std::string::npos) << uri;
  EXPECT_TRUE(artifact.at("uriBaseId") == "%SRCROOT%" || artifact.at("uriBaseId") == "%CWD%") << artifact;
  EXPECT_GE(place.value("/region/startLine"_json_pointer, 1), 1) << place;
}

void expect_location(const Json& location) {
  EXPECT_TRUE(location.contains("physicalLocation") || location.contains("logicalLocations") ||
              location.contains("message"))
      << "says nothing: " << location;
  if (location.contains("physicalLocation")) expect_physical(location.at("physicalLocation"));
  EXPECT_NE(location.value("/message/text"_json_pointer, "any"), "") << location;
}

void expect_flows(const Json& flows) {
  for (const Json& flow : flows) {
    EXPECT_FALSE(flow.at("threadFlows").empty());
    for (const Json& thread : flow.at("threadFlows")) {
      EXPECT_FALSE(thread.at("locations").empty());
      for (const Json& step : thread.at("locations")) {
        expect_location(step.at("location"));
        EXPECT_GE(step.at("nestingLevel"), 0);
        EXPECT_GE(step.at("executionOrder"), 1);
      }
    }
  }
}

// The parts that the standard requires of what we write, and those that code scanning does.
void expect_sarif(const Json& json) {
  EXPECT_EQ(json.at("version"), "2.1.0");
  ASSERT_EQ(json.at("runs").size(), 1U);
  const Json& run = json.at("runs").at(0);
  EXPECT_TRUE(run.at("originalUriBaseIds").contains("%SRCROOT%"));
  const Json& driver = run.at("tool").at("driver");
  EXPECT_EQ(driver.at("name"), "extram");
  std::set<std::string> ids;
  for (const Json& rule : driver.at("rules")) EXPECT_TRUE(ids.insert(rule.at("id")).second) << "rules are unique";
  for (const Json& result : run.at("results")) {
    EXPECT_FALSE(result.at("message").at("text").get<std::string>().empty());
    EXPECT_EQ(driver.at("rules").at(result.at("ruleIndex").get<std::size_t>()).at("id"), result.at("ruleId"));
    EXPECT_EQ(result.at("level"), "error");
    EXPECT_FALSE(result.at("partialFingerprints").empty());
    for (const Json& print : result.at("partialFingerprints")) EXPECT_EQ(print.get<std::string>().size(), 16U) << print;
    for (const Json& location : result.value("locations", Json::array())) expect_location(location);
    expect_flows(result.value("codeFlows", Json::array()));
    for (const Json& related : result.value("relatedLocations", Json::array())) expect_location(related);
  }
  for (const Json& invocation : run.at("invocations")) EXPECT_TRUE(invocation.at("executionSuccessful").is_boolean());
}

TEST_F(Verbs, JUnitTellsAFailureAndHowToReplayIt) {
  EXPECT_EQ(run_extram(lost_update({"--junit", "r.xml"})).exit, Exit::bad);
  pugi::xml_document xml;
  ASSERT_TRUE(xml.load_file("r.xml"));
  const auto suites = xml.child("testsuites");
  EXPECT_EQ(suites.attribute("tests").as_int(), 1);
  EXPECT_EQ(suites.attribute("failures").as_int(), 1);
  const auto test = suites.child("testsuite").child("testcase");
  EXPECT_STREQ(test.attribute("classname").value(), "extram.counting");
  const std::string body = test.child("failure").text().get();
  EXPECT_NE(body.find("an update was lost"), std::string::npos) << body;
  EXPECT_NE(body.find("extram replay schedules/"), std::string::npos) << body;
  EXPECT_NE(body.find(" step  thread 0"), std::string::npos) << "the trace: " << body;
  std::set<std::string> properties;
  for (const auto property : test.child("properties")) properties.insert(property.attribute("name").value());
  for (const char* name : {"verdict", "strategy", "strength", "executions"}) {
    EXPECT_TRUE(properties.contains(name)) << name;
  }
}

TEST_F(Verbs, JUnitPassesASuiteAsExpectedAndNothingThatWasCut) {
  EXPECT_EQ(run_extram({"check", "--junit", "r.xml"}).exit, Exit::good);
  pugi::xml_document xml;
  ASSERT_TRUE(xml.load_file("r.xml"));
  EXPECT_EQ(xml.child("testsuites").attribute("tests").as_int(), 3);
  EXPECT_EQ(xml.child("testsuites").attribute("failures").as_int(), 0);
  EXPECT_EQ(xml.child("testsuites").attribute("errors").as_int(), 0);
  for (const char* budget : {"0", "1"}) {
    const Ran ran = run_extram({"check", "counting", "--version", "one_step", "--threads", "3", "--strategy", "full",
                                "--max-executions", budget, "--junit", "cut.xml"});
    EXPECT_NE(ran.exit, Exit::good) << budget;
    ASSERT_TRUE(xml.load_file("cut.xml")) << ran.err;
    EXPECT_EQ(xml.child("testsuites").attribute("errors").as_int(), 1) << budget;
    EXPECT_TRUE(xml.child("testsuites").child("testsuite").child("testcase").child("error")) << budget;
  }
}

TEST(CiReports, XmlHoldsWhateverAMessageHolds) {
  const CiRun run = run_with(Verdict::violation, "a\x01<b>&\"]]>\x1b[0m\xff\xef\xbf\xbf");
  pugi::xml_document xml;
  const std::string text = junit("extram check", {junit_case(run)}, 2);
  ASSERT_TRUE(xml.load_string(text.c_str()));
  for (const char c : text) EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n') << static_cast<int>(c);
  EXPECT_EQ(text.find("&#"), std::string::npos) << "no reference to what XML forbids: " << text;
  const auto failure = xml.child("testsuites").child("testsuite").child("testcase").child("failure");
  EXPECT_NE(std::string(failure.attribute("message").value()).find("a\\x01<b>&\"]]>"), std::string::npos);
  EXPECT_EQ(xml.child("testsuites").attribute("errors").as_int(), 1) << "runs that were not come to";
}

TEST_F(Verbs, SarifHasAFlowForEachThreadAndAFingerprintThatStays) {
  EXPECT_EQ(run_extram(lost_update({"--sarif", "one.sarif"})).exit, Exit::bad);
  EXPECT_EQ(run_extram(lost_update({"--sarif", "two.sarif"})).exit, Exit::bad);
  const Json one = Json::parse(text_in("one.sarif"));
  const Json two = Json::parse(text_in("two.sarif"));
  expect_sarif(one);
  ASSERT_EQ(one.at("runs").at(0).at("results").size(), 1U);
  const Json& result = one.at("runs").at(0).at("results").at(0);
  EXPECT_EQ(result.at("partialFingerprints"), two.at("runs").at(0).at("results").at(0).at("partialFingerprints"));
  std::set<int> orders;
  std::size_t steps = 0;
  const Json& threads = result.at("codeFlows").at(0).at("threadFlows");
  EXPECT_GE(threads.size(), 2U);
  for (const Json& thread : threads) {
    for (const Json& step : thread.at("locations")) {
      orders.insert(step.at("executionOrder").get<int>());
      ++steps;
    }
  }
  EXPECT_EQ(orders.size(), steps) << "one order across the threads";
  const std::string schedule = result.at("properties").at("schedule");
  EXPECT_TRUE(std::filesystem::exists(schedule));
  EXPECT_EQ(result.at("relatedLocations").at(0).at("physicalLocation").at("artifactLocation").at("uri"), schedule);
}

TEST(CiReports, SarifPlacesASiteOfTheProtocolInItsSource) {
  CiRun run = run_with(Verdict::data_race, "two writes");
  Event step;
  step.site = "unlockextra.store";
  run.trace.push_back(step);
  const Json json = Json::parse(sarif({run, run_with(Verdict::truncated, "a budget")}, 0, "1"));
  expect_sarif(json);
  ASSERT_EQ(json.at("runs").at(0).at("results").size(), 1U) << "what was cut is no finding";
  EXPECT_EQ(json.at("runs").at(0).at("invocations").at(0).at("executionSuccessful"), false);
  const Json& place = json.at("runs").at(0).at("results").at(0).at("locations").at(0).at("physicalLocation");
  const std::string path = place.at("artifactLocation").at("uri");
  EXPECT_TRUE(path.starts_with("impl/extram/")) << path;
  EXPECT_GT(place.at("region").at("startLine"), 1);
  const Json& steps = json.at("runs").at(0).at("results").at(0).at("codeFlows").at(0).at("threadFlows");
  EXPECT_EQ(steps.at(0).at("locations").at(0).at("location").at("physicalLocation"), place) << "and so is the step";
  EXPECT_EQ(source_place("no.such.site", "go_1_15").has_value(), false);
  EXPECT_EQ(source_place("extram.hpp:12", "go_1_15").value().line, 12U);
}

// Build servers show nothing that is nowhere: without a step that is known, it is in the scenario.
TEST(CiReports, AFailureWithoutAKnownStepIsInItsScenario) {
  static const Entry entry = entry_of("gilstate_ensure");
  CiRun run = run_with(Verdict::crash, "SIGSEGV");
  run.report.entry = &entry;
  const std::string line = github_annotation(run);
  EXPECT_TRUE(line.starts_with("::error file=scenarios/runtimes/cpython.hpp,line=")) << line;
  const Json result = Json::parse(sarif({run}, 0, "1")).at("runs").at(0).at("results").at(0);
  const Json& place = result.at("locations").at(0).at("physicalLocation");
  EXPECT_EQ(place.at("artifactLocation").at("uri"), "scenarios/runtimes/cpython.hpp");
  EXPECT_GT(place.at("region").at("startLine"), 1);
}

// A path that is absolute needs no base, and whatever is in it is a reference all the same.
TEST(CiReports, SarifSaysWhereAScheduleIs) {
  for (const auto& [path, uri, base] : {std::tuple{"./own place/a:b.sched", "own%20place/a%3Ab.sched", "%CWD%"},
                                        std::tuple{"/tmp/a.sched", "file:///tmp/a.sched", ""}}) {
    CiRun run = run_with(Verdict::data_race, "two writes");
    run.report.schedule = path;
    const Json result = Json::parse(sarif({run}, 0, "1")).at("runs").at(0).at("results").at(0);
    const Json& artifact = result.at("relatedLocations").at(0).at("physicalLocation").at("artifactLocation");
    EXPECT_EQ(artifact.at("uri"), uri);
    EXPECT_EQ(artifact.value("uriBaseId", ""), base);
  }
}

TEST(CiReports, GithubCommandsAreOneLineAndEscaped) {
  CiRun run = run_with(Verdict::violation, "100% lost\n::error::x");
  Event step;
  step.site = "unlockextra.store";
  run.trace.push_back(step);
  const std::string line = github_annotation(run);
  EXPECT_TRUE(line.starts_with("::error file=impl/extram/")) << line;
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  EXPECT_NE(line.find("100%25 lost%0A::error::x"), std::string::npos) << line;
  EXPECT_NE(line.find("title=counting go_1_15 2x1%2C full::"), std::string::npos) << line;
  EXPECT_EQ(github_annotation(run_with(Verdict::exhausted, "")), "");
  EXPECT_NE(github_annotation(run_with(Verdict::vacuous, "nothing")), "");
}

TEST_F(Verbs, GithubGetsATableAfterWhatIsThere) {
  std::ofstream("summary.md") << "before\n";
  ASSERT_EQ(setenv("GITHUB_STEP_SUMMARY", "summary.md", 1), 0);
  const Ran ran = run_extram(lost_update({"--github"}));
  unsetenv("GITHUB_STEP_SUMMARY");
  EXPECT_NE(ran.out.find("\n::error "), std::string::npos) << ran.out;
  const std::string summary = text_in("summary.md");
  EXPECT_TRUE(summary.starts_with("before\n### extram check: 0 of 1 runs passed")) << summary;
  EXPECT_NE(summary.find("| **failed** | counting |"), std::string::npos) << summary;
  EXPECT_NE(summary.find("| extram replay schedules/counting-lost\\_update"), std::string::npos) << summary;
}

TEST_F(Verbs, ACiReportThatCannotBeWrittenIsRefusedBeforeAnythingRuns) {
  for (const char* option : {"--junit", "--sarif"}) {
    EXPECT_EQ(run_extram({"check", option, "no/such/folder/f"}).exit, Exit::usage) << option;
  }
  ASSERT_EQ(setenv("GITHUB_STEP_SUMMARY", "no/such/folder/f", 1), 0);
  const Ran ran = run_extram({"check", "--github"});
  unsetenv("GITHUB_STEP_SUMMARY");
  EXPECT_EQ(ran.exit, Exit::usage) << ran.err;
  EXPECT_EQ(ran.out, "") << "nothing was run";
}

}  // namespace
}  // namespace extram
