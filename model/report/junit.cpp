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

void add_property(pugi::xml_node properties, std::string_view name, std::string_view value) {
  pugi::xml_node property = properties.append_child("property");
  set(property, "name", name);
  set(property, "value", value);
}

std::string body_of(const CiRun& run) {
  const Report& report = run.report;
  std::string text = what_of(run) + "\n" + limits_text(report);
  if (!run.trace.empty()) text += "\n" + text_trace(run.trace, {.threads = report.shape.threads});
  if (report.schedule) text += replay_line(*report.schedule);
  return text;
}

void add_case(pugi::xml_node suite, const JUnitCase& one) {
  pugi::xml_node test = suite.append_child("testcase");
  set(test, "classname", fmt::format("extram.{}", one.suite));
  set(test, "name", one.name);
  set(test, "time", fmt::format("{:.3f}", one.seconds));
  if (!one.properties.empty()) {
    pugi::xml_node properties = test.append_child("properties");
    for (const auto& [name, value] : one.properties) add_property(properties, name, value);
  }
  if (one.fate == CiFate::passed) return;
  pugi::xml_node wrong = test.append_child(one.fate == CiFate::failed ? "failure" : "error");
  set(wrong, "type", one.type);
  set(wrong, "message", one.message);
  wrong.append_child(pugi::node_pcdata).set_value(xml_text(one.body).c_str());
}

struct Sum {
  std::size_t tests = 0, failures = 0, errors = 0;
  double seconds = 0.0;

  void add(const JUnitCase& one) {
    ++tests;
    failures += one.fate == CiFate::failed ? 1U : 0U;
    errors += one.fate == CiFate::unsettled ? 1U : 0U;
    seconds += one.seconds;
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
  set(wrong, "message", fmt::format("{} planned runs were not come to: it ended before them", not_run));
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

JUnitCase junit_case(const CiRun& run) {
  const Report& report = run.report;
  const RunResult& result = report.result;
  JUnitCase one{.suite = std::string(report.entry->info.name),
                .name = run_name(report),
                .seconds = result.seconds,
                .fate = fate_of(run),
                .type = rule_of(report),
                .message = what_of(run),
                .body = body_of(run)};
  const auto add = [&](const char* name, std::string_view value) { one.properties.emplace_back(name, value); };
  add("verdict", verdict_text(result.verdict, result.oracle));
  if (result.oracle != Oracle::none) add("oracle", name_of(result.oracle));
  add("strategy", report.strategy);
  add("strength", result.strength);
  add("executions", fmt::to_string(result.counts.executions));
  add("seed", fmt::to_string(report.seed));
  if (report.expected) add("expected", verdict_text(report.expected->verdict, report.expected->oracle));
  if (report.schedule) add("schedule", *report.schedule);
  for (const std::string& limit : result.limits) add("not covered", limit);
  return one;
}

std::string junit(std::string_view title, const std::vector<JUnitCase>& cases, std::size_t not_run) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version").set_value("1.0");
  declaration.append_attribute("encoding").set_value("UTF-8");
  pugi::xml_node suites = document.append_child("testsuites");
  set(suites, "name", title);
  std::map<std::string, std::pair<pugi::xml_node, Sum>> by_suite;
  Sum all;
  for (const JUnitCase& one : cases) {
    auto& [suite, sum] = by_suite[one.suite];
    if (!suite) {
      suite = suites.append_child("testsuite");
      set(suite, "name", one.suite);
    }
    add_case(suite, one);
    sum.add(one);
    all.add(one);
  }
  for (const auto& [name, row] : by_suite) row.second.write(row.first);
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
