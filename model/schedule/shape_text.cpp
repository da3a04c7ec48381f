#include "model/schedule/shape_text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace extram {
namespace {

std::string text(const Shape& shape, const Shape& usual, char between, std::string_view equals) {
  std::string text = fmt::format("{}x{}", shape.threads, shape.callbacks);
  const auto number = [&](std::string_view name, int value, int usual_value) {
    if (value != usual_value) text += fmt::format("{}{}{}{}", between, name, equals, value);
  };
  number("ms", shape.ms, usual.ms);
  number("signals", shape.signals, usual.signals);
  number("faults", shape.faults, usual.faults);
  if (shape.fault_kinds != usual.fault_kinds) {
    std::string kinds = text_of(shape.fault_kinds);
    if (between == '-') std::replace(kinds.begin(), kinds.end(), ',', '-');
    text += fmt::format("{}{}", between, kinds);
  }
  number("ps", shape.ps, usual.ps);
  number("stack_kib", shape.stack_kib, usual.stack_kib);
  if (shape.body != usual.body) text += fmt::format("{}{}", between, name_of(shape.body));
  if (shape.profile != usual.profile) text += fmt::format("{}{}", between, name_of(shape.profile));
  if (shape.signal_points != usual.signal_points)
    text += fmt::format("{}points{}{}", between, equals, name_of(shape.signal_points));
  if (shape.fusion != usual.fusion) text += fmt::format("{}fusion{}{}", between, equals, name_of(shape.fusion));
  return text;
}

}  // namespace

std::string size_text(const Shape& shape, const Shape& usual) { return text(shape, usual, ' ', "="); }
std::string size_name(const Shape& shape, const Shape& usual) { return text(shape, usual, '-', ""); }

std::string_view name_of(Body body) { return kBodies[static_cast<std::size_t>(body)]; }
std::string_view name_of(SignalPoints points) { return kSignalPoints[static_cast<std::size_t>(points)]; }
std::string_view name_of(Fusion fusion) { return kFusions[static_cast<std::size_t>(fusion)]; }
std::string_view name_of(Profile profile) { return kProfiles[static_cast<std::size_t>(profile)]; }

}  // namespace extram
