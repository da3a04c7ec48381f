// The work that is left to an exhaustive search, as text: to be put down, taken up again, given away.
//
//   exhaustive 1 FLOOR BACKWARDS
//   n ...          a line for each node of the path, numbers in hexadecimal in the order of fields() below
#include <algorithm>
#include <bit>
#include <charconv>

#include <fmt/format.h>

#include "model/explore/exhaustive.hpp"

namespace extram {
namespace {

constexpr std::string_view kHeader = "exhaustive 1 ";

// Writes numbers, or reads them, by the same list of fields.
class Writer {
 public:
  template <class T>
  void operator()(const T& number) {
    text_ += fmt::format(" {:x}", static_cast<std::uint64_t>(number));
  }
  [[nodiscard]] std::string line() { return "n" + text_ + "\n"; }

 private:
  std::string text_;
};

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}
  template <class T>
  void operator()(T& number) {
    std::uint64_t word = 0;
    if (text_.empty() || text_.front() != ' ') return fail();
    const auto [end, error] = std::from_chars(text_.data() + 1, text_.data() + text_.size(), word, 16);
    if (error != std::errc() || word != static_cast<std::uint64_t>(static_cast<T>(word))) return fail();
    number = static_cast<T>(word);
    text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
  }
  [[nodiscard]] bool good() const { return good_ && text_.empty(); }

 private:
  void fail() {
    good_ = false;
    text_ = {};
  }
  std::string_view text_;
  bool good_ = true;
};

template <class Fields, class Node>
void fields(Fields& field, Node& node) {
  field(node.kind);
  field(node.thread);
  field(node.index);
  field(node.arity);
  field(node.limit);
  field(node.enabled);
  field(node.to_try);
  field(node.done);
  field(node.elsewhere);
  field(node.asleep);
  for (auto& twin : node.twin_of) field(twin);
  field(node.named);
  field(node.complete);
  field(node.seen_before);
  field(node.asleep_before);
  field(node.name.high);
  field(node.name.low);
  for (auto& place : node.name.place) field(place);
  field(node.name.objects_count);
  for (auto& object : node.name.objects) field(object);
}

template <class Fields>
void fields_of_use(Fields& field, Use& use) {
  field(use.object);
  field(use.reads);
  field(use.writes);
  field(use.locks);
  field(use.waits);
}

void write(Writer& writer, const Uses& uses) {
  writer(uses.size());
  writer(uses.exits());
  Use anything = uses.anything();
  fields_of_use(writer, anything);
  for (std::size_t i = 0; i < uses.size(); ++i) {
    Use use = uses[i];
    fields_of_use(writer, use);
  }
}

void read(Reader& reader, Uses& uses) {
  std::size_t count = 0;
  ThreadSet exits = 0;
  Use use;
  reader(count);
  reader(exits);
  fields_of_use(reader, use);
  uses.add_exits(exits);
  uses.add_to_any(use);
  for (std::size_t i = 0; i < std::min(count, Uses::kRoom); ++i) {
    fields_of_use(reader, use);
    uses.add(use);
  }
}

// What no field can see for itself.
template <class Node>
[[nodiscard]] bool is_sound(const Node& node) {
  const auto is_thread = [](std::uint8_t t) { return t < kMaxThreads; };
  return static_cast<std::size_t>(node.kind) < kDecisionKinds.size() && is_thread(node.thread) &&
         std::all_of(node.twin_of.begin(), node.twin_of.end(), is_thread) &&
         std::all_of(node.name.place.begin(), node.name.place.end(), is_thread) &&
         node.name.objects_count <= kNamedObjects &&
         (node.kind == DecisionKind::thread ? (node.enabled >> node.thread & 1) != 0
                                            : node.index < node.limit && node.limit <= node.arity);
}

[[nodiscard]] std::string_view next_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

}  // namespace

std::string Exhaustive::work() const {
  if (over_) return {};
  std::string text = fmt::format("{}{:x} {:d}\n", kHeader, floor_, backwards_);
  for (const Node& node : path_) {
    Writer writer;
    fields(writer, node);
    write(writer, node.uses);
    text += writer.line();
  }
  return text;
}

// Who takes it up goes the other way: two searches that meet the same states in the same order explore them twice.
std::string Exhaustive::work_below(std::size_t nodes) const {
  std::string text = fmt::format("{}{:x} {:d}\n", kHeader, nodes, !backwards_);
  for (std::size_t i = 0; i < nodes; ++i) {
    Node node = path_[i];
    node.named = false;
    node.uses = Uses{};
    Writer writer;
    fields(writer, node);
    write(writer, node.uses);
    text += writer.line();
  }
  return text;
}

std::optional<std::string> Exhaustive::take_up(std::string_view work) {
  over_ = work.empty();
  path_.clear();
  causality_.clear();
  floor_ = position_ = events_ = 0;
  thread_node_ = -1;
  if (work.empty()) return std::nullopt;
  const std::string_view header = next_line(work);
  if (!header.starts_with(kHeader)) return "this is not the work of an exhaustive search";
  Reader first(header.substr(kHeader.size() - 1));
  first(floor_);
  first(backwards_);
  if (!first.good()) return "its first line names no node";
  while (work.starts_with("n ")) {
    Reader reader(next_line(work).substr(1));
    Node node;
    fields(reader, node);
    read(reader, node.uses);
    if (!reader.good() || !is_sound(node)) return fmt::format("node {} is damaged", path_.size());
    path_.push_back(node);
  }
  if (floor_ > path_.size()) return "the path ends above its own floor";
  if (!work.empty()) return "there is something behind its path";
  return std::nullopt;
}

// The alternatives of the shallowest node that has any. Its ancestors, and it, try everything from now on: no race that
// is found in what is given away can ask more of them. Of the given one's siblings those that stay here sleep there,
// and it does not sleep here.
std::string Exhaustive::split() {
  if (over_) return {};
  for (std::size_t i = floor_; i < path_.size(); ++i) {
    Node& node = path_[i];
    Node given = node;
    if (node.kind != DecisionKind::thread) {
      if (node.index + 1 >= node.limit) continue;
      given.index = static_cast<std::uint16_t>(--node.limit);
      given.limit = static_cast<std::uint16_t>(given.index + 1);
    } else {
      want_all(static_cast<std::uint32_t>(i));
      const auto rest = static_cast<unsigned>(left(node)) & ~(1U << node.thread);
      if (rest == 0) continue;
      given.thread = static_cast<std::uint8_t>(std::bit_width(rest) - 1);
      const unsigned stays = (rest | 1U << node.thread) & ~(1U << given.thread);
      given.asleep = static_cast<ThreadSet>(node.asleep | node.done | stays);
      given.done = 0;
      given.to_try = static_cast<ThreadSet>(1U << given.thread);
      node.elsewhere = static_cast<ThreadSet>(node.elsewhere | given.to_try);
    }
    for (std::size_t above = 0; above <= i; ++above) path_[above].complete = false;
    std::swap(node, given);
    std::string work = work_below(i + 1);
    std::swap(node, given);
    return work;
  }
  return {};
}

void Exhaustive::cut_at(std::uint32_t depth, std::function<void(std::string work)> on_unit) {
  cut_ = depth;
  on_unit_ = std::move(on_unit);
}

}  // namespace extram
