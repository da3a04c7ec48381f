#include "impl/native/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace extram::native {
namespace {

double rate_of(const NativeProgress& p) { return p.seconds > 0 ? static_cast<double>(p.callbacks) / p.seconds : 0; }

double seconds_left(const NativeProgress& p, double seconds_max) { return std::max(seconds_max - p.seconds, 0.0); }

}  // namespace

std::string progress_text(const std::string& title, const NativeProgress& progress, double seconds_max) {
  return fmt::format("{}: {} callbacks, {:.0f}/s, {} signals, {:.0f} s left", title, progress.callbacks,
                     rate_of(progress), progress.deliveries, seconds_left(progress, seconds_max));
}

std::string progress_json(const std::string& title, const NativeProgress& progress, double seconds_max) {
  const nlohmann::ordered_json row{{"progress", title},
                                   {"rounds", progress.rounds},
                                   {"callbacks", progress.callbacks},
                                   {"per_second", rate_of(progress)},
                                   {"signals_delivered", progress.deliveries},
                                   {"seconds_left", seconds_left(progress, seconds_max)},
                                   {"seconds", progress.seconds}};
  return row.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace extram::native
