#include "model/report/chrome_trace.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/report/trace_rows.hpp"

namespace extram {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kProcess = 1;
constexpr int kStepMicroseconds = 1000;
// Of thread 0. Perfetto has taken 0 for the idle thread, and what has the number of its process for the main one; so
// the two were one track.
constexpr int kFirstTrack = 10;
constexpr int kTracksOfThread = 10;

constexpr int track_of(int thread) { return kFirstTrack + kTracksOfThread * thread; }
constexpr int state_track_of(int thread) { return track_of(thread) + 1; }

// Slices of a track must nest. Handlers do, as frames do; a state of a thread (its mask, the lock) may begin inside of
// a handler and end outside, and gets a track of its own below the thread's.
class Writer {
 public:
  Writer(const Trace& trace, const ChromeTitle& title) : trace_(trace), threads_(std::max(threads_of(trace), 1)) {
    tell(kProcess, "process_name", {{"name", title.name}});
    for (int t = 0; t < threads_; ++t) name_tracks(t);
  }

  std::string write(const ChromeTitle& title) {
    for (std::size_t i = 0; i < trace_.size(); ++i) event(i);
    ++now_;
    for (int t = 0; t < threads_; ++t) {
      while (open_frames_[t] > 0) ends_frame(t, now());
      states(t, "", "");
    }
    if (!title.verdict.empty()) {
      add({{"name", title.verdict},
           {"cat", "verdict"},
           {"ph", "i"},
           {"ts", now()},
           {"pid", kProcess},
           {"tid", kProcess},
           {"s", "g"}});
    }
    // In the order of time, for who reads without sorting. What is at the same time stays as it was written: an end
    // before a start, a frame before what is in it.
    std::stable_sort(events_.begin(), events_.end(), [](const Json& a, const Json& b) { return a["ts"] < b["ts"]; });
    const Json whole{{"displayTimeUnit", "ms"}, {"traceEvents", std::move(events_)}};
    return whole.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  }

 private:
  [[nodiscard]] int now() const { return now_ * kStepMicroseconds; }
  void add(Json event) { events_.push_back(std::move(event)); }

  // What is so from the start.
  void tell(int track, const char* what, const Json& args) {
    add({{"name", what}, {"ph", "M"}, {"ts", 0}, {"pid", kProcess}, {"tid", track}, {"args", args}});
  }

  void name_tracks(int thread) {
    const auto name = [&](int track, const std::string& text, int place) {
      tell(track, "thread_name", {{"name", text}});
      tell(track, "thread_sort_index", {{"sort_index", place}});
    };
    name(track_of(thread), fmt::format("thread {}", thread), 2 * thread);
    name(state_track_of(thread), fmt::format("thread {}: lock and signals", thread), 2 * thread + 1);
  }

  void event(std::size_t i) {
    const Event& event = trace_[i];
    if (has_number(event.kind) || event.kind == EventKind::waits || event.kind == EventKind::failure) ++now_;
    switch (event.kind) {
      case EventKind::step:
      case EventKind::local:
        slice(event, event.site);
        arrow(i);
        break;
      case EventKind::signal:
        instant(event, event.what, "signal");
        add({{"name", "handler"},
             {"cat", "handler"},
             {"ph", "B"},
             {"ts", now()},
             {"pid", kProcess},
             {"tid", track_of(event.thread)},
             {"args", args_of(event)}});
        ++open_frames_[event.thread];
        break;
      case EventKind::handled:
        if (open_frames_[event.thread] > 0) ends_frame(event.thread, now() + kStepMicroseconds * 95 / 100);
        break;
      case EventKind::fault:
        slice(event, "fault: " + event.what);
        instant(event, "fault: " + event.what, "fault");
        break;
      case EventKind::waits:
        slice(event, event.site + ": " + event.what);
        arrow(i);
        break;
      case EventKind::failure:
        instant(event, "fails: " + event.what, "failure");
        break;
      case EventKind::data:
      case EventKind::setup:
        break;
    }
    facts(event);
  }

  [[nodiscard]] static Json args_of(const Event& event) {
    Json args{{"site", event.site}, {"what", event.what}};
    if (event.touch == Touch::none) return args;
    args.update({{"object", event.object}, {"access", name_of(event.touch)}, {"after", event.after}});
    if (event.stale) args["stale"] = true;
    return args;
  }

  // A little shorter than a step, so that two neighbours are seen as two, and a frame's end lies behind its last step.
  void slice(const Event& event, const std::string& name) {
    add({{"name", name},
         {"cat", name_of(event.kind)},
         {"ph", "X"},
         {"ts", now()},
         {"dur", kStepMicroseconds * 9 / 10},
         {"pid", kProcess},
         {"tid", track_of(event.thread)},
         {"args", args_of(event)}});
    when_[&event - trace_.data()] = now();
  }

  void instant(const Event& event, const std::string& name, const char* category) {
    add({{"name", name},
         {"cat", category},
         {"ph", "i"},
         {"ts", now()},
         {"pid", kProcess},
         {"tid", track_of(event.thread)},
         {"s", "t"},
         {"args", args_of(event)}});
  }

  void ends_frame(int thread, int when) {
    add({{"name", "handler"}, {"ph", "E"}, {"ts", when}, {"pid", kProcess}, {"tid", track_of(thread)}});
    --open_frames_[thread];
  }

  // From the middle of the store's slice to the start of the load's.
  void arrow(std::size_t i) {
    const Event& event = trace_[i];
    const auto store = when_.find(event.reads_from);
    if (event.reads_from == kNoStore || store == when_.end()) return;
    const Event& from = trace_[static_cast<std::size_t>(event.reads_from)];
    const std::string name = event.stale ? "reads from (stale)" : "reads from";
    const auto end = [&](const char* phase, int ts, int thread) {
      return Json{{"name", name},    {"cat", "reads_from"},    {"ph", phase}, {"id", arrows_}, {"ts", ts},
                  {"pid", kProcess}, {"tid", track_of(thread)}};
    };
    ++arrows_;
    add(end("s", store->second + kStepMicroseconds / 2, from.thread));
    Json last = end("f", now() + kStepMicroseconds / 10, event.thread);
    last["bp"] = "e";
    add(std::move(last));
  }

  // Masks and the lock's holder, as slices on the thread's second track: one for each stretch in which both are the
  // same.
  void facts(const Event& event) {
    for (const Fact& fact : event.facts) {
      if (fact.thread < 0 && fact.name == kLockHolder) holder_ = fact.value;
      if (fact.thread >= 0 && fact.name == kBlockedSignals) masks_[fact.thread] = fact.value;
    }
    for (int t = 0; t < threads_; ++t) {
      const bool holds = holder_ == fmt::format("thread {}", t);
      const std::string& mask = masks_[t];
      states(t, holds ? "list lock held" : "", mask == "empty" || mask.empty() ? "" : "signals blocked: " + mask);
    }
  }

  void states(int thread, const std::string& lock, const std::string& mask) {
    std::pair<std::string, std::string>& shown = states_[thread];
    if (shown == std::pair(lock, mask)) return;
    const auto edge = [&](const char* phase, const std::string& name) {
      if (name.empty()) return;
      add({{"name", name},
           {"cat", "state"},
           {"ph", phase},
           {"ts", now()},
           {"pid", kProcess},
           {"tid", state_track_of(thread)}});
    };
    edge("E", shown.second);
    edge("E", shown.first);
    edge("B", lock);
    edge("B", mask);
    shown = {lock, mask};
  }

  const Trace& trace_;
  int threads_;
  Json events_ = Json::array();
  int now_ = 0;
  int arrows_ = 0;
  std::map<int, int> open_frames_;
  std::map<std::ptrdiff_t, int> when_;  // of an event with a slice
  std::string holder_;
  std::map<int, std::string> masks_;
  std::map<int, std::pair<std::string, std::string>> states_;
};

}  // namespace

std::string chrome_trace(const Trace& trace, const ChromeTitle& title) { return Writer(trace, title).write(title); }

}  // namespace extram
