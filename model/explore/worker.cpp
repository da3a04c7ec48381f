#include "model/explore/worker.hpp"

#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <streambuf>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/explore/divisible.hpp"
#include "model/explore/result_json.hpp"

namespace extram {
namespace {

using Json = nlohmann::ordered_json;

Page* page_of_this_process = nullptr;

// What a process says on standard output, it says on standard error: the other belongs to the parent's report. What it
// said last is kept as well: Relacy's own assertions speak there, and abort. Allocates nothing: this may happen inside
// of an execution.
class LastWords final : public std::streambuf {
 protected:
  int_type overflow(int_type c) override {
    const char text = traits_type::to_char_type(c);
    return xsputn(&text, 1) == 1 ? c : traits_type::eof();
  }
  std::streamsize xsputn(const char* text, std::streamsize size) override {
    auto& words = page_of_this_process->last_words;
    for (std::streamsize i = 0; i < size; ++i) {
      if (text[i] == '\n') {
        is_new_line_ = true;
        continue;
      }
      if (is_new_line_) length_ = 0;
      is_new_line_ = false;
      if (length_ + 1 < words.size()) words[length_++] = text[i];
      words[length_] = '\0';
    }
    return write(STDERR_FILENO, text, static_cast<std::size_t>(size));
  }

 private:
  std::size_t length_ = 0;
  bool is_new_line_ = false;
};

[[noreturn]] void end_with_exception() {
  page_of_this_process->last_words.fill('\0');
  try {
    if (std::current_exception()) std::rethrow_exception(std::current_exception());
  } catch (const std::exception& error) {
    page_of_this_process->says_too("an exception that nobody catches: ");
    page_of_this_process->says_too(error.what());
  } catch (...) {
    page_of_this_process->says_too("an exception that nobody catches");
  }
  std::abort();
}

void settle_in(Page& page) {
  static LastWords last_words;
  page_of_this_process = &page;
  std::cout.rdbuf(&last_words);
  std::set_terminate(end_with_exception);
}

Json left_of(Strategy& strategy) {
  DivisibleSearch* const search = strategy.divisible();
  if (search == nullptr) return "";
  std::string work = search->work();
  return work.empty() ? Json(nullptr) : Json(std::move(work));
}

class Worker final : public Supervisor {
 public:
  Worker(Strategy& strategy, Page& page, Channel& channel) : strategy_(strategy), page_(page), channel_(channel) {}

  // Waits for work. False: there is none any more.
  bool takes_up_more() {
    const auto message = channel_.receive();
    if (!message || !message->contains("work")) return false;
    const auto& work = message->at("work").get_ref<const std::string&>();
    if (work.empty()) return true;  // the whole search, from its start
    if (const auto error = strategy_.divisible()->take_up(work)) {
      channel_.send({{"refused", *error}});
      return false;
    }
    return true;
  }

  void asks(const Explorer& explorer) override {
    const bool split = page_.is_asked(kSplit);
    const bool held = page_.is_asked(kReport);
    page_.done(kReport | kSplit);
    Json report = {{"told", told(explorer)}, {"split", split}, {"held", held}};
    if (split) {
      const double before = strategy_.progress();
      std::string given = strategy_.divisible()->split();
      if (!given.empty()) report["given"] = std::move(given);
      report["share"] = strategy_.progress() - before;
    }
    report["left"] = left_of(strategy_);
    page_.progress.store(strategy_.progress());
    channel_.send(report);
    if (held) (void)channel_.receive();
  }

  bool gives_more(const Explorer& explorer) override {
    channel_.send({{"told", told(explorer)}, {"left", nullptr}});
    return takes_up_more();
  }

 private:
  static Json told(const Explorer& explorer) {
    return {{"counts", json_of(explorer.counts())},
            {"limits", explorer.limits_reached()},
            {"signals", explorer.signals ? json_of(explorer.signals()) : Json::array()}};
  }

  Strategy& strategy_;
  Page& page_;
  Channel& channel_;
};

// Sends what a trace has got since the last step, so that it outlives a crash. For replays: one execution.
class Traced final : public Strategy {
 public:
  Traced(Strategy& strategy, const Trace& trace, Channel& channel)
      : strategy_(strategy), trace_(trace), channel_(channel) {}

  void send_events() {
    if (sent_ >= trace_.size()) return;
    Json events = Json::array();
    for (; sent_ < trace_.size(); ++sent_) events.push_back(json_of(trace_[sent_]));
    channel_.send({{"trace", std::move(events)}});
  }

  void begins() override { strategy_.begins(); }
  int next_thread(std::span<const NextStep> threads, int running) override {
    send_events();
    return strategy_.next_thread(threads, running);
  }
  int index(const Decision& question) override { return strategy_.index(question); }
  void performed(int thread, Access access) override { strategy_.performed(thread, access); }
  bool ends(bool abandoned) override { return strategy_.ends(abandoned); }
  [[nodiscard]] std::string strength() const override { return strategy_.strength(); }
  [[nodiscard]] std::vector<std::string> leaves_out() const override { return strategy_.leaves_out(); }
  [[nodiscard]] bool is_exhaustive() const override { return strategy_.is_exhaustive(); }
  [[nodiscard]] double progress() const override { return strategy_.progress(); }
  [[nodiscard]] std::string divergence() const override { return strategy_.divergence(); }

 private:
  Strategy& strategy_;
  const Trace& trace_;
  Channel& channel_;
  std::size_t sent_ = 0;
};

void trace_as_child(RunRequest request, Strategy& strategy, Channel& channel) {
  Trace trace;
  request.trace = &trace;
  Traced traced(strategy, trace, channel);
  const RunResult result = run(request, traced);
  traced.send_events();
  channel.send({{"result", json_of(result)}, {"strength", strategy.strength()}, {"left", nullptr}});
}

}  // namespace

void work_as_child(const RunRequest& request, Strategy& strategy, Page& page, Channel& channel) {
  settle_in(page);
  Worker worker(strategy, page, channel);
  if (!worker.takes_up_more()) return;
  RunRequest mine = request;
  mine.page = &page;
  mine.supervisor = &worker;
  mine.on_progress = nullptr;
  mine.limits.seconds_max = 0;  // the parent keeps the time
  if (request.trace != nullptr) {
    mine.supervisor = nullptr;
    trace_as_child(mine, strategy, channel);
    return;
  }
  const RunResult result = run(mine, strategy);
  channel.send({{"result", json_of(result)}, {"strength", strategy.strength()}, {"left", left_of(strategy)}});
}

void plan_as_child(const RunRequest& request, DivisibleSearch& search, std::uint32_t depth, Page& page,
                   Channel& channel) {
  settle_in(page);
  std::vector<std::string> works;
  search.cut_at(depth, [&](std::string work) { works.push_back(std::move(work)); });
  RunRequest mine = request;
  mine.page = &page;
  mine.on_progress = nullptr;
  mine.limits = {.depth_max = request.limits.depth_max};
  const RunResult result = run(mine, search);
  search.cut_at(0, {});
  Json units = Json::array();
  for (std::string& work : works) {
    if (const auto error = search.take_up(work)) throw std::logic_error("a unit of the plan is no work: " + *error);
    units.push_back({{"work", std::move(work)}, {"share", 1.0 - search.progress()}});
  }
  channel.send({{"result", json_of(result)}, {"units", std::move(units)}});
}

}  // namespace extram
