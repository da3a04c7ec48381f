// What a callback costs on real threads, in ratios of things that are measured by turns in one run: machines are
// shared, and a busy one is busy for both. Times are told beside them, and prove nothing.
//
//   extram-native-bench [--quick] [--json -|FILE] [--plots DIR]
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "impl/extram/go_1_16_folded.hpp"
#include "impl/extram/go_1_21.hpp"
#include "impl/native/native_world.hpp"
#include "impl/native/run_state.hpp"
#include "impl/native/scaling_plot.hpp"

namespace extram::native {
namespace {

constexpr std::array kThreads{1, 2, 4, 8, 16, 32, 64};
constexpr double kFloorBar = 1.15;
constexpr double kRepeatBar = 1.0 / 25;
constexpr double kRepeatByGettidBar = 60.0 / 157;  // in ns, on the machine where Go was measured

struct Options {
  bool quick = false;
  std::string json, plots;
  [[nodiscard]] int rounds() const { return quick ? 3 : 15; }
  // Fixed numbers: Google Benchmark's own search for them ends early where a busy machine makes a short run long.
  [[nodiscard]] int turns() const { return quick ? 20 : 400; }
  [[nodiscard]] int callbacks() const { return quick ? 6'400 : 64'000; }  // of all threads of one measurement
};

// --- what is measured -----------------------------------------------------------------------------------------------

// What all threads of one measurement share; each has a new one.
//
// The rate counts from the first thread's begin to the last one's end. Google Benchmark's own rate goes by the mean of
// what the threads took, and a thread that came late took little.
class SharedWork {
 public:
  using Clock = std::chrono::steady_clock;

  SharedWork() {
    list.seed(1);
    folded_list.seed(1);
    binding_list.seed(1);
  }

  Extram<BareWorld, go_1_16> list{Shape{.ms = 1}};
  Extram<BareWorld, go_1_16_folded> folded_list{Shape{.ms = 1}};
  Extram<BareWorld, go_1_21> binding_list{Shape{.ms = 1}};

  void add(Clock::time_point begin, Clock::time_point end, std::int64_t callbacks) {
    const std::scoped_lock lock(mutex_);
    begin_ = std::min(begin_, begin);
    end_ = std::max(end_, end);
    callbacks_ += callbacks;
  }
  [[nodiscard]] double per_second() const {
    return static_cast<double>(callbacks_) / std::chrono::duration<double>(end_ - begin_).count();
  }

 private:
  std::mutex mutex_;
  Clock::time_point begin_ = Clock::time_point::max(), end_ = Clock::time_point::min();
  std::int64_t callbacks_ = 0;
};

std::unique_ptr<SharedWork> shared_work;

void make_shared_work(const benchmark::State&) { shared_work = std::make_unique<SharedWork>(); }

void contend(benchmark::State& state) {
  std::optional<SharedWork::Clock::time_point> begin;
  for (auto _ : state) {
    if (!begin) begin = SharedWork::Clock::now();  // after the barrier at which all threads wait
    shared_work->list.cgocallback([] { benchmark::ClobberMemory(); });
  }
  shared_work->add(begin.value(), SharedWork::Clock::now(), state.iterations());
}

template <class... Arguments>
void system_call(long number, Arguments... arguments) {
  if (::syscall(number, arguments...) < 0) give_up("a system call of the floor", errno);
}

// What the kernel sees of one callback of go_1_16 on a plain thread (the tests of the label `conformance` hold the
// version to it), and nothing else.
class Floor {
 public:
  Floor() {
    own_.ss_sp = memory_.data();
    own_.ss_size = memory_.size();
    disabled_.ss_flags = SS_DISABLE;
  }
  Floor(const Floor&) = delete;
  Floor& operator=(const Floor&) = delete;

  void operator()() {
    system_call(SYS_rt_sigprocmask, SIG_SETMASK, nullptr, &old_mask_, sizeof old_mask_);
    system_call(SYS_rt_sigprocmask, SIG_SETMASK, &kAll, nullptr, sizeof kAll);
    system_call(SYS_sigaltstack, nullptr, &old_stack_);
    system_call(SYS_sigaltstack, &own_, nullptr);
    system_call(SYS_rt_sigprocmask, SIG_SETMASK, &kNone, nullptr, sizeof kNone);
    system_call(SYS_gettid);
    system_call(SYS_rt_sigprocmask, SIG_SETMASK, &kAll, nullptr, sizeof kAll);
    system_call(SYS_sigaltstack, &disabled_, nullptr);
    system_call(SYS_rt_sigprocmask, SIG_SETMASK, &old_mask_, nullptr, sizeof old_mask_);
  }

 private:
  static constexpr std::uint64_t kNone = 0;
  static constexpr std::uint64_t kAll = ~kNone;
  std::vector<std::byte> memory_ = std::vector<std::byte>(32 * 1024);
  stack_t own_{}, disabled_{}, old_stack_{};
  std::uint64_t old_mask_ = 0;
};

double median_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// So few that the kernel rarely takes the processor away in one turn, so many that the clock costs nothing.
constexpr int kTurn = 50;

constexpr int kTurnWithoutCalls = 50 * kTurn;

template <class F>
double ns_of_turn(F& f, int times = kTurn) {
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < times; ++i) f();
  const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begin;
  return took.count() / times;
}

// Callbacks of a thread that has its M already: the first binds it, and the thread's end, which gives it back, is made
// by hand.
double ns_of_repeats(Extram<BareWorld, go_1_21>& list) {
  auto call_back = [&] { list.cgocallback([] { benchmark::ClobberMemory(); }); };
  call_back();
  const double ns = ns_of_turn(call_back, kTurnWithoutCalls);
  list.dropm();
  if (!BareWorld::setspecific(Key::go, nullptr)) give_up("pthread_setspecific", errno);
  return ns;
}

// A callback, its system calls, one that folds them, a repeated callback and gettid by turns; a ratio is the median of
// those of neighbours in time.
void by_turns(benchmark::State& state) {
  Extram<BareWorld, go_1_16>& list = shared_work->list;
  auto call_back = [&] { list.cgocallback([] { benchmark::ClobberMemory(); }); };
  auto call_back_folded = [&] { shared_work->folded_list.cgocallback([] { benchmark::ClobberMemory(); }); };
  auto gettid = [] { system_call(SYS_gettid); };
  Floor floor;
  std::vector<double> ratios, folded_ratios, repeat_ratios, repeat_gettid_ratios;
  std::vector<double> callbacks, floors, folded, repeats, gettids;
  for (auto _ : state) {
    callbacks.push_back(ns_of_turn(call_back));
    floors.push_back(ns_of_turn(floor));
    folded.push_back(ns_of_turn(call_back_folded));
    repeats.push_back(ns_of_repeats(shared_work->binding_list));
    gettids.push_back(ns_of_turn(gettid));
    ratios.push_back(callbacks.back() / floors.back());
    folded_ratios.push_back(folded.back() / callbacks.back());
    repeat_ratios.push_back(repeats.back() / callbacks.back());
    repeat_gettid_ratios.push_back(repeats.back() / gettids.back());
  }
  state.counters["ratio"] = median_of(ratios);
  state.counters["folded_ratio"] = median_of(folded_ratios);
  state.counters["folded_ns"] = median_of(folded);
  state.counters["repeat_ratio"] = median_of(repeat_ratios);
  state.counters["repeat_gettid_ratio"] = median_of(repeat_gettid_ratios);
  state.counters["callback_ns"] = median_of(callbacks);
  state.counters["repeat_ns"] = median_of(repeats);
  state.counters["floor_ns"] = median_of(floors);
  state.counters["gettid_ns"] = median_of(gettids);
}

void register_all(const Options& options) {
  const auto add = [](const char* name, void (*body)(benchmark::State&), int iterations) {
    return benchmark::RegisterBenchmark(name, body)->Iterations(iterations)->UseRealTime()->Setup(make_shared_work);
  };
  add("by_turns", by_turns, options.turns());
  for (const int threads : kThreads) add("contention", contend, options.callbacks() / threads)->Threads(threads);
}

// --- the rounds -----------------------------------------------------------------------------------------------------

// Keeps what one round measured, by name and number of threads.
class Keeper : public benchmark::BenchmarkReporter {
 public:
  using Round = std::map<std::pair<std::string, int>, benchmark::UserCounters>;

  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      round_[{run.run_name.function_name, static_cast<int>(run.threads)}] = run.counters;
      if (run.run_name.function_name != "contention") continue;
      round_[{"contention", static_cast<int>(run.threads)}]["per_second"] =
          shared_work->per_second();  // it was the last
    }
  }
  [[nodiscard]] Round take() { return std::exchange(round_, {}); }

 private:
  Round round_;
};

// Every round measures everything once, so that what is compared was measured side by side.
std::vector<Keeper::Round> measure(int rounds) {
  std::vector<Keeper::Round> all;
  for (int i = 0; i < rounds; ++i) {
    Keeper keeper;
    benchmark::RunSpecifiedBenchmarks(&keeper, ".");
    all.push_back(keeper.take());
  }
  return all;
}

struct Spread {
  double median = 0, min = 0, max = 0;
};

template <class F>
Spread spread_over(const std::vector<Keeper::Round>& rounds, F value_of) {
  std::vector<double> values;
  for (const auto& round : rounds) values.push_back(value_of(round));
  std::sort(values.begin(), values.end());
  return {.median = values[values.size() / 2], .min = values.front(), .max = values.back()};
}

// --- the rows -------------------------------------------------------------------------------------------------------

class Rows {
 public:
  explicit Rows(const std::string& json) : text_(json == "-" ? stderr : stdout) {
    if (json == "-") json_ = &std::cout;
    if (json.empty() || json == "-") return;
    file_.open(json, std::ios::app);
    if (!file_) throw CLI::ValidationError("--json", fmt::format("cannot write to '{}'", json));
    json_ = &file_;
  }

  void ratio(std::string_view name, std::string_view what, const Spread& spread, std::optional<double> at_most,
             nlohmann::ordered_json extra) {
    const bool held = !at_most || spread.median <= *at_most;
    fmt::print(text_, "{:<60} {:.3f} ({:.3f} to {:.3f})  {}\n", what, spread.median, spread.min, spread.max,
               at_most ? fmt::format("bar: at most {:.3g}, {}", *at_most, held ? "met" : "not met") : "no bar");
    std::fflush(text_);
    if (json_ == nullptr) return;
    nlohmann::ordered_json row{{"row", name}, {"ratio", spread.median}, {"min", spread.min}, {"max", spread.max}};
    if (at_most) row.update({{"at_most", *at_most}, {"met", held}});
    row.update(extra);
    *json_ << row.dump() << '\n' << std::flush;
  }

 private:
  std::FILE* text_;
  std::ofstream file_;
  std::ostream* json_ = nullptr;
};

void tell_callbacks(const std::vector<Keeper::Round>& rounds, Rows& rows) {
  const auto over = [&](const char* counter) {
    return spread_over(rounds, [=](const auto& round) { return double{round.at({"by_turns", 1}).at(counter)}; });
  };
  const double callback_ns = over("callback_ns").median;
  const double floor_ns = over("floor_ns").median;
  const double gettid_ns = over("gettid_ns").median;
  rows.ratio("floor",
             fmt::format("go_1_16: {:.0f} ns by its 9 system calls {:.0f} ns (gettid {:.0f} ns)", callback_ns, floor_ns,
                         gettid_ns),
             over("ratio"), kFloorBar,
             {{"callback_ns", callback_ns}, {"floor_ns", floor_ns}, {"gettid_ns", gettid_ns}});
  const double folded_ns = over("folded_ns").median;
  rows.ratio("folded", fmt::format("go_1_16_folded: {:.0f} ns by 6 system calls, by go_1_16's", folded_ns),
             over("folded_ratio"), std::nullopt, {{"folded_ns", folded_ns}, {"callback_ns", callback_ns}});
  const double repeat_ns = over("repeat_ns").median;
  rows.ratio("repeat", fmt::format("go_1_21: {:.1f} ns where the thread has its M, by go_1_16's", repeat_ns),
             over("repeat_ratio"), kRepeatBar, {{"repeat_ns", repeat_ns}, {"callback_ns", callback_ns}});
  rows.ratio("repeat_by_gettid", "go_1_21: the same, by gettid", over("repeat_gettid_ratio"), kRepeatByGettidBar,
             {{"repeat_ns", repeat_ns}, {"gettid_ns", gettid_ns}});
}

std::vector<ScalingPoint> tell_contention(const std::vector<Keeper::Round>& rounds, Rows& rows) {
  std::vector<ScalingPoint> points;
  for (const int threads : kThreads) {
    const auto rate = [](const auto& round, int of) { return double{round.at({"contention", of}).at("per_second")}; };
    const Spread ratio = spread_over(rounds, [=](const auto& round) { return rate(round, threads) / rate(round, 1); });
    const double per_second = spread_over(rounds, [=](const auto& round) { return rate(round, threads); }).median;
    rows.ratio("contention",
               fmt::format("go_1_16, {} thread{}: {:.0f} thousand callbacks/s by one thread's", threads,
                           threads == 1 ? "" : "s", per_second / 1000),
               ratio, std::nullopt, {{"threads", threads}, {"callbacks_per_second", per_second}});
    points.push_back({.threads = threads, .ratio = ratio.median, .min = ratio.min, .max = ratio.max});
  }
  return points;
}

// There whole or not at all.
void write_plot(const std::filesystem::path& path, const std::string& text) {
  const std::filesystem::path aside = path.string() + ".part";
  const bool is_whole = static_cast<bool>(std::ofstream(aside) << text << std::flush);
  std::error_code error;
  if (is_whole) std::filesystem::rename(aside, path, error);
  if (is_whole && !error) return;
  std::filesystem::remove(aside, error);
  throw std::runtime_error(fmt::format("cannot write {}: name another folder with --plots", path.string()));
}

int bench(int argc, char** argv) {
  Options options;
  CLI::App app{"What a callback costs on real threads, in ratios of one run.", "extram-native bench"};
  app.add_flag("--quick", options.quick, "in seconds; says less");
  app.add_option("--json", options.json, "a row for programs a line: - or a file to append to");
  app.add_option("--plots", options.plots, "a directory for scaling.svg")->check(CLI::ExistingDirectory);
  try {
    app.parse(argc, argv);
    Rows rows(options.json);
    register_all(options);
    const auto rounds = measure(options.rounds());
    tell_callbacks(rounds, rows);
    const auto points = tell_contention(rounds, rows);
    if (!options.plots.empty()) {
      write_plot(std::filesystem::path(options.plots) / "scaling.svg", scaling_plot(points));
    }
    return 0;
  } catch (const CLI::CallForHelp&) {
    fmt::print("{}", app.help());
    return 0;
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "extram-native bench: {}\n", error.what());
    return 2;
  }
}

}  // namespace
}  // namespace extram::native

int main(int argc, char** argv) {
  try {
    return extram::native::bench(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "extram-native bench: {}\n", error.what());
    return 70;
  }
}
