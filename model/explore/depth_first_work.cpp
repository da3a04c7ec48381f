// The work of a depth-first search as text: a title, then a line for each node of the path.
#include <array>
#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "model/explore/depth_first.hpp"

namespace extram {
namespace {

constexpr std::size_t kNodesMax = 10'000'000;  // the deepest execution that may be asked for

// The words of a line, one space apart; false where it has more or fewer.
template <std::size_t N>
bool words_of(std::string_view line, std::array<std::string_view, N>& words) {
  for (std::size_t i = 0; i < N; ++i) {
    const auto space = line.find(' ');
    if ((space == std::string_view::npos) != (i + 1 == N)) return false;
    words[i] = line.substr(0, space);
    line.remove_prefix(i + 1 == N ? line.size() : space + 1);
  }
  return true;
}

template <class Number>
bool number_of(std::string_view text, Number& number) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  number = static_cast<Number>(value);
  return error == std::errc() && end == text.data() + text.size() && value <= std::numeric_limits<Number>::max();
}

}  // namespace

// kind thread enabled alternative end alternatives arity
void DepthFirst::write(const Node& node, Part part, std::string& text) {
  const unsigned end = part == Part::here ? node.alternative + 1U : node.end;
  text += fmt::format("{} {} {} {} {} {} {}\n", name_of(node.kind), node.thread, node.enabled, node.alternative, end,
                      node.alternatives, node.arity);
}

std::optional<DepthFirst::Node> DepthFirst::read(std::string_view line) {
  std::array<std::string_view, 7> words;
  if (!words_of(line, words)) return std::nullopt;
  const auto kind = decision_kind_named(words[0]);
  Node node{DecisionKind::thread, 0, 0, 0, 0, 0, 0, At(""), false};
  if (!kind || !number_of(words[1], node.thread) || !number_of(words[2], node.enabled) ||
      !number_of(words[3], node.alternative) || !number_of(words[4], node.end) ||
      !number_of(words[5], node.alternatives) || !number_of(words[6], node.arity)) {
    return std::nullopt;
  }
  node.kind = *kind;
  const bool in_order = node.alternative < node.end && node.end <= node.alternatives && node.alternatives <= node.arity;
  return in_order ? std::optional(node) : std::nullopt;
}

std::string DepthFirst::work() const {
  if (over_) return {};
  std::string text(kTitle);
  for (const Node& node : path_) write(node, Part::all, text);
  return text;
}

std::optional<std::string> DepthFirst::take_up(std::string_view work) {
  if (!work.starts_with(kTitle)) return "its first line is not that of a depth-first search";
  std::vector<Node> path;
  for (std::size_t at = kTitle.size(); at < work.size();) {
    const auto end = work.find('\n', at);
    const auto node = end == std::string_view::npos ? std::nullopt : read(work.substr(at, end - at));
    if (!node || path.size() == kNodesMax) return fmt::format("its node {} is none", path.size());
    path.push_back(*node);
    at = end + 1;
  }
  path_ = std::move(path);
  over_ = false;
  return std::nullopt;
}

// The upper half of what is left at the shallowest node that has anything left.
std::string DepthFirst::split() {
  std::string given(kTitle);
  for (Node& node : path_) {
    const int left = node.end - node.alternative - 1;
    if (left == 0) {
      write(node, Part::here, given);
      continue;
    }
    const auto first = static_cast<std::uint16_t>(node.end - (left + 1) / 2);
    Node upper = node;
    upper.alternative = first;
    write(upper, Part::all, given);
    node.end = first;
    return given;
  }
  return {};
}

void DepthFirst::cut_at(std::uint32_t depth, std::function<void(std::string work)> on_unit) {
  cut_depth_ = depth;
  on_unit_ = std::move(on_unit);
}

}  // namespace extram
