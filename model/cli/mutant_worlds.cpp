#include "model/cli/mutant_worlds.hpp"

#include <filesystem>
#include <stdexcept>

#include <fmt/format.h>

#include "model/cli/mutant_search.hpp"
#include "model/cli/replay_lockstep.hpp"

namespace extram {
namespace {

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

std::vector<Column> MutantWorlds::columns() const {
  Column lockstep{"lockstep", std::nullopt, why_not()};
  Column tsan{"tsan", std::nullopt, why_not()};
  if (tsan.why_not.empty() && schedule_.verdict != Verdict::data_race) tsan.why_not = "it is no data race";
  if (lockstep.why_not.empty()) lockstep = replayed("lockstep", false);
  if (tsan.why_not.empty()) tsan = replayed("tsan", true);
  return {std::move(lockstep), std::move(tsan), {"stress", std::nullopt, "a storm is for versions"}};
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
