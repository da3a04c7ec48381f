#include "model/report/mermaid_trace.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "model/report/trace_rows.hpp"

namespace extram {
namespace {

constexpr std::size_t kObjectsMax = 8;  // more columns than that nobody reads: the others share one
constexpr std::size_t kTextMax = 240;  // bytes
constexpr std::string_view kOthers = "memory";

// "M1" of "M1.schedlink"; the variable itself where it is in no object.
std::string_view owner_of(std::string_view object) { return object.substr(0, object.find('.')); }

class Diagram {
 public:
  Diagram(const Trace& trace, const MermaidView& view) : trace_(trace), threads_(std::max(threads_of(trace), 1)) {
    for (const Event& event : trace) add_object(event);
    const std::vector<int> steps = step_numbers(trace);
    const int last = steps.empty() ? 0 : *std::max_element(steps.begin(), steps.end());
    const int left_out = std::max(0, last - static_cast<int>(view.steps_max));
    for (std::size_t i = 0; i < trace.size() && left_out > 0; ++i) {
      if (steps[i] > left_out) break;
      first_ = i + 1;
    }
    left_out_ = left_out;
  }

  std::string text(const MermaidView& view) {
    if (!view.title.empty()) text_ += fmt::format("---\ntitle: \"{}\"\n---\n", title_text(view.title));
    text_ += "sequenceDiagram\n";
    for (int t = 0; t < threads_; ++t) line(fmt::format("participant T{} as thread {}", t, t));
    for (std::size_t i = 0; i < objects_.size(); ++i) {
      line(fmt::format("participant O{} as {}", i, mermaid_text(objects_[i])));
    }
    if (left_out_ > 0) note_over_all(fmt::format("the first {} steps are left out", left_out_));
    for (std::size_t i = 0; i < trace_.size(); ++i) {
      if (i >= first_) event(trace_[i]);
      lock(trace_[i], i >= first_);
    }
    for (auto& [thread, frames] : frames_) {
      for (; frames > 0; --frames) line(fmt::format("deactivate T{}", thread));
    }
    if (is_shaded_) line("end");
    if (!view.verdict.empty()) note_over_all(view.verdict);
    return std::move(text_);
  }

 private:
  void line(std::string_view text) { text_ += fmt::format("  {}\n", text); }

  static std::string title_text(const std::string& title) {
    std::string text = mermaid_text(title);
    std::replace(text.begin(), text.end(), '"', '\'');
    std::replace(text.begin(), text.end(), '\\', '/');
    return text;
  }

  void note_over_all(std::string_view text) {
    const std::string over = threads_ == 1 ? "T0" : fmt::format("T0,T{}", threads_ - 1);
    line(fmt::format("Note over {}: {}", over, mermaid_text(text)));
  }

  void add_object(const Event& event) {
    if (event.object.empty() || event.kind == EventKind::data) return;
    const std::string owner(owner_of(event.object));
    if (std::find(objects_.begin(), objects_.end(), owner) != objects_.end()) return;
    if (objects_.size() < kObjectsMax) {
      objects_.push_back(owner);
    } else {
      objects_.back() = kOthers;
    }
  }

  [[nodiscard]] std::size_t column_of(const Event& event) const {
    const auto it = std::find(objects_.begin(), objects_.end(), owner_of(event.object));
    return it == objects_.end() ? objects_.size() - 1 : static_cast<std::size_t>(it - objects_.begin());
  }

  // Values flow along the arrows: a load's to the thread, a store's from it.
  void access(const Event& event) {
    const std::string text = mermaid_text(event.site + "  " + event.what);
    const std::size_t column = column_of(event);
    if (event.kind == EventKind::waits) return line(fmt::format("T{}-xO{}: {}", event.thread, column, text));
    if (event.touch != Touch::read) return line(fmt::format("T{}->>O{}: {}", event.thread, column, text));
    line(fmt::format("O{}{}T{}: {}", column, event.stale ? "--x" : "-->>", event.thread, text));
  }

  void event(const Event& event) {
    const std::string here = fmt::format("T{}", event.thread);
    const std::string text = event.site + "  " + event.what;
    switch (event.kind) {
      case EventKind::step:
      case EventKind::waits:
        if (event.touch != Touch::none) return access(event);
        [[fallthrough]];
      case EventKind::local:
        return line(fmt::format("{0}->>{0}: {1}", here, mermaid_text(text)));
      case EventKind::signal:
        line(fmt::format("Note over {}: {}", here, mermaid_text(event.what)));
        ++frames_[event.thread];
        return line("activate " + here);
      case EventKind::handled:
        if (frames_[event.thread] == 0) return;
        --frames_[event.thread];
        return line("deactivate " + here);
      case EventKind::fault:
        return line(fmt::format("Note over {}: {}", here, mermaid_text("fault at " + event.site + ": " + event.what)));
      case EventKind::failure:
        return line(fmt::format("Note over {}: {}", here, mermaid_text("fails here: " + event.what)));
      case EventKind::data:
      case EventKind::setup:
        return;
    }
  }

  // From behind the step that takes it to behind the one that gives it back.
  void lock(const Event& event, bool shown) {
    for (const Fact& fact : event.facts) {
      if (fact.thread >= 0 || fact.name != kLockHolder || !shown) continue;
      if (is_shaded_) line("end");
      is_shaded_ = fact.value.starts_with("thread");
      if (!is_shaded_) continue;
      line("rect rgba(255, 190, 60, 0.25)");
      note_over_all("list lock held by " + fact.value);
    }
  }

  const Trace& trace_;
  int threads_;
  std::size_t first_ = 0;
  int left_out_ = 0;
  std::vector<std::string> objects_;
  std::map<int, int> frames_;
  bool is_shaded_ = false;
  std::string text_;
};

}  // namespace

std::string mermaid_text(std::string_view text) {
  std::string safe;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool goes_on = (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;  // in the middle of a character
    if (safe.size() >= kTextMax && !goes_on) return safe + "…";
    if (text.substr(i, 2) == "->") {
      safe += "→";
      ++i;
    } else if (std::string_view("#;%<>").find(c) != std::string_view::npos) {
      safe += fmt::format("#{};", static_cast<int>(c));
    } else {
      safe += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
  }
  return safe.empty() ? " " : safe;
}

std::string mermaid_trace(const Trace& trace, const MermaidView& view) { return Diagram(trace, view).text(view); }

}  // namespace extram
