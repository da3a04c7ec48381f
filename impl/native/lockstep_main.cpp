// extram-lockstep: one schedule on real threads. `extram replay --world lockstep` starts it, gives it the schedule as
// JSON on standard input, and reads what came of it from standard output.
//
//   in   {"scenario", "variant", "shape": {...}, "oracles": [...], "hang_seconds", "decisions": [[kind, thread, site,
//        index, arity], ...]}
//   out  {"verdict", "oracle", "message", "thread", "position", "switches", "steps": [[kind, thread, depth, site],
//        ...], "output", "limits": [what a good verdict leaves open, ...], "seconds"}
//
// `--debugger FD WORDS...` takes the request from a descriptor, and becomes the debugger, over the process that follows
// the schedule.
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <deque>
#include <exception>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "impl/native/child.hpp"
#include "impl/native/lockstep_run.hpp"
#include "impl/native/tsan_limits.hpp"
#include "impl/world/registry.hpp"
#include "scenarios/mutants/machine_made.hpp"

namespace extram::native {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kUsage = 2;
constexpr int kHarness = 70;
constexpr std::array<std::string_view, 5> kStepKinds{"step", "local", "signal", "handled", "fault"};

// Throws std::invalid_argument where there is no such name.
template <class Enumeration, class Names>
Enumeration named(const Names& names, const std::string& name) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<Enumeration>(i);
  }
  throw std::invalid_argument("there is no '" + name + "'");
}

Shape shape_from(const Json& json) {
  Shape shape;
  json.at("threads").get_to(shape.threads);
  json.at("callbacks").get_to(shape.callbacks);
  json.at("ms").get_to(shape.ms);
  json.at("signals").get_to(shape.signals);
  json.at("faults").get_to(shape.faults);
  json.at("ps").get_to(shape.ps);
  json.at("stack_kib").get_to(shape.stack_kib);
  shape.body = named<Body>(kBodies, json.at("body"));
  shape.profile = named<Profile>(kProfiles, json.at("profile"));
  shape.signal_points = named<SignalPoints>(kSignalPoints, json.at("signal_at"));
  shape.fusion = named<Fusion>(kFusions, json.at("fusion"));
  if (shape.threads < 1 || shape.threads > kMaxThreads) throw std::invalid_argument("so many threads are none of ours");
  return shape;
}

// The version of a machine-made mutant stands before its name: "go_1_21+drop:dropm.sigblock".
const Entry* find_with_machine_made(std::string_view scenario, std::string_view variant) {
  struct Made {
    std::string name;
    std::vector<Alteration> table;
    Entry entry;
  };
  static std::deque<Made> all;
  const auto plus = variant.find('+');
  if (plus == std::string_view::npos) return Registry::find(scenario, variant);
  const MachineMade* const mutant = machine_made_named(variant.substr(plus + 1), variant.substr(0, plus));
  const Entry* const version = Registry::find(scenario, variant.substr(0, plus));
  if (mutant == nullptr || version == nullptr) return nullptr;
  Made& made = all.emplace_back(Made{std::string(variant), {mutant->alteration}, *version});
  made.entry.mutant = made.name;
  made.entry.alterations = made.table;
  return &made.entry;
}

LockstepRequest request_from(const Json& json) {
  LockstepRequest request;
  const std::string scenario = json.at("scenario");
  const std::string variant = json.at("variant");
  request.entry = find_with_machine_made(scenario, variant);
  if (request.entry == nullptr) {
    throw std::invalid_argument(fmt::format("this program has no scenario '{}' with '{}'", scenario, variant));
  }
  request.shape = shape_from(json.at("shape"));
  request.hang_seconds = json.at("hang_seconds");
  request.oracles = OracleSet{};
  for (const std::string name : json.at("oracles")) {
    const auto oracle = oracle_named(name);
    if (!oracle) throw std::invalid_argument("there is no oracle '" + name + "'");
    request.oracles = request.oracles.with(*oracle);
  }
  for (const Json& row : json.at("decisions")) {
    request.decisions.push_back(
        {named<DecisionKind>(kDecisionKinds, row.at(0)), row.at(1), row.at(2), row.at(3), row.at(4)});
  }
  return request;
}

Json answer(const LockstepResult& result) {
  Json steps = Json::array();
  for (const LockstepStep& step : result.steps) {
    steps.push_back({kStepKinds.at(static_cast<std::size_t>(step.kind)), step.thread, step.depth, step.site});
  }
  Json limits = Json::array();
  if (kThreadSanitizer) limits = kLimitsOfThreadSanitizer;
  const NativeResult& native = result.native;
  return {{"verdict", name_of(native.verdict)},
          {"oracle", name_of(native.oracle)},
          {"message", native.message},
          {"thread", native.thread},
          {"position", result.position},
          {"switches", result.switches},
          {"steps_are_all", result.steps_are_all},
          {"steps", std::move(steps)},
          {"output", native.output},
          {"limits", limits},
          {"seconds", native.seconds}};
}

int run(int argc, char** argv) {
  const bool debug = argc > 3 && std::string_view(argv[1]) == "--debugger";
  if (argc > 1 && !debug) {
    fmt::print(stderr, "extram-lockstep: started by `extram replay --world lockstep`, and takes no arguments\n");
    return kUsage;
  }
  LockstepRequest request;
  try {
    if (debug) {
      std::ifstream file(std::string("/dev/fd/") + argv[2]);
      request = request_from(Json::parse(file));
    } else {
      request = request_from(Json::parse(std::cin));
    }
  } catch (const std::exception& error) {  // of the reader, or one of ours: both are about the request
    fmt::print(stderr, "extram-lockstep: the request: {}\n", error.what());
    return kUsage;
  }
  if (debug) debug_in_lockstep(request, std::vector<std::string>(argv + 3, argv + argc));
  fmt::print("{}\n", answer(run_in_lockstep(request)).dump(-1, ' ', false, Json::error_handler_t::replace));
  return 0;
}

}  // namespace
}  // namespace extram::native

int main(int argc, char** argv) {
  try {
    extram::native::find_entry = &extram::native::find_with_machine_made;
    if (const auto code = extram::native::run_as_lockstep_child(argc, argv)) return *code;
    return extram::native::run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "extram-lockstep: {}\n", error.what());
    return extram::native::kHarness;
  }
}
