#include "model/cli/mutant_worlds.hpp"

#include <cstdio>
#include <filesystem>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/cli/mutant_search.hpp"
#include "model/cli/replay_lockstep.hpp"
#include "model/schedule/shape_text.hpp"
#include "scenarios/mutants/machine_made.hpp"

namespace extram {
namespace {

constexpr int kRounds = 500;
constexpr int kSignalsInAThousand = 50;

// What a command writes, in full.
std::string output_of(const std::string& command) {
  FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return {};
  std::string text;
  char buffer[4096];
  for (std::size_t got = 0; (got = fread(buffer, 1, sizeof buffer, pipe)) > 0;) text.append(buffer, got);
  (void)pclose(pipe);
  return text;
}

Schedule schedule_of_kill(const Kill& kill) {
  const PlannedRun planned{kill.entry, kill.shape, kill.strategy, std::nullopt};
  RunSettings settings;
  settings.limits.depth_max = kMutantDepthMax;
  return schedule_of(planned, settings, kill.result);
}

}  // namespace

MutantWorlds::MutantWorlds(const Kill& kill, const MutantSettings& settings)
    : kill_(kill), settings_(settings), schedule_(schedule_of_kill(kill)) {}

std::string MutantWorlds::why_not() const {
  if (schedule_.verdict == Verdict::crash || schedule_.verdict == Verdict::hang) return "it crashes";
  if (!needs_the_model(schedule_).empty()) return "its schedule reads an older value";
  return {};
}

Column MutantWorlds::replayed(const char* world, bool tsan) const {
  Column column{world, std::nullopt, {}};
  ReplayOptions options;
  options.lockstep = true;
  options.tsan = tsan;
  const Replayed replayed =
      replay_once({kill_.entry, schedule_.shape, schedule_.oracles, schedule_.depth, schedule_.decisions});
  try {
    if (difference_on_real_threads(options, schedule_, replayed).empty()) column.kill = 1;
  } catch (const std::exception& error) {
    column.why_not = error.what();
  }
  return column;
}

Column MutantWorlds::stressed() const {
  Column column{"stress", std::nullopt, {}};
  if (is_machine_made(schedule_.mutant)) {
    column.why_not = "without a schedule real threads run types, and no tables";
    return column;
  }
  if (schedule_.verdict == Verdict::data_race) {
    column.why_not = "a race shows to ThreadSanitizer alone";
    return column;
  }
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "extram-native";
  if (!std::filesystem::exists(program)) {
    column.why_not = "extram-native is not built";
    return column;
  }
  const Shape& s = schedule_.shape;
  const std::string command = fmt::format(
      "'{}' run {} --mutant {} --threads {} --callbacks {} --ms {} --ps {} --stack {} --body {} --profile {} --signals "
      "{} --rounds {} --json - 2>/dev/null",
      program.string(), schedule_.scenario, schedule_.mutant, s.threads, s.callbacks, s.ms, s.ps, s.stack_kib,
      name_of(s.body), name_of(s.profile), s.signals > 0 ? kSignalsInAThousand : 0, kRounds);
  const auto row = nlohmann::json::parse(output_of(command), nullptr, false);
  if (!row.is_object()) {
    column.why_not = "it is not among those that extram-native holds";
    return column;
  }
  const auto verdict = verdict_named(row.value("verdict", std::string()));
  if (verdict && is_bad(*verdict)) column.kill = row.value("executions", std::uint64_t{0}) + 1;
  return column;
}

std::vector<Column> MutantWorlds::columns() const {
  Column lockstep{"lockstep", std::nullopt, why_not()};
  Column tsan{"tsan", std::nullopt, why_not()};
  if (tsan.why_not.empty() && schedule_.verdict != Verdict::data_race) tsan.why_not = "it is no data race";
  if (lockstep.why_not.empty()) lockstep = replayed("lockstep", false);
  if (tsan.why_not.empty()) tsan = replayed("tsan", true);
  return {std::move(lockstep), std::move(tsan), stressed()};
}

std::string MutantWorlds::keep() const {
  if (settings_.schedules.empty()) return {};
  std::filesystem::create_directories(settings_.schedules);
  const std::string name = default_name(schedule_, kill_.entry->info.shape, StrategyInName::hidden);
  const std::string path = (std::filesystem::path(settings_.schedules) / name).string();
  if (const auto why = write(schedule_, path)) throw std::runtime_error(*why);
  return path;
}

}  // namespace extram
