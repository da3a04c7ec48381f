#include "model/report/junit.hpp"

#include <map>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "model/report/text_trace.hpp"

namespace extram {
namespace {

void set(pugi::xml_node node, const char* name, std::string_view value) {
  node.append_attribute(name).set_value(xml_text(value).c_str());
}

void add_property(pugi::xml_node properties, const char* name, std::string_view value) {
  pugi::xml_node property = properties.append_child("property");
  set(property, "name", name);
  set(property, "value", value);
}

void add_properties(pugi::xml_node test, const Report& report) {
  const RunResult& result = report.result;
  pugi::xml_node properties = test.append_child("properties");
  add_property(properties, "verdict", verdict_text(result.verdict, result.oracle));
  if (result.oracle != Oracle::none) add_property(properties, "oracle", name_of(result.oracle));
  add_property(properties, "strategy", report.strategy);
  add_property(properties, "strength", result.strength);
  add_property(properties, "executions", fmt::to_string(result.counts.executions));
  add_property(properties, "seed", fmt::to_string(report.seed));
  if (report.expected) {
    add_property(properties, "expected", verdict_text(report.expected->verdict, report.expected->oracle));
  }
  if (report.schedule) add_property(properties, "schedule", *report.schedule);
  for (const std::string& limit : result.limits) add_property(properties, "not covered", limit);
}

std::string body_of(const CiRun& run) {
  const Report& report = run.report;
  std::string text = what_of(run) + "\n" + limits_text(report);
  if (!run.trace.empty()) text += "\n" + text_trace(run.trace, {.threads = report.shape.threads});
  if (report.schedule) text += replay_line(*report.schedule);
  return text;
}

void add_case(pugi::xml_node suite, const CiRun& run) {
  const Report& report = run.report;
  pugi::xml_node test = suite.append_child("testcase");
  set(test, "classname", fmt::format("extram.{}", report.entry->info.name));
  set(test, "name", run_name(report));
  set(test, "time", fmt::format("{:.3f}", report.result.seconds));
  add_properties(test, report);
  const CiFate fate = fate_of(run);
  if (fate == CiFate::passed) return;
  pugi::xml_node wrong = test.append_child(fate == CiFate::failed ? "failure" : "error");
  set(wrong, "type", rule_of(report));
  set(wrong, "message", what_of(run));
  wrong.append_child(pugi::node_pcdata).set_value(xml_text(body_of(run)).c_str());
}

struct Sum {
  std::size_t tests = 0, failures = 0, errors = 0;
  double seconds = 0.0;

  void add(const CiRun& run) {
    const CiFate fate = fate_of(run);
    ++tests;
    failures += fate == CiFate::failed ? 1U : 0U;
    errors += fate == CiFate::unsettled ? 1U : 0U;
    seconds += run.report.result.seconds;
  }
  void write(pugi::xml_node node) const {
    set(node, "tests", fmt::to_string(tests));
    set(node, "failures", fmt::to_string(failures));
    set(node, "errors", fmt::to_string(errors));
    set(node, "time", fmt::format("{:.3f}", seconds));
  }
};

// Runs that were never come to are an error too, so that what was interrupted does not read as passed.
void add_not_run(pugi::xml_node suites, std::size_t not_run) {
  pugi::xml_node suite = suites.append_child("testsuite");
  set(suite, "name", "not run");
  Sum{.tests = 1, .errors = 1}.write(suite);
  pugi::xml_node test = suite.append_child("testcase");
  set(test, "classname", "extram");
  set(test, "name", "all planned runs");
  set(test, "time", "0.000");
  pugi::xml_node wrong = test.append_child("error");
  set(wrong, "type", name_of(Verdict::truncated));
  set(wrong, "message", fmt::format("{} planned runs were not come to: the check ended before them", not_run));
}

}  // namespace

std::string xml_text(std::string_view text) {
  // JSON's writer knows UTF-8, and puts U+FFFD where there is none.
  const auto dumped = nlohmann::json(std::string(text)).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  std::string clean;
  for (const char c : nlohmann::json::parse(dumped).get<std::string>()) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_control = (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
    clean += is_control ? fmt::format("\\x{:02x}", byte) : std::string(1, c);
  }
  // U+FFFE and U+FFFF are the characters beyond these that XML forbids.
  for (const std::string_view never : {"\xef\xbf\xbe", "\xef\xbf\xbf"}) {
    for (auto at = clean.find(never); at != std::string::npos; at = clean.find(never, at)) clean.replace(at, 3, "?");
  }
  return clean;
}

std::string junit(const std::vector<CiRun>& runs, std::size_t not_run) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version").set_value("1.0");
  declaration.append_attribute("encoding").set_value("UTF-8");
  pugi::xml_node suites = document.append_child("testsuites");
  set(suites, "name", "extram check");
  std::map<std::string, std::pair<pugi::xml_node, Sum>> by_scenario;
  Sum all;
  for (const CiRun& run : runs) {
    const std::string scenario(run.report.entry->info.name);
    auto& [suite, sum] = by_scenario[scenario];
    if (!suite) {
      suite = suites.append_child("testsuite");
      set(suite, "name", scenario);
    }
    add_case(suite, run);
    sum.add(run);
    all.add(run);
  }
  for (const auto& [name, row] : by_scenario) row.second.write(row.first);
  if (not_run > 0) {
    add_not_run(suites, not_run);
    ++all.tests;
    ++all.errors;
  }
  all.write(suites);
  std::ostringstream out;
  document.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
  return out.str();
}

}  // namespace extram
