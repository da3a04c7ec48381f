// The size of a run in words: "2x1" is two foreign threads with one callback each; what else differs from the usual
// follows. Two shapes never read alike.
#pragma once

#include <string>

#include "impl/world/scenario.hpp"

namespace extram {

// For people: "2x1 ms=2 signals=1 rendezvous".
[[nodiscard]] std::string size_text(const Shape& shape, const Shape& usual = {});
// For file names: "2x1-ms2-signals1-rendezvous".
[[nodiscard]] std::string size_name(const Shape& shape, const Shape& usual = {});

[[nodiscard]] std::string_view name_of(Body body);
[[nodiscard]] std::string_view name_of(Profile profile);
[[nodiscard]] std::string_view name_of(SignalPoints points);
[[nodiscard]] std::string_view name_of(Fusion fusion);

}  // namespace extram
