// What processes tell each other and what a checkpoint keeps, as JSON. Not what people read.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "model/explore/run.hpp"

namespace extram {

// Each throws nlohmann::json::exception, or std::invalid_argument, where it is not what its counterpart wrote.
[[nodiscard]] nlohmann::ordered_json json_of(const Counts& counts);
[[nodiscard]] Counts counts_in(const nlohmann::ordered_json& json);
[[nodiscard]] nlohmann::ordered_json json_of(const std::vector<SiteSignals>& signals);
[[nodiscard]] std::vector<SiteSignals> signals_in(const nlohmann::ordered_json& json);
[[nodiscard]] nlohmann::ordered_json json_of(const Event& event);
[[nodiscard]] Event event_in(const nlohmann::ordered_json& json);
[[nodiscard]] nlohmann::ordered_json json_of(const RunResult& result);
[[nodiscard]] RunResult result_in(const nlohmann::ordered_json& json);

// By site; the order of `all` first.
void add_signals(std::vector<SiteSignals>& all, const std::vector<SiteSignals>& more);

}  // namespace extram
